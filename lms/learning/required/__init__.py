"""Required study (必修课): which courses are asked of whom, by when, and how it stands on any day."""

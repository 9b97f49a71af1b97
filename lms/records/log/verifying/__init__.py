"""`lms records verify`: holds everything that is stored against the log, and the log against its checkpoints."""

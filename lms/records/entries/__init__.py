"""Entries as people read them: with their state, what stood before them, and what was objected."""

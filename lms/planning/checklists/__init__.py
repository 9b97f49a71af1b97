"""Checklists: what is to be done before a study session, by which day and by whom."""

"""What can be done on the days of a study session and after them. Each function owns its transaction."""

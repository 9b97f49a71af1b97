"""Attendance: sign-in of a class on site, by name, and the completion of a study session."""

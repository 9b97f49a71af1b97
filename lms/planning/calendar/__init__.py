"""The year: meetings, holidays, study sessions and other dates; which dates clash, and which are free."""

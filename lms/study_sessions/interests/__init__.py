"""A deputy tells the unit of the wish to come to a study session (报名意向); it takes no seat."""

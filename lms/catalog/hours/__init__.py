"""What the courses are worth in credit hours, for those who plan; deputies are not shown it."""

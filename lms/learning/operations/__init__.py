"""What can be done with a course that one takes, verb by verb. Each public verb owns its transaction."""

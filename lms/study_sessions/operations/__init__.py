"""What can be done with study sessions, verb by verb. Each function owns its transaction."""

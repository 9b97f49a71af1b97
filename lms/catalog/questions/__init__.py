"""Questions of a course's self-test: taken from its folder, versioned with it, marked by a function of no memory."""

"""Self-tests (自测): a course's questions, answered as often as one likes. Only the person who answers sees anything."""

"""Questions of a file come into a draft: looked at first, then added when the editor says so."""

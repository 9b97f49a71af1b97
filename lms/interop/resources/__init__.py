"""What the interface is about, an operation or two a module."""

"""Group viewing 集中观看: deputies of a unit take lessons together, and a second person confirms it."""

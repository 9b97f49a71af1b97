"""Reports: figures about a day as they were known at an instant (ADR 0008), and the files that carry them."""

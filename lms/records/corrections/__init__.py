"""Correcting an entry: one person proposes, another decides, and what stood before stays to be seen."""

"""Who is still to be trained this term (轮训): by unit, by name, and what it takes to reach everyone once."""

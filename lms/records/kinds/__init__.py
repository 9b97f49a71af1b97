"""The catalogue of kinds: what may be entered, from where, who reads it, and what counts as trained."""

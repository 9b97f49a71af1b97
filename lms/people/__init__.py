"""Congresses, their deputies, and everyone else who has an account."""

"""Entries by Excel: a template, a check that writes nothing, and the chosen rows in one transaction."""

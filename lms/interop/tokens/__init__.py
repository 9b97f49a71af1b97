"""Tokens: asked for by one person, granted by another, taken out once (ADR 0018)."""

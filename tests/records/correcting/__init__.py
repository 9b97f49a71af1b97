"""Corrections, erasures, checks and objections."""

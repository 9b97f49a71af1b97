"""Calling deputies up (调训): notice and employer's letter in one act, and the same again when something changes."""

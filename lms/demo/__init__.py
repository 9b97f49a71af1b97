"""A demonstration year, laid relative to today by the platform's own operations.

Only ready accounts, and completions of lessons that nobody watched, are laid past the steps that people would take.
"""

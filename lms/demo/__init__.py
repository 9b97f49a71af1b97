"""A demonstration year, laid relative to today by the platform's own operations: nothing is written past the rules."""

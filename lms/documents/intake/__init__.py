"""Workbooks that come back from people: guarded, read under known columns, and returned with what needs mending."""

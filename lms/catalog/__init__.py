"""Courses, their lessons and their media: content in folders, taken in by `lms courses sync`."""

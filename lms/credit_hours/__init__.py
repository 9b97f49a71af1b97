"""Credit hours (学时): what a course's published length is worth, by a rule that is data and has versions.

They are for planning. They never come from watching, are no input of a score, and no page of a deputy counts them.
"""

"""The term plan (届内培训规划): who is to be trained in a term, how far that has come, and who is exempt."""

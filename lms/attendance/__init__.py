"""The days of a study session: sign-in by name, and what follows for those who took part.

(Under construction by the lead right now: models, operations, views and tests of this room. Others please leave it.)
"""

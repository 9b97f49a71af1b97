"""Erasing what an entry is about: two people and a ground. The entry stays, the log stays whole, and a restored backup
does not bring the details back.
"""

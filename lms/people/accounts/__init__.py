"""Accounts: how a person signs in, what the account may do, and who may act for whom."""

"""Delegated study tasks (委托学习任务): what an organizer gives units to do, and how each unit says that it was done."""

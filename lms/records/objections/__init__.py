"""Objections (异议): a deputy says that an entry is wrong or missing; another officer answers with a reason, in time."""

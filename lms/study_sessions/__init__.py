"""Study sessions: places, quotas, recommendation, list. One boundary for seats."""

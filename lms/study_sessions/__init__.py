"""Study sessions: places, quotas, recommendation, list. One boundary for seats."""

# Whoever publishes that a mandate ended must know that this room wants to hear of it, command line included.
from lms.study_sessions.operations import news

__all__ = ["news"]

"""The same scene and browsers as for study sessions."""

from tests.study_sessions.conftest import _today, as_liaison, as_organizer, scene

__all__ = ["_today", "as_liaison", "as_organizer", "scene"]

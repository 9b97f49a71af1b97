"""What a call-up says to one person, and what it changes of the study session."""

from __future__ import annotations

from enum import StrEnum


class Told(StrEnum):
    """What one person is told by one call-up."""

    CALLED = "called"
    CHANGED = "changed"
    CANCELLED = "cancelled"


class Change(StrEnum):
    """What a call-up changes of the study session when it is signed."""

    NONE = "none"
    POSTPONED = "postponed"
    MOVED = "moved"
    CALLED_OFF = "called_off"

"""The boundary of seats: the only code that takes one or frees one.

Law (docs/concurrency.md): lock the study session's row, then count, then write. Locks are taken in one order: study
session, persons by id, mandate.
"""

from lms.study_sessions.seats.filling import PLACE_FREED, approve, fill
from lms.study_sessions.seats.keeping import accept, confirm, move_days, put_in_order, review
from lms.study_sessions.seats.leaving import leave, release
from lms.study_sessions.seats.locking import everyone, live, lock, lock_everyone, lock_of, standing
from lms.study_sessions.seats.taking import substitute, take, wait

__all__ = [
    "PLACE_FREED",
    "accept",
    "approve",
    "confirm",
    "everyone",
    "fill",
    "leave",
    "live",
    "lock",
    "lock_everyone",
    "lock_of",
    "move_days",
    "put_in_order",
    "release",
    "review",
    "standing",
    "substitute",
    "take",
    "wait",
]

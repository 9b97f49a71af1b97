"""In which class a deputy is put forward: for one deputy, and as an order of lists. The two say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case

from lms.people.models import Mandate
from lms.study_sessions.states import Priority

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


def priority_of(mandate: Mandate) -> Priority:
    """The newly elected from the grassroots first, then the newly elected, then the others."""
    if not mandate.is_newly_elected:
        return Priority.OTHER
    return Priority.NEW_GRASSROOTS if mandate.is_grassroots else Priority.NEW


def by_priority() -> ColumnElement[int]:
    """The same as an expression to order mandates by."""
    return case(
        (Mandate.is_newly_elected.is_(False), Priority.OTHER.value),
        (Mandate.is_grassroots.is_(True), Priority.NEW_GRASSROOTS.value),
        else_=Priority.NEW.value,
    )

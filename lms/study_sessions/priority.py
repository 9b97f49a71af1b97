"""In which class a deputy is put forward: for one deputy, and as an order of lists. The two say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sqlalchemy import case, literal

from lms.people.models import Mandate
from lms.records import tallies
from lms.study_sessions.states import Priority

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from lms.study_sessions.entrants import Entrant


class Elected(Protocol):
    """What is known of a deputy: a mandate, or a report's line as at a day."""

    @property
    def is_newly_elected(self) -> bool:
        """Elected for the first time this term."""

    @property
    def is_grassroots(self) -> bool:
        """From the grassroots."""


def priority_of(session: Session, entrant: Entrant) -> Priority:
    """The class of an entrant, for a deputy as the record stands now."""
    if entrant.mandate is None:
        return Priority.NOT_YET_TRAINED
    return class_of(entrant.mandate, tallies.last_trained(session, entrant.mandate.id))


def class_of(deputy: Elected, trained_on: date | None) -> Priority:
    """Who was trained this term comes last; of the others the newly elected from the grassroots, then the newly elected."""
    if trained_on is not None:
        return Priority.TRAINED
    if not deputy.is_newly_elected:
        return Priority.NOT_YET_TRAINED
    return Priority.NEW_GRASSROOTS if deputy.is_grassroots else Priority.NEW


def by_priority(trained_on: ColumnElement[date | None]) -> tuple[ColumnElement[int], ColumnElement[date | None]]:
    """The same as an order of mandates; among the trained, who was trained longest ago comes first."""
    classes = case(
        (trained_on.is_not(None), literal(Priority.TRAINED.value)),
        (Mandate.is_newly_elected.is_(False), literal(Priority.NOT_YET_TRAINED.value)),
        (Mandate.is_grassroots.is_(True), literal(Priority.NEW_GRASSROOTS.value)),
        else_=literal(Priority.NEW.value),
    )
    return classes, trained_on

"""New mandates get their induction package by themselves: it is asked of them by its rule, and here they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core import events
from lms.core.clock import local_date
from lms.learning.required.telling import studies_in_force, welcome
from lms.people.models import Mandate
from lms.people.roster.writing import MANDATES_ELECTED

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.events import Event


@events.subscribe(MANDATES_ELECTED)
def welcome_new_mandates(session: Session, event: Event, now: datetime) -> None:
    """Tell each of the new deputies of the induction packages in force; heard twice, it tells nobody again."""
    mandate_ids = set(event.payload["mandate_ids"])
    if not mandate_ids:
        return
    term_id = session.scalar(select(Mandate.term_id).where(Mandate.id == min(mandate_ids)))
    for study in studies_in_force(session, on=local_date(now)):
        if study.is_induction and study.term_id == term_id:
            welcome(session, study, mandate_ids, now=now)

"""Congresses below: an electing body can stand for a lower congress, whose deputies it may then put forward.

Deputies Law, art. 47: deputies of townships shall take part in the study that standing committees of higher levels organize;
art. 36: activities may be entrusted to a lower standing committee. To link two congresses shows deputies of one to the other,
which neither office can do alone; so the operator of the machine does it, as with founding (ADR 0035).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import db, lock_row, transaction
from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_
from lms.people.models import Congress, ElectingBody, Level
from lms.people.queries import current_term

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


# How many digits of a region's code say where it is (GB/T 2260; of townships GB/T 10114).
REGION_DIGITS = {Level.NATIONAL: 0, Level.PROVINCE: 2, Level.PREFECTURE: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9}


class UnknownBody(InvalidInput):
    template = N_("%(congress)s has no electing body “%(name)s” in its latest term.")


class NotBelow(InvalidInput):
    """A unit stands for a congress of a lower level, inside the region of its own."""

    template = N_("%(below)s is not a congress below %(congress)s.")


class StandsAlready(DomainError):
    """Whoever comes from below comes by one unit, or places would be counted in two."""

    template = N_("Another electing body of %(congress)s stands for %(below)s already.")


def stand_for(congress: Congress, body_name: str, below: Congress | None, *, now: datetime) -> ElectingBody:
    """Let an electing body of the latest term stand for a congress below, or (None) for none any more.

    Who was put forward keeps the place. Both congresses' audit logs note it.

    Raises:
        UnknownBody: there is no such electing body.
        NotBelow: the other congress is not of a lower level in the same region.
        StandsAlready: another body of the term does.
    """
    if below is not None and not is_below(below, congress):
        raise NotBelow(below=below.name, congress=congress.name)
    with transaction() as session:
        body = _body(session, congress, body_name)
        taken = StandsAlready(congress=congress.name, below=below.name if below else "")
        concerned = {congress.id, *filter(None, (body.congress_below_id, below.id if below else None))}
        body.congress_below_id = below.id if below else None
        try:
            session.flush()
        except IntegrityError as error:
            raise taken from error
        for each in sorted(concerned):
            subject = ("electing_body", body.public_id)
            audit.record(session, actor=None, action="body.stands_for", subject=subject, now=now, congress_id=each)
        return body


def is_below(lower: Congress, upper: Congress) -> bool:
    """Whether a congress is of a lower level, in the upper one's region as far as both have codes (GB/T 2260)."""
    levels, digits = list(Level), REGION_DIGITS[upper.level]
    if levels.index(lower.level) <= levels.index(upper.level):
        return False
    is_known = lower.region_code is not None and upper.region_code is not None
    return not is_known or (lower.region_code or "")[:digits] == (upper.region_code or "")[:digits]


def bodies_standing_for(congress_id: int) -> Sequence[tuple[Congress, ElectingBody]]:
    """By which electing bodies of which congresses above the deputies of a congress can be put forward."""
    rows = db.session.execute(
        select(Congress, ElectingBody)
        .join(ElectingBody, ElectingBody.congress_id == Congress.id)
        .where(ElectingBody.congress_below_id == congress_id)
        .order_by(Congress.code)
    )
    return [(above, body) for above, body in rows]


def _body(session: Session, congress: Congress, name: str) -> ElectingBody:
    term = current_term(session, congress.id)
    found = session.scalar(
        select(ElectingBody.id).where(ElectingBody.term_id == (term.id if term else 0), ElectingBody.name == name)
    )
    if found is None:
        raise UnknownBody(congress=congress.name, name=name)
    return lock_row(session, ElectingBody, found)

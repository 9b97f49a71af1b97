"""A unit's staff for an actor: what the actor may not know of is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.people.models import ElectingBody
from lms.people.queries import current_term
from lms.study_sessions.staff.models import StaffMember

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from lms.core.permissions import Actor


def units(actor: Actor) -> Sequence[ElectingBody]:
    """The units of the present term whose staff the actor keeps, in official order.

    Raises:
        NotFound: there are none.
    """
    session = db.session()
    term = current_term(session, actor.congress_id)
    bodies = actor.bodies(Permission.RECOMMEND)
    own = select(ElectingBody).where(ElectingBody.term_id == (term.id if term else None))
    if bodies is not None:
        own = own.where(ElectingBody.id.in_(bodies))
    found = session.scalars(own.order_by(ElectingBody.official_order)).all()
    if not found:
        raise NotFound
    return found


def member(actor: Actor, public_id: uuid.UUID) -> StaffMember:
    """A member of the staff of one of the actor's own units.

    Raises:
        NotFound: there is none.
    """
    bodies = actor.bodies(Permission.RECOMMEND)
    wanted = (
        select(StaffMember)
        .join(StaffMember.person)
        .join(StaffMember.electing_body)
        .options(contains_eager(StaffMember.person), contains_eager(StaffMember.electing_body))
        .where(StaffMember.public_id == public_id, StaffMember.congress_id == actor.congress_id)
    )
    if bodies is not None:
        wanted = wanted.where(StaffMember.electing_body_id.in_(bodies))
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found

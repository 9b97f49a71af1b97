"""The demonstration's study session for staff, and the staff whom some units can send."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.clock import start_of
from lms.core.database import db
from lms.demo.sessions import organizer
from lms.demo.words import words
from lms.people.models import ElectingBody
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations import drafting, lifecycle, quotas
from lms.study_sessions.sharing.approvals import Approval, record_approval
from lms.study_sessions.staff.operations import Said, add
from lms.study_sessions.states import Audience, Basis, Kind

if TYPE_CHECKING:
    from datetime import date

    from lms.people.models import Congress


def lay_staff(npc: Congress, *, today: date) -> None:
    """Share the places of a study session for staff out, and put people on the lists of some units."""
    said, by, now = words("sessions")["staff"], organizer(npc), start_of(today) + timedelta(hours=9)
    first = today + timedelta(days=said["begins_in"])
    draft = drafting.Draft(
        kind=Kind.BUSINESS_TRAINING,
        audience=Audience.STAFF,
        arrival_on=first - timedelta(days=1),
        starts_on=first,
        ends_on=first + timedelta(days=said["days"] - 1),
        recommend_until=first - timedelta(days=20),
        **{name: said[name] for name in ("number", "title", "theme", "organized_by", "hosted_by", "venue", "places")},
    )
    public_id = drafting.create(draft, actor=by, now=now)
    id_ = db.session.scalars(select(StudySession.id).where(StudySession.public_id == public_id)).one()
    terms = quotas.Terms(basis=Basis.PLAN_SEATS, minimum=said["minimum"])
    quotas.apply_apportionment(id_, terms, actor=by, now=now)
    approval = Approval(number=said["approval"].format(year=today.year), approved_on=today)
    record_approval(id_, approval, actor=by, now=now)
    lifecycle.send_out_quotas(id_, actor=by, now=now)
    bodies = select(ElectingBody.short_name, ElectingBody.id).where(ElectingBody.congress_id == npc.id)
    ids = dict(db.session.execute(bodies).all())
    for unit, people in said["people"].items():
        for name, post in people:
            add(ids[unit], Said(name=name, sex=None, post=post), actor=by, now=now)

"""Notes of the diary and recordings of a unit, each brought as far as it is said to have come."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.core.clock import start_of
from lms.core.database import db
from lms.core.permissions import Actor, Grant, Permission, Role
from lms.demo.words import DATA, words
from lms.people.accounts.models import Account, GrantState, RoleGrant
from lms.people.models import ElectingBody, Mandate
from lms.records.diary import operations as diary
from lms.records.diary import verifying
from lms.records.diary.operations import Writing
from lms.records.evidence import Evidence
from lms.records.unit import operations as unit
from lms.records.unit.access import deputies
from lms.records.unit.operations import Activity

if TYPE_CHECKING:
    from datetime import date

    from lms.people.models import Congress

LIAISON = "liaison"
_RECORD = Permission.RECORD_FOR_UNIT


def lay_ways(npc: Congress, *, today: date) -> None:
    """Lay what deputies noted and what the demonstration's liaison verified, returned and recorded."""
    said, liaison = words("ways"), liaison_of(npc)
    for each in said["notes"]:
        _lay_note(npc, each, liaison, today)
    for each in said["recordings"]:
        _lay_recording(each, liaison, today)


def _lay_note(npc: Congress, said: dict[str, Any], liaison: Actor, today: date) -> None:
    account = db.session.scalars(select(Account).where(Account.username == said["username"])).one()
    deputy = Actor.of(account.id, account.person_id, npc.id, (Grant(Role.DEPUTY),))
    day = today - timedelta(days=said["days_ago"])
    evening, key = start_of(day) + timedelta(hours=20), uuid.uuid4()
    writing = Writing(kind=said["kind"], occurred_on=day, title=said["title"], text=said["text"], proof=proof(said))
    diary.write(key, writing, submits=said["reached"] != "draft", actor=deputy, now=evening)
    body_id = db.session.scalars(
        select(Mandate.electing_body_id).where(Mandate.person_id == deputy.person_id, Mandate.congress_id == npc.id)
    ).one()
    if not liaison.can_in(_RECORD, body_id):
        return
    if said["reached"] == "verified":
        verifying.verify(key, actor=liaison, now=evening + timedelta(hours=14))
    elif said["reached"] == "returned":
        verifying.send_back(key, said["reason"], actor=liaison, now=evening + timedelta(hours=14))


def _lay_recording(said: dict[str, Any], liaison: Actor, today: date) -> None:
    day = today - timedelta(days=said["days_ago"])
    body = body_of(liaison)
    chosen = [each.public_id for each in deputies(db.session(), body)][: said["deputies"]]
    activity = Activity(
        kind=said["kind"],
        occurred_on=day,
        title=said["title"],
        details=said["details"],
        deputies=frozenset(chosen),
        proof=proof(said),
    )
    key, morning = uuid.uuid4(), start_of(day) + timedelta(days=1, hours=9)
    unit.draft(key, body.public_id, activity, actor=liaison, now=morning)
    if said["reached"] == "posted":
        unit.post(key, actor=liaison, now=morning)


def proof(said: dict[str, Any]) -> Evidence | None:
    """The picture of a page, for what is said to have evidence."""
    return Evidence((DATA / "evidence.png").read_bytes(), said["evidence"]) if "evidence" in said else None


def body_of(liaison: Actor) -> ElectingBody:
    """The one unit of the demonstration's liaison."""
    return db.session.scalars(select(ElectingBody).where(ElectingBody.id.in_(liaison.bodies(_RECORD) or ()))).one()


def liaison_of(npc: Congress) -> Actor:
    """The demonstration's liaison."""
    account = db.session.scalars(select(Account).where(Account.username == LIAISON)).one()
    bodies = db.session.scalars(
        select(RoleGrant.electing_body_id).where(
            RoleGrant.account_id == account.id, RoleGrant.state == GrantState.GRANTED
        )
    )
    return Actor.of(account.id, account.person_id, npc.id, tuple(Grant(Role.LIAISON, each) for each in bodies))

"""Writes what a plan says, in batches: within the caller's transaction, a handful of statements for 2,977 rows."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from lms import audit
from lms.core import events
from lms.people.accounts.operations import open_for_persons
from lms.people.identity.sealing import sealed_document, sealed_phone
from lms.people.models import ChangeKind, Employer, Mandate, MandateChange, Person
from lms.people.names import pinyin, sort_key
from lms.people.roster.columns import Field
from lms.people.roster.differences import MANDATE_FIELDS, PERSON_FIELDS
from lms.people.roster.snapshot import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.roster.plan import Addition, Change, Plan
    from lms.people.roster.rows import Entry

MANDATES_ELECTED = "mandates.elected"

_OF_PERSON = {*PERSON_FIELDS, Field.PHONE, Field.DOCUMENT_NUMBER}
# The columns of a mandate that are not named like the roster's.
_MANDATE_COLUMN = {Field.BODY: "electing_body_id", Field.ELECTION: "is_newly_elected", Field.EMPLOYER: "employer_id"}


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who applies a roster, when, and from which day on its changes hold."""

    actor: Actor | None
    now: datetime
    effective_on: date


def write(session: Session, plan: Plan, occasion: Occasion) -> None:
    """Write all additions and changes of a plan that was made in this same transaction."""
    employers = _write_employers(session, plan)
    _change_people(session, [*plan.changed, *(each for each in plan.added if each.person_id is not None)], occasion)
    _change_mandates(session, plan, employers, occasion)
    if plan.added:
        _add_mandates(session, plan, employers, occasion)


def name_columns(name: str) -> dict[str, str]:
    """A person's name with everything that is derived from it."""
    reading = pinyin(name)
    return {"name": name, "sort_key": sort_key(name), "pinyin": reading.full, "pinyin_initials": reading.initials}


def _write_employers(session: Session, plan: Plan) -> dict[str, int]:
    """Add employers and bring known ones up to date. Returns the ids of all by name."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    entries = [*(each.entry for each in plan.added), *(each.entry for each in plan.changed)]
    for entry in entries:
        if entry.employer is not None:
            said = {"address": entry.employer_address, "email": entry.employer_email}
            wanted[entry.employer] |= {name: value for name, value in said.items() if value is not None}
    known = plan.snapshot.employers
    congress_id = plan.snapshot.congress.id
    new = []
    for name, values in wanted.items():
        if name in known:
            for attribute, value in values.items():
                setattr(known[name], attribute, value)
        else:
            new.append({"congress_id": congress_id, "name": name, "address": "", "email": "", **values})
    session.flush()
    ids = {name: employer.id for name, employer in known.items()}
    return ids | dict(zip((str(row["name"]) for row in new), _insert(session, Employer, new), strict=True))


def _change_people(session: Session, rows: Sequence[Change | Addition], occasion: Occasion) -> None:
    """Bring known persons up to date, and note of each which fields changed."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        fields = {each.field for each in row.differences} & _OF_PERSON
        if not fields:
            continue
        values = _person_values(row.entry, fields)
        by_columns[tuple(values)].append({"id": row.person_id, **values})
        audit.record(
            session,
            actor=occasion.actor,
            action="person.changed",
            subject=("person", row.person_public_id),
            fields=sorted(fields),
            now=occasion.now,
        )
    for group in by_columns.values():
        session.execute(update(Person), group)


def _person_values(entry: Entry, fields: set[Field]) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(entry, name) for name in PERSON_FIELDS if name in fields}
    if Field.NAME in fields:
        values |= name_columns(entry.name)
    if Field.PHONE in fields:
        values |= sealed_phone(entry.phone)
    if Field.DOCUMENT_NUMBER in fields:
        values |= sealed_document(entry.document_kind, entry.document_number)
    return {str(name): value for name, value in values.items()}


def _change_mandates(session: Session, plan: Plan, employers: Mapping[str, int], occasion: Occasion) -> None:
    """Bring the rows that say the present up to date, and write down each change with its two times."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    history = []
    for change in plan.changed:
        attributes = _attributes(plan, change.entry, employers)
        columns = {_MANDATE_COLUMN.get(each.field, str(each.field)) for each in change.differences}
        if "composition" in columns:
            columns.add("is_grassroots")
        values = {name: value for name, value in attributes.items() if name in columns}
        if values:
            by_columns[tuple(values)].append({"id": change.known.mandate_id, **values})
            history.append(
                {
                    **_recorded(plan, occasion),
                    "mandate_id": change.known.mandate_id,
                    "kind": ChangeKind.CHANGED,
                    "effective_on": max(occasion.effective_on, change.known.mandate["from_on"]),
                    "values": values,
                }
            )
    for group in by_columns.values():
        session.execute(update(Mandate), group)
    if history:
        session.execute(insert(MandateChange), history)


def _add_mandates(session: Session, plan: Plan, employers: Mapping[str, int], occasion: Occasion) -> None:
    """Add the mandates with the first line of their history, and accounts for those who have none yet."""
    person_ids = _add_people(session, plan.added, occasion)
    term = plan.snapshot.term
    rows = []
    for addition, person_id in zip(plan.added, person_ids, strict=True):
        attributes = {"post": "", "work_region": "", "party": "", "education": ""}
        said = _attributes(plan, addition.entry, employers)
        attributes |= {name: value for name, value in said.items() if value is not None or name not in attributes}
        place = {"congress_id": term.congress_id, "term_id": term.id, "person_id": person_id}
        rows.append({**place, "from_on": addition.entry.from_on or term.starts_on, **attributes})
    ids = _insert(session, Mandate, rows)
    own = {"congress_id", "term_id", "person_id", "from_on"}
    history = [
        {
            **_recorded(plan, occasion),
            "mandate_id": mandate_id,
            "kind": ChangeKind.ELECTED,
            "effective_on": row["from_on"],
            "values": {name: value for name, value in row.items() if name not in own},
        }
        for mandate_id, row in zip(ids, rows, strict=True)
    ]
    session.execute(insert(MandateChange), history)
    open_for_persons(session, person_ids, occasion.now)
    events.publish(session, MANDATES_ELECTED, {"mandate_ids": ids}, now=occasion.now)


def _add_people(session: Session, added: Sequence[Addition], occasion: Occasion) -> list[int]:
    """The ids of all persons of the additions, in their order; those not known yet are added."""
    new = [
        {
            **name_columns(each.entry.name),
            "sex": each.entry.sex,
            "ethnicity": each.entry.ethnicity,
            "born_on": each.entry.born_on,
            **sealed_phone(each.entry.phone),
            **sealed_document(each.entry.document_kind, each.entry.document_number),
            "created_at": occasion.now,
        }
        for each in added
        if each.person_id is None
    ]
    fresh = iter(_insert(session, Person, new))
    return [next(fresh) if each.person_id is None else each.person_id for each in added]


def _attributes(plan: Plan, entry: Entry, employers: Mapping[str, int]) -> dict[str, Any]:
    """A mandate's attributes as the entry says them; None for what it leaves empty."""
    grassroots = plan.snapshot.congress.grassroots_compositions
    return {
        "electing_body_id": entry.body.id,
        "is_newly_elected": entry.is_newly_elected,
        "composition": entry.composition,
        "is_grassroots": entry.composition.value in grassroots,
        "employer_id": employers[entry.employer] if entry.employer is not None else None,
        **{str(name): getattr(entry, name) for name in MANDATE_FIELDS},
    }


def _recorded(plan: Plan, occasion: Occasion) -> dict[str, Any]:
    by = occasion.actor.account_id if occasion.actor is not None else None
    return {"congress_id": plan.snapshot.term.congress_id, "recorded_at": occasion.now, "recorded_by": by}


def _insert(session: Session, table: type[Employer | Person | Mandate], rows: list[dict[str, Any]]) -> list[int]:
    """Insert many rows in one batch and return their ids in the same order.

    They are found again by the public ids that we gave them: RETURNING would go row by row to keep the order.
    """
    if not rows:
        return []
    public_ids = [uuid.uuid4() for _row in rows]
    session.execute(insert(table), [{**row, "public_id": key} for row, key in zip(rows, public_ids, strict=True)])
    ids: dict[uuid.UUID, int] = {}
    for start in range(0, len(public_ids), AT_ONCE):
        some = public_ids[start : start + AT_ONCE]
        found = session.execute(select(table.public_id, table.id).where(table.public_id.in_(some)))
        ids |= {row.public_id: row.id for row in found}
    return [ids[public_id] for public_id in public_ids]

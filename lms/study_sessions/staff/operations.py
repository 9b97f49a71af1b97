"""A unit keeps the list of its staff whom it can send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core import events
from lms.core.clock import local_date
from lms.core.database import lock_row, transaction
from lms.people.accounts.models import Account
from lms.people.identity import check_phone
from lms.people.identity.sealing import phone_index, sealed_phone
from lms.people.models import ElectingBody, Mandate, Person
from lms.people.roster.refusals import PhoneOfAnother
from lms.people.roster.rows import clean_valid_name
from lms.people.roster.writing import name_columns
from lms.study_sessions.staff.models import LEFT, StaffMember, StaffState
from lms.study_sessions.staff.refusals import KeptElsewhere, OnAnotherStaff, OnTheStaffAlready, StateUnchanged

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import Sex

_PERSON = select(StaffMember.person_id).where(StaffMember.id == bindparam("member"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a unit says of a member of its staff. Corrected without a phone, the one that is known stays."""

    name: str
    sex: Sex | None
    post: str
    phone: str = ""


def add(electing_body_id: int, said: Said, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Put someone on the unit's staff; returns the public id. Who was on it before is found again, with the new post.

    A person is found by the phone number, or without one by the name among those who left this unit. Somebody else's data
    are never changed by it.

    Raises:
        InvalidInput: the name or the phone is none (`lms.people.identity`).
        PhoneOfAnother: the phone is that of someone of another name.
        OnTheStaffAlready: the unit has this person, or without a phone someone of the same name.
        OnAnotherStaff: the person is on another unit's staff.
    """
    name, phone = clean_valid_name(said.name), check_phone(said.phone) if said.phone else None
    already, elsewhere = OnTheStaffAlready(name=name), OnAnotherStaff(name=name)
    try:
        with transaction() as session:
            body = lock_row(session, ElectingBody, electing_body_id)
            person = _known(session, body, name, phone) or _new_person(session, name, said.sex, phone, now)
            member = _member(session, body, person)
            if member is not None and member.state is StaffState.ACTIVE:
                raise already
            if member is None:
                member = StaffMember(
                    congress_id=body.congress_id, electing_body_id=body.id, person_id=person.id, added_at=now
                )
                session.add(member)
            member.post, member.state = _post(body, said), StaffState.ACTIVE
            session.flush()
            _record(session, member, "added", ["name", "phone", "post", "sex"], actor=actor, now=now)
            return member.public_id
    except IntegrityError as error:
        raise (PhoneOfAnother() if "phone" in str(error.orig) else elsewhere) from error


def correct(staff_member_id: int, said: Said, *, actor: Actor, now: datetime) -> None:
    """Correct what is kept of a member of the staff.

    Raises:
        InvalidInput: the name or the phone is none (`lms.people.identity`).
        KeptElsewhere: more than the post was to change of who is also a deputy or has an account.
        PhoneOfAnother: somebody else has the phone.
    """
    try:
        with transaction() as session:
            # The person before the member, as the order of locks says.
            person = lock_row(session, Person, session.scalars(_PERSON, {"member": staff_member_id}).one())
            member = lock_row(session, StaffMember, staff_member_id)
            changed = _correct_person(person, said)
            if changed and _is_kept_elsewhere(session, member):
                raise KeptElsewhere(name=person.name)
            for columns in changed.values():
                for column, value in columns.items():
                    setattr(person, column, value)
            fields = sorted(changed)
            post = _post(member.electing_body, said)
            if post != member.post:
                member.post = post
                fields = sorted([*fields, "post"])
            if fields:
                _record(session, member, "changed", fields, actor=actor, now=now)
    except IntegrityError as error:
        raise PhoneOfAnother from error


def retire(staff_member_id: int, *, actor: Actor, now: datetime) -> None:
    """Take someone off the unit's staff; places in study sessions that have not begun are freed.

    Raises:
        StateUnchanged: that was done before.
    """
    with transaction() as session:
        member = _to_move(session, staff_member_id, StaffState.LEFT)
        _record(session, member, "left", ["state"], actor=actor, now=now)
        payload = {"staff_member_id": member.id, "effective_on": local_date(now).isoformat()}
        events.publish(session, LEFT, payload, now=now)


def take_back(staff_member_id: int, *, actor: Actor, now: datetime) -> None:
    """Put someone who left on the unit's staff again.

    Raises:
        StateUnchanged: that was done before.
        OnAnotherStaff: the person is on another unit's staff now.
    """
    with transaction() as session:
        member = _to_move(session, staff_member_id, StaffState.ACTIVE)
        elsewhere = OnAnotherStaff(name=member.person.name)
        try:
            session.flush()
        except IntegrityError as error:
            raise elsewhere from error
        _record(session, member, "added", ["state"], actor=actor, now=now)


def _to_move(session: Session, staff_member_id: int, to: StaffState) -> StaffMember:
    member = lock_row(session, StaffMember, staff_member_id)
    unchanged = StateUnchanged(name=member.person.name)
    if member.state is to:
        raise unchanged
    member.state = to
    return member


def _known(session: Session, body: ElectingBody, name: str, phone: str | None) -> Person | None:
    """The person who is meant, if we know them; without a phone only the unit's own staff is asked."""
    if phone is not None:
        person = session.scalar(select(Person).where(Person.phone_index == phone_index(phone)))
        if person is not None and person.name != name:
            raise PhoneOfAnother
        return person
    of_name = session.scalars(
        select(StaffMember)
        .join(StaffMember.person)
        .where(StaffMember.electing_body_id == body.id, Person.name == name)
        .order_by(StaffMember.state, StaffMember.id)
    ).all()
    if any(each.state is StaffState.ACTIVE for each in of_name):
        raise OnTheStaffAlready(name=name)
    return of_name[-1].person if of_name else None


def _new_person(session: Session, name: str, sex: Sex | None, phone: str | None, now: datetime) -> Person:
    person = Person(sex=sex, created_at=now, **name_columns(name), **sealed_phone(phone))
    session.add(person)
    session.flush()
    return person


def _member(session: Session, body: ElectingBody, person: Person) -> StaffMember | None:
    return session.scalar(
        select(StaffMember).where(StaffMember.electing_body_id == body.id, StaffMember.person_id == person.id)
    )


def _correct_person(person: Person, said: Said) -> dict[str, dict[str, object]]:
    """The columns to set, by the field that differs."""
    changed: dict[str, dict[str, object]] = {}
    if said.name != person.name and (name := clean_valid_name(said.name)) != person.name:
        changed["name"] = {**name_columns(name)}
    if said.sex is not person.sex:
        changed["sex"] = {"sex": said.sex}
    phone = sealed_phone(check_phone(said.phone)) if said.phone else {}
    if phone and phone["phone_index"] != person.phone_index:
        changed["phone"] = phone
    return changed


def _is_kept_elsewhere(session: Session, member: StaffMember) -> bool:
    """Whether the person is also a deputy, has an account, or is on the staff of another congress's unit."""
    others = (
        select(Mandate.id).where(Mandate.person_id == member.person_id),
        select(Account.id).where(Account.person_id == member.person_id),
        select(StaffMember.id).where(
            StaffMember.person_id == member.person_id, StaffMember.congress_id != member.congress_id
        ),
    )
    return any(session.scalars(other).first() is not None for other in others)


def _post(body: ElectingBody, said: Said) -> str:
    """Of the army no post is kept."""
    return "" if body.is_army else said.post


def _record(
    session: Session, member: StaffMember, verb: str, fields: list[str], *, actor: Actor, now: datetime
) -> None:
    subject = ("staff_member", member.public_id)
    audit.record(session, actor=actor, action=f"staff_member.{verb}", subject=subject, fields=fields, now=now)

"""Correcting what is kept of a person. It is not dated: a name or number is what it is, and the audit log knows when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import lock_row, transaction
from lms.core.permissions import Permission
from lms.people import access
from lms.people.identity import check_document, check_phone
from lms.people.identity.sealing import sealed_document, sealed_phone
from lms.people.models import DocumentKind, Person
from lms.people.operations.mandates import NothingChanged
from lms.people.roster.refusals import DocumentOfAnother, PhoneOfAnother
from lms.people.roster.rows import clean_valid_name
from lms.people.roster.writing import name_columns

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A person as they should be kept. A phone or document that is empty stays, unless it is to be removed."""

    name: str
    sex: Sex | None
    ethnicity: str | None
    born_on: date | None
    phone: str = ""
    removes_phone: bool = False
    document_kind: DocumentKind | None = None
    document_number: str = ""
    removes_document: bool = False


def correct(public_id: uuid.UUID, wanted: Correction, *, actor: Actor, now: datetime) -> None:
    """Correct the person behind a mandate.

    Raises:
        NotFound: there is no such mandate, or it is not the actor's to manage.
        InvalidInput: the name, phone or document is none (`lms.people.identity`), or agrees not with the birth date or sex.
        PhoneOfAnother, DocumentOfAnother: somebody else has it.
        NothingChanged: everything is what it was.
    """
    try:
        with transaction() as session:
            mandate = access.mandate(session, public_id, actor=actor, permission=Permission.MANAGE_ROSTER)
            person = lock_row(session, Person, mandate.person_id)
            changes = _changes(session, person, wanted, is_army=mandate.electing_body.is_army)
            if not changes:
                raise NothingChanged
            for columns in changes.values():
                for column, value in columns.items():
                    setattr(person, column, value)
            subject = ("person", person.public_id)
            audit.record(
                session, actor=actor, action="person.changed", subject=subject, fields=sorted(changes), now=now
            )
    except IntegrityError as error:
        raise (DocumentOfAnother if "document" in str(error.orig) else PhoneOfAnother) from error


def _changes(session: Session, person: Person, wanted: Correction, *, is_army: bool) -> dict[str, dict[str, Any]]:
    """The columns to set, by the field that differs."""
    said = {"sex": wanted.sex, "ethnicity": wanted.ethnicity, "born_on": wanted.born_on}
    changes: dict[str, dict[str, Any]] = {
        field: {field: value} for field, value in said.items() if getattr(person, field) != value
    }
    name = clean_valid_name(wanted.name)
    if name != person.name:
        changes["name"] = name_columns(name)
    phone = _phone(session, person, wanted)
    document = _document(session, person, wanted) if not is_army else {}
    return changes | ({"phone": phone} if phone else {}) | ({"document_number": document} if document else {})


def _phone(session: Session, person: Person, wanted: Correction) -> dict[str, Any]:
    if wanted.removes_phone:
        return sealed_phone(None) if person.phone_index is not None else {}
    if not wanted.phone:
        return {}
    columns = sealed_phone(check_phone(wanted.phone))
    if columns["phone_index"] == person.phone_index:
        return {}
    if session.scalar(select(exists().where(Person.phone_index == columns["phone_index"]))):
        raise PhoneOfAnother
    return columns


def _document(session: Session, person: Person, wanted: Correction) -> dict[str, Any]:
    if wanted.removes_document:
        return sealed_document(None, None) if person.document_index is not None else {}
    if not wanted.document_number:
        return {}
    kind = wanted.document_kind or DocumentKind.RESIDENT_ID
    number = check_document(kind, wanted.document_number, born_on=wanted.born_on, sex=wanted.sex)
    columns = sealed_document(kind, number)
    if columns["document_index"] == person.document_index:
        return {}
    if session.scalar(select(exists().where(Person.document_index == columns["document_index"]))):
        raise DocumentOfAnother
    return columns

"""Keeping the catalogue: a kind is added, described anew, retired and taken up again, and never deleted."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import lock_row, transaction
from lms.people.models import Congress
from lms.records.kinds import access
from lms.records.kinds.entering import PLATFORM_KINDS
from lms.records.kinds.models import EntryKindRule
from lms.records.kinds.refusals import CodeTaken, KindOfThePlatform, RuleChanged
from lms.records.kinds.trained import counting_in
from lms.records.models import EntryKind, Head, Readers, Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class Description:
    """What can be changed of a kind: its names, who may enter it beside the platform, and which offices read it."""

    name: str
    name_en: str
    sources: frozenset[Source]
    readers: Readers = Readers.OFFICES


def add_kind(code: str, head: Head, description: Description, *, actor: Actor, now: datetime) -> EntryKind:
    """Add a kind to the actor's congress. It does not count as trained until the organizer says so.

    Raises:
        CodeTaken: the congress has a kind of that code, perhaps a retired one.
    """
    try:
        with transaction() as session:
            kind = EntryKind(congress_id=actor.congress_id, code=code, head=head)
            _describe(kind, description)
            session.add(kind)
            session.flush()
            session.add(
                EntryKindRule(kind_id=kind.id, counts_as_trained=False, recorded_at=now, set_by=actor.account_id)
            )
            _note(session, "entry_kind.added", [code], actor=actor, now=now)
            return kind
    except IntegrityError as error:
        raise CodeTaken(code=code) from error


def change_kind(code: str, description: Description, *, actor: Actor, now: datetime) -> None:
    """Describe a kind anew; nothing changes in the entries that are there.

    Raises:
        NotFound: the actor's congress has no such kind.
    """
    with transaction() as session:
        kind = access.locked_kind(session, code, actor=actor)
        changed = _describe(kind, description)
        if changed:
            _note(session, "entry_kind.changed", [f"{code}.{name}" for name in changed], actor=actor, now=now)


def retire_kind(code: str, *, actor: Actor, now: datetime) -> None:
    """Take no more entries of a kind; a second time changes nothing.

    Raises:
        NotFound: the actor's congress has no such kind.
        KindOfThePlatform: the platform itself posts it.
    """
    with transaction() as session:
        kind = access.locked_kind(session, code, actor=actor)
        if kind.code in PLATFORM_KINDS:
            raise KindOfThePlatform
        if kind.retired_at is None:
            kind.retired_at = now
            _note(session, "entry_kind.retired", [code], actor=actor, now=now)


def reopen_kind(code: str, *, actor: Actor, now: datetime) -> None:
    """Let a retired kind take entries again; raises NotFound."""
    with transaction() as session:
        kind = access.locked_kind(session, code, actor=actor)
        if kind.retired_at is not None:
            kind.retired_at = None
            _note(session, "entry_kind.reopened", [code], actor=actor, now=now)


def set_trained_rule(
    counting: frozenset[str], *, instead_of: frozenset[str], actor: Actor, now: datetime
) -> Sequence[str]:
    """Say which kinds of study count as trained (已训) from now on; what was known before stays as it was.

    Args:
        counting: the codes that shall count; those of other heads and unknown ones are passed over.
        instead_of: the codes that counted when the person looked.

    Returns:
        The codes of the kinds for which something changed.

    Raises:
        RuleChanged: others count by now than the person saw.
    """
    with transaction() as session:
        # Under the lock of the congress, so that two who set the rule follow one another.
        lock_row(session, Congress, actor.congress_id)
        kinds = study_kinds(session, actor.congress_id)
        counted = counting_in(session, actor.congress_id)
        if {kind.code for kind in kinds if kind.id in counted} != instead_of:
            raise RuleChanged
        changed = [kind for kind in kinds if (kind.id in counted) != (kind.code in counting)]
        for kind in changed:
            counts = kind.code in counting
            session.add(
                EntryKindRule(kind_id=kind.id, counts_as_trained=counts, recorded_at=now, set_by=actor.account_id)
            )
        if changed:
            _note(session, "trained_rule.set", [kind.code for kind in changed], actor=actor, now=now)
        return [kind.code for kind in changed]


def study_kinds(session: Session, congress_id: int) -> Sequence[EntryKind]:
    """The kinds of which the organizer says whether they count, by age; retired ones too."""
    statement = select(EntryKind).where(EntryKind.congress_id == congress_id, EntryKind.head == Head.STUDY)
    return session.scalars(statement.order_by(EntryKind.id)).all()


def _describe(kind: EntryKind, description: Description) -> list[str]:
    """Take over a description; returns the names of what changed."""
    values = {each.name: getattr(description, each.name) for each in fields(description)}
    changed = [name for name, value in values.items() if getattr(kind, name) != value]
    for name in changed:
        setattr(kind, name, values[name])
    return changed


def _note(session: Session, action: str, names: list[str], *, actor: Actor, now: datetime) -> None:
    """A kind has no id that leaves the house: its code is noted among the fields of its congress."""
    congress = session.get_one(Congress, actor.congress_id)
    subject = ("congress", congress.public_id)
    audit.record(session, actor=actor, action=action, subject=subject, fields=names, now=now)

"""Which kinds take entries, and from where: the one answer for every way into the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.records.models import EntryKind, Head, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

# What the platform itself posts when something is completed on it. These kinds cannot be retired.
PLATFORM_KINDS = frozenset({"course_completion", "study_session_completion"})


class KindClosed(DomainError):
    """The kind is retired, or is not entered from there."""

    template = N_("Entries of the kind “%(kind)s” cannot be made this way.")


def may_enter(kind: EntryKind, source: Source) -> bool:
    """Whether a new entry of a kind may come from a source.

    What the platform sees completed on itself always may; every other source must be open for the kind, and the kind
    not retired. Corrections of what is entered already do not ask: they are no new facts.
    """
    if source is Source.PLATFORM:
        return kind.code in PLATFORM_KINDS
    return kind.retired_at is None and source in kind.sources


def open_kinds(session: Session, *, congress_id: int, source: Source) -> Sequence[EntryKind]:
    """The kinds of a congress that a source may enter, by head, in the order of the five, and by age."""
    statement = select(EntryKind).where(EntryKind.congress_id == congress_id).order_by(EntryKind.id)
    kinds = sorted(session.scalars(statement), key=lambda kind: list(Head).index(kind.head))
    return [kind for kind in kinds if may_enter(kind, source)]


def open_kind(session: Session, code: str, *, congress_id: int, source: Source) -> EntryKind:
    """A kind of a congress that a source may enter.

    Raises:
        KindClosed: there is none of that code, or the source may not enter it.
    """
    statement = select(EntryKind).where(EntryKind.congress_id == congress_id, EntryKind.code == code)
    kind = session.scalar(statement)
    if kind is None or not may_enter(kind, source):
        raise KindClosed(kind=kind.name if kind else code)
    return kind

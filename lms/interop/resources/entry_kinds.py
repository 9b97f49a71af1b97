"""The congress's catalogue of kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field
from sqlalchemy import select

from lms.core.database import db
from lms.core.i18n import N_
from lms.interop.api.operations import Read
from lms.interop.api.shapes import Answered, NoQuery
from lms.records.kinds.entering import may_enter
from lms.records.models import EntryKind, Head, Source

if TYPE_CHECKING:
    from lms.interop.tokens.bearers import Bearer


class Kind(Answered):
    """A kind of entry under one of the five heads."""

    code: str
    head: Head
    name: str
    name_en: str
    may_be_sent: bool = Field(description="Whether entries of this kind are taken from other systems.")


class Kinds(Answered):
    """All kinds of the congress."""

    items: list[Kind]


def entry_kinds(_query: NoQuery, bearer: Bearer) -> Kinds:
    """The catalogue, by head and in the order in which the kinds were added."""
    found = db.session.scalars(select(EntryKind).where(EntryKind.congress_id == bearer.congress_id))
    order = list(Head)
    kinds = sorted(found, key=lambda each: (order.index(each.head), each.id))
    return Kinds(
        items=[
            Kind(
                code=each.code,
                head=each.head,
                name=each.name,
                name_en=each.name_en,
                may_be_sent=may_enter(each, Source.API),
            )
            for each in kinds
        ]
    )


ENTRY_KINDS = Read(
    name="entry_kinds",
    path="/entry-kinds",
    summary=N_("The kinds of entries"),
    about=N_("The congress's own catalogue under the five heads, and which kinds other systems may send."),
    scope=None,
    query=NoQuery,
    answer=Kinds,
    run=entry_kinds,
)

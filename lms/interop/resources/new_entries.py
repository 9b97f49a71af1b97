"""Sending entries: one or many, all or none, and each no more than once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lms.core.i18n import N_
from lms.interop.api.operations import Write
from lms.interop.api.problems import EntriesRefused
from lms.interop.api.shapes import Answered, Code, Day, Line, LongLine, Sent, SentId
from lms.interop.resources import sending
from lms.interop.tokens.models import Scope

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.interop.tokens.bearers import Bearer

MOST_ENTRIES = 500
MOST_DETAILS = 20

_ONE_DEPUTY = {
    "oneOf": [
        {"required": ["mandate"], "properties": {"mandate": {"type": "string"}}},
        {"required": ["card_number"], "properties": {"card_number": {"type": "string"}}},
    ]
}


class NewEntry(Sent, json_schema_extra=_ONE_DEPUTY):
    """A fact of one deputy, who is named by mandate or by card number."""

    external_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._~:-]{0,79}$")] = Field(
        description="Your own id of the fact. Sent again with the same content it changes nothing. No personal number."
    )
    kind: Code = Field(description="A code of the catalogue of kinds.")
    mandate: SentId | None = None
    card_number: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,32}$")] | None = None
    occurred_on: Day = Field(
        description="The day in Asia/Shanghai; not in the future, and one on which the deputy was in office."
    )
    title: Line = Field(description="What it was, in a few words and without names of persons.")
    details: dict[Code, LongLine] = Field({}, max_length=MOST_DETAILS, description="More of the same, by short names.")

    @model_validator(mode="after")
    def _names_one_deputy(self) -> Self:
        if (self.mandate is None) == (self.card_number is None):
            raise PydanticCustomError("one_deputy", "either mandate or card_number")
        return self


class NewEntries(Sent):
    """One entry or many."""

    entries: list[NewEntry] = Field(min_length=1, max_length=MOST_ENTRIES)


class Taken(Answered):
    """What became of one of them, in the order in which they were sent."""

    external_id: str
    mandate: uuid.UUID
    entry: uuid.UUID
    is_new: bool = Field(description="False when this fact had been entered before; nothing was changed then.")


class TakenEntries(Answered):
    """What became of all."""

    entries: list[Taken]


def send_entries(session: Session, body: NewEntries, bearer: Bearer, now: datetime) -> TakenEntries:
    """Enter them all in the caller's transaction, or none.

    Raises:
        EntriesRefused: one of them cannot be entered; the faults name each that cannot, and why.
    """
    entered = sending.enter(session, body.entries, bearer, now=now)
    return TakenEntries(
        entries=[
            Taken(external_id=item.external_id, mandate=each.mandate, entry=each.entry, is_new=each.is_new)
            for item, each in zip(body.entries, entered, strict=True)
        ]
    )


SEND_ENTRIES = Write(
    name="send_entries",
    path="/entries",
    summary=N_("Send entries for the record"),
    about=N_(
        "Up to 500 at a time; all are entered, or none. What was entered is never changed: a correction is made by the congress's office."
    ),
    scope=Scope.ENTRIES_WRITE,
    body=NewEntries,
    answer=TakenEntries,
    problems=(EntriesRefused,),
    action="entries.sent",
    run=send_entries,
)

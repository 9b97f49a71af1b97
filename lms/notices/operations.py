"""Telling a person, and noting that it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from lms.core.database import transaction
from lms.core.errors import NotAllowed, NotFound
from lms.core.i18n import N_
from lms.notices import wording
from lms.notices.models import Notice

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


REDACTED = "……"


class InboxIsTheirs(NotAllowed):
    """Whoever acts for a deputy (代办) does not read the deputy's inbox, and cannot make its notices read."""

    template = N_("The inbox belongs to the deputy alone.")


@dataclass(frozen=True)
class Link:
    """The page that a notice leads to: an endpoint and its arguments (text or numbers)."""

    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)


def tell(
    session: Session,
    *,
    person_id: int,
    congress_id: int,
    kind: str,
    template: str,
    now: datetime,
    detail: str = "",
    params: Mapping[str, object] | None = None,
    link: Link | None = None,
) -> Notice:
    """Put a notice into a person's inbox, in the caller's transaction.

    Args:
        kind: `<room>.<noun>`, so that notices of a sort can be found.
        template: an English msgid (`N_`), a short sentence with named placeholders: what happened.
        detail: another msgid, for what else is to be known.
        params: for both; text, numbers, days or instants; days and instants are written out in the reader's language.
        link: where the person can do something about it.
    """
    notice = Notice(
        person_id=person_id,
        congress_id=congress_id,
        kind=kind,
        template=template,
        detail=detail,
        params=wording.keep(params or {}),
        link_endpoint=link.endpoint if link else "",
        link_params={name: str(value) for name, value in link.values.items()} if link else {},
        created_at=now,
    )
    session.add(notice)
    session.flush()
    return notice


def redact(session: Session, *, person_id: int, words: str) -> None:
    """Take words out of what a person was told, in the caller's transaction: the notice stays, its detail goes."""
    for notice in session.scalars(select(Notice).where(Notice.person_id == person_id)):
        if words in notice.params.values():
            notice.params = {name: REDACTED if said == words else said for name, said in notice.params.items()}


def mark_read(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> Notice:
    """Note that the person has read a notice; a second time changes nothing.

    Raises:
        NotFound: it is not in the actor's inbox.
        InboxIsTheirs: the actor acts for somebody.
    """
    _must_be_own(actor)
    with transaction() as session:
        mine = select(Notice).where(
            Notice.public_id == public_id,
            Notice.person_id == actor.person_id,
            Notice.congress_id == actor.congress_id,
        )
        notice = session.scalars(mine.with_for_update()).one_or_none()
        if notice is None:
            raise NotFound
        notice.read_at = notice.read_at or now
    return notice


def mark_all_read(*, actor: Actor, now: datetime) -> None:
    """Note that the person has read everything that is in the inbox.

    Raises:
        InboxIsTheirs: the actor acts for somebody.
    """
    _must_be_own(actor)
    unread = update(Notice).where(
        Notice.person_id == actor.person_id,
        Notice.congress_id == actor.congress_id,
        Notice.read_at.is_(None),
        Notice.created_at <= now,
    )
    with transaction() as session:
        session.execute(unread.values(read_at=now), execution_options={"synchronize_session": False})


def _must_be_own(actor: Actor) -> None:
    if actor.acting_for is not None:
        raise InboxIsTheirs

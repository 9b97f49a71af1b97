"""Reading an inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from lms.core.database import db
from lms.core.pages import Page, paginate
from lms.notices.models import Notice

if TYPE_CHECKING:
    from lms.core.permissions import Actor


def inbox(actor: Actor, *, number: int) -> Page[Notice]:
    """A page of the actor's notices in this congress: the unread first, then the newest."""
    mine = select(Notice).where(Notice.person_id == actor.person_id, Notice.congress_id == actor.congress_id)
    order = (Notice.read_at.is_not(None), Notice.created_at.desc(), Notice.id.desc())
    return paginate(mine.order_by(*order), number=number)


# Built once: each page asks. Whoever is no person has no notices.
UNREAD_COUNT = (
    select(func.count(Notice.id))
    .where(
        Notice.person_id == bindparam("person"),
        Notice.congress_id == bindparam("congress"),
        Notice.read_at.is_(None),
    )
    .scalar_subquery()
)
_INBOX_COUNT = select(UNREAD_COUNT)


def inbox_count(person_id: int, *, congress_id: int) -> int:
    """How many notices of a congress a person has not read."""
    return db.session.scalar(_INBOX_COUNT, {"person": person_id, "congress": congress_id}) or 0

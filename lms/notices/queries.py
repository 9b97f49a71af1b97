"""Reading an inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

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


def inbox_count(person_id: int, *, congress_id: int) -> int:
    """How many notices of a congress a person has not read."""
    unread = select(func.count()).where(
        Notice.person_id == person_id, Notice.congress_id == congress_id, Notice.read_at.is_(None)
    )
    return db.session.scalar(unread) or 0

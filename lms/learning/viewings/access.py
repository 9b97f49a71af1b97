"""Viewings for an actor: a liaison sees the own unit's, organizers and class heads all; another unit's are not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lms.core.database import lock_row
from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.learning.viewings.models import GroupViewing, ViewingDeputy, ViewingState
from lms.people.accounts.models import Account
from lms.people.models import Mandate

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def may_see(actor: Actor, permission: Permission = Permission.CONFIRM_GROUP_VIEWINGS) -> ColumnElement[bool]:
    """The viewings of the units in which the actor has a permission."""
    ours = GroupViewing.congress_id == actor.congress_id
    bodies = actor.bodies(permission)
    return ours if bodies is None else ours & GroupViewing.electing_body_id.in_(bodies)


def viewings(actor: Actor) -> Select[GroupViewing]:
    """Those that wait first, the oldest on top; then the latest."""
    waits = GroupViewing.state == ViewingState.RECORDED
    return (
        select(GroupViewing)
        .where(may_see(actor))
        .options(
            joinedload(GroupViewing.course),
            joinedload(GroupViewing.electing_body),
            selectinload(GroupViewing.deputies),
        )
        .order_by(~waits, GroupViewing.confirmed_at.desc(), GroupViewing.recorded_at, GroupViewing.id)
    )


def viewing(session: Session, public_id: uuid.UUID, *, actor: Actor) -> GroupViewing:
    """One of them with all that its page shows.

    Raises:
        NotFound: there is none.
    """
    statement = (
        select(GroupViewing)
        .where(may_see(actor), GroupViewing.public_id == public_id)
        .options(
            joinedload(GroupViewing.course),
            joinedload(GroupViewing.electing_body),
            joinedload(GroupViewing.recorder).joinedload(Account.person),
            joinedload(GroupViewing.confirmer).joinedload(Account.person),
            selectinload(GroupViewing.lessons),
            selectinload(GroupViewing.deputies).joinedload(ViewingDeputy.mandate).joinedload(Mandate.person),
        )
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def locked_viewing(session: Session, public_id: uuid.UUID, permission: Permission, *, actor: Actor) -> GroupViewing:
    """One in a unit where the actor has a permission, locked for a change.

    Raises:
        NotFound: there is none.
    """
    statement = select(GroupViewing.id).where(may_see(actor, permission), GroupViewing.public_id == public_id)
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return lock_row(session, GroupViewing, found)


def may_confirm(viewing: GroupViewing, actor: Actor) -> bool:
    """Whether the actor can be the second person: neither recorded it nor is named in it. A person has one account."""
    named = {each.mandate.person_id for each in viewing.deputies}
    return viewing.recorded_by != actor.account_id and actor.person_id not in named

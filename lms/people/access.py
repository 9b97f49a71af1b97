"""Mandates and imports for an actor: what the actor may not know of is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.people import queries
from lms.people.models import Mandate, RosterImport, Term

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


# Built once: every page of a deputy and every recommendation asks.
_MANDATE = (
    select(Mandate)
    .join(Mandate.person)
    .join(Mandate.electing_body)
    .options(
        contains_eager(Mandate.person),
        contains_eager(Mandate.electing_body),
        joinedload(Mandate.term),
        joinedload(Mandate.employer),
    )
    .where(Mandate.public_id == bindparam("public_id"), Mandate.congress_id == bindparam("congress"))
)
_MANDATE_IN_BODIES = _MANDATE.where(Mandate.electing_body_id.in_(bindparam("bodies", expanding=True)))


def term(session: Session, actor: Actor) -> Term:
    """The actor's congress's latest term.

    Raises:
        NotFound: it has none yet.
    """
    found = queries.current_term(session, actor.congress_id)
    if found is None:
        raise NotFound
    return found


def mandate(
    session: Session, public_id: uuid.UUID, *, actor: Actor, permission: Permission = Permission.VIEW_ROSTER
) -> Mandate:
    """A mandate of the actor's congress, in a body where the permission is the actor's.

    Raises:
        NotFound: there is none.
    """
    bodies = actor.bodies(permission)
    statement = _MANDATE if bodies is None else _MANDATE_IN_BODIES
    asked = {"public_id": public_id, "congress": actor.congress_id, "bodies": sorted(bodies or ())}
    found = session.scalar(statement, asked)
    if found is None:
        raise NotFound
    return found


def term_of_roster(session: Session, actor: Actor) -> Term:
    """The term that takes the actor's roster.

    Raises:
        NotFound: there is no term yet, or the actor does not manage the whole roster.
    """
    _must_manage_all(actor)
    return term(session, actor)


def roster_import(session: Session, public_id: uuid.UUID, *, actor: Actor) -> RosterImport:
    """An uploaded roster of the actor's congress.

    Raises:
        NotFound: there is none, or the actor does not manage the whole roster.
    """
    _must_manage_all(actor)
    statement = select(RosterImport).where(
        RosterImport.public_id == public_id, RosterImport.congress_id == actor.congress_id
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def roster_imports(session: Session, *, actor: Actor) -> Sequence[RosterImport]:
    """The latest uploaded rosters of the actor's congress, the newest first."""
    _must_manage_all(actor)
    statement = (
        select(RosterImport)
        .where(RosterImport.congress_id == actor.congress_id)
        .order_by(RosterImport.uploaded_at.desc(), RosterImport.id.desc())
        .limit(20)
    )
    return session.scalars(statement).all()


def _must_manage_all(actor: Actor) -> None:
    """A roster reaches over all bodies; who manages only some does not know of it."""
    if actor.bodies(Permission.MANAGE_ROSTER) is not None:
        raise NotFound

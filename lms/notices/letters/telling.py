"""Telling those who check and sign that a draft waits for them: once for each draft, however many letters it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.i18n import N_
from lms.core.permissions import ROLE_PERMISSIONS, Permission
from lms.notices.operations import Link, tell
from lms.people.accounts.models import Account, GrantState, RoleGrant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.notices.letters.models import LetterDraft

TO_CHECK = N_("The draft of “%(title)s” waits to be checked.")
TO_SIGN = N_("The draft of “%(title)s” is checked and waits for a signature.")


def tell_checkers(session: Session, draft: LetterDraft, link: Link, *, actor: Actor, now: datetime) -> None:
    """Tell everyone else who may check it, in the transaction that drafts it.

    Args:
        link: the page on which the draft is looked at; the room whose letters they are knows it.
    """
    _tell(
        session, draft, link, actor, to=Permission.HANDLE_LETTERS, kind="letters.to_check", template=TO_CHECK, now=now
    )


def tell_signers(session: Session, draft: LetterDraft, link: Link, *, actor: Actor, now: datetime) -> None:
    """Tell everyone else who may sign it, in the transaction that checks it; never who drafted it."""
    _tell(session, draft, link, actor, to=Permission.SIGN_LETTERS, kind="letters.to_sign", template=TO_SIGN, now=now)


def _tell(
    session: Session,
    draft: LetterDraft,
    link: Link,
    actor: Actor,
    *,
    to: Permission,
    kind: str,
    template: str,
    now: datetime,
) -> None:
    # Who took the last step stands before the draft already.
    knowing = {draft.drafted_by, actor.account_id}
    for person_id in _who_may(session, to, draft.congress_id, knowing):
        tell(
            session,
            person_id=person_id,
            congress_id=draft.congress_id,
            kind=kind,
            template=template,
            params={"title": draft.title},
            link=link,
            now=now,
        )


def _who_may(session: Session, permission: Permission, congress_id: int, knowing: set[int]) -> Sequence[int]:
    """The persons with a role that grants it, each once."""
    roles = sorted(role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions)
    return session.scalars(
        select(Account.person_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.congress_id == congress_id,
            RoleGrant.role.in_(roles),
            RoleGrant.state == GrantState.GRANTED,
            Account.closed_at.is_(None),
            Account.id.not_in(sorted(knowing)),
        )
        .distinct()
        .order_by(Account.person_id)
    ).all()

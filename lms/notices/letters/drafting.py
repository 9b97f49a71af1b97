"""The letterhead, and the hands a draft passes through before its letters are signed (拟稿、核稿、签发).

All but `set_letterhead` run in the transaction of the room whose letters they are: what is checked and signed is that
room's affair too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms import audit
from lms.core.database import lock_row, transaction
from lms.core.permissions import Permission
from lms.notices.letters.models import LetterDraft, Letterhead
from lms.notices.letters.refusals import DraftMoved, NoLetterhead, OwnDraft
from lms.notices.letters.states import DRAFT_MOVES, DraftState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a letterhead says."""

    issuer: str
    mark: str
    contact: str


def set_letterhead(head: Head, *, actor: Actor, now: datetime) -> None:
    """Say in whose name the congress's letters go out from now on; letters that were signed stay as they are."""
    with transaction() as session:
        found = session.get(Letterhead, actor.congress_id)
        if found is None:
            found = Letterhead(congress_id=actor.congress_id)
            session.add(found)
        found.issuer, found.mark, found.contact = head.issuer, head.mark, head.contact
        found.changed_at, found.changed_by = now, actor.account_id
        audit.record(
            session,
            actor=actor,
            action="letterhead.set",
            subject=("letterhead", None),
            fields=("contact", "issuer", "mark"),
            now=now,
        )


def begin(session: Session, *, purpose: str, title: str, actor: Actor, now: datetime) -> LetterDraft:
    """Lay a draft before those who check and sign.

    Raises:
        NoLetterhead: nobody has said in whose name letters go out.
    """
    if session.get(Letterhead, actor.congress_id) is None:
        raise NoLetterhead
    draft = LetterDraft(
        congress_id=actor.congress_id, purpose=purpose, title=title, drafted_by=actor.account_id, drafted_at=now
    )
    session.add(draft)
    session.flush()
    _record(session, draft, "drafted", actor, now)
    return draft


def check(session: Session, draft_id: int, *, actor: Actor, now: datetime) -> LetterDraft:
    """Pass a draft on to who signs (核稿).

    Raises:
        OwnDraft: the actor drafted it.
        DraftMoved: it is not waiting to be checked.
    """
    draft = _moved(session, draft_id, DraftState.CHECKED)
    _must_be_another(draft, actor)
    draft.checked_by, draft.checked_at = actor.account_id, now
    _record(session, draft, "checked", actor, now)
    return draft


def sign(session: Session, draft_id: int, *, actor: Actor, now: datetime) -> LetterDraft:
    """Sign a draft (签发); its letters are to be issued in the same transaction.

    Raises:
        OwnDraft: the actor drafted it.
        DraftMoved: it is not waiting to be signed.
    """
    draft = _moved(session, draft_id, DraftState.SIGNED)
    _must_be_another(draft, actor)
    draft.signed_by, draft.signed_at = actor.account_id, now
    _record(session, draft, "signed", actor, now)
    return draft


def set_aside(session: Session, draft_id: int, *, actor: Actor, now: datetime) -> LetterDraft:
    """Give a draft up; no number was given to it.

    Raises:
        DraftMoved: it was signed or set aside before.
    """
    draft = _moved(session, draft_id, DraftState.SET_ASIDE)
    _record(session, draft, "set_aside", actor, now)
    return draft


def may_sign(draft: LetterDraft, actor: Actor) -> bool:
    """Whether the draft waits for this actor's signature, or for the like of it."""
    is_next = draft.state is DraftState.CHECKED and draft.drafted_by != actor.account_id
    return is_next and actor.can(Permission.SIGN_LETTERS)


def may_check(draft: LetterDraft, actor: Actor) -> bool:
    """Whether the draft waits to be checked by this actor, or the like."""
    is_next = draft.state is DraftState.DRAFTED and draft.drafted_by != actor.account_id
    return is_next and actor.can(Permission.HANDLE_LETTERS)


def _moved(session: Session, draft_id: int, to: DraftState) -> LetterDraft:
    draft = lock_row(session, LetterDraft, draft_id)
    if to not in DRAFT_MOVES[draft.state]:
        raise DraftMoved
    draft.state = to
    return draft


def _must_be_another(draft: LetterDraft, actor: Actor) -> None:
    if draft.drafted_by == actor.account_id:
        raise OwnDraft


def _record(session: Session, draft: LetterDraft, verb: str, actor: Actor, now: datetime) -> None:
    session.flush()
    subject = ("letter_draft", draft.public_id)
    audit.record(session, actor=actor, action=f"letter_draft.{verb}", subject=subject, fields=("state",), now=now)

"""Setting and changing a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms import audit
from lms.core.crypto import decrypt
from lms.core.database import db, lock_row, transaction
from lms.people.accounts import access, attempts, hashing, login_sessions
from lms.people.accounts.errors import PasswordRefused, WrongPassword
from lms.people.accounts.models import Account, EndReason
from lms.people.accounts.password_rules import Personal, reasons_against
from lms.people.names import pinyin
from lms.people.names.surnames import split_name

if TYPE_CHECKING:
    from datetime import datetime

    from lms.core.permissions import Actor
    from lms.people.accounts.policy import AccessPolicy


def personal_of(account: Account) -> Personal:
    """What others know of the account's owner. The sealed numbers are opened for this comparison only."""
    person = account.person
    sealed = (each for each in (person.phone_sealed, person.document_sealed) if each is not None)
    numbers = [decrypt(each) for each in sealed]
    if person.born_on is not None:
        numbers.append(f"{person.born_on:%Y%m%d}")
    surname, _given = split_name(person.name)
    return Personal(
        name=person.name,
        readings=tuple(person.pinyin.split()),
        pieces=(*pinyin(surname).full.split(), *person.pinyin_initials.split()),
        username=account.username or "",
        numbers=tuple(numbers),
    )


def must_be_strong(password: str, personal: Personal) -> None:
    """Hold the rules.

    Raises:
        PasswordRefused: with the reasons.
    """
    reasons = reasons_against(password, personal)
    if reasons:
        raise PasswordRefused(reasons)


def set_hash(account: Account, hashed: str, *, now: datetime) -> None:
    """Store a password's hash in an account of the caller's transaction."""
    account.password_hash = hashed
    account.password_changed_at = now


def change(present: str, new: str, *, login_session_id: int, actor: Actor, policy: AccessPolicy, now: datetime) -> None:
    """Change the own password. Every other login session ends.

    Raises:
        NotWhileActing: a liaison acts for the owner.
        LockedOut: the present password was wrong too often.
        WrongPassword: the present password is wrong.
        PasswordRefused: the new one is easily guessed.
    """
    access.must_be_oneself(actor)
    account = db.session.get_one(Account, actor.account_id)
    stored = account.password_hash
    must_be_strong(new, personal_of(account))
    key = attempts.key_of("sign_in", actor.account_id)
    with transaction() as session:
        attempts.count(session, key, policy.account_limit, now=now)
    if not hashing.verify(stored, present):
        raise WrongPassword
    hashed = hashing.hash_password(new)
    with transaction() as session:
        account = lock_row(session, Account, actor.account_id)
        if account.password_hash != stored:
            raise WrongPassword
        attempts.forget(session, key)
        set_hash(account, hashed, now=now)
        login_sessions.end_all_of(session, account.id, EndReason.CREDENTIALS, now=now, but=login_session_id)
        audit.record(session, actor=actor, action="password.changed", subject=("account", account.public_id), now=now)

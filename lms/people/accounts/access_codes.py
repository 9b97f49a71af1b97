"""One-time codes with which a person sets a password: on first use, when it is forgotten, after a reset.

A code is eight digits, so that it can be read out and typed on a telephone. It is kept as a keyed digest, dies after
five wrong tries, and only the newest of an account counts.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from sqlalchemy import select, update

from lms import audit
from lms.core import outbox
from lms.core.crypto import blind_index, decrypt
from lms.core.database import lock_row, transaction
from lms.core.i18n import N_, gettext
from lms.people.accounts import attempts, hashing, login_sessions, passwords
from lms.people.accounts.errors import CodeRefused
from lms.people.accounts.identifiers import typed
from lms.people.accounts.models import Account, ActivationCode, CodePurpose, EndReason
from lms.people.accounts.queries import account_named

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.people.accounts.password_rules import Personal
    from lms.people.accounts.policy import AccessPolicy
    from lms.people.accounts.visitor import Visitor

DIGITS = 8
MOST_TRIES = 5
MESSAGE = N_("Your code is %(code)s, good for %(minutes)d minutes. Please tell it to nobody: we never ask for it.")


def issue(
    session: Session, account: Account, *, purpose: CodePurpose, valid: timedelta, issued_by: int | None, now: datetime
) -> str:
    """Make a code in the caller's transaction and let the one before lapse. Returned once, kept nowhere."""
    void(session, account.id, now=now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    session.add(
        ActivationCode(
            account_id=account.id,
            purpose=purpose,
            digest=_digest(account.id, code),
            issued_at=now,
            issued_by=issued_by,
            expires_at=now + valid,
        )
    )
    return code


def void(session: Session, account_id: int, *, now: datetime) -> None:
    """Let an account's code lapse, in the caller's transaction."""
    session.execute(
        update(ActivationCode)
        .where(
            ActivationCode.account_id == account_id,
            ActivationCode.used_at.is_(None),
            ActivationCode.voided_at.is_(None),
        )
        .values(voided_at=now)
    )


def send_by_message(identifier: str, *, visitor: Visitor, policy: AccessPolicy, now: datetime) -> None:
    """Send a code to the telephone of the account, if there is one. The caller says the same in either case.

    Raises:
        LockedOut: too many codes were asked for, for this name or from this source.
    """
    with transaction() as session:
        account = account_named(session, identifier)
        name_key = attempts.key_of("code", account.id if account else typed(identifier))
        attempts.count(session, name_key, policy.code_limit, now=now)
        attempts.count(session, attempts.key_of("code-source", visitor.source), policy.source_limit, now=now)
        if account is None or account.person.phone_sealed is None or account.is_demonstration:
            return
        purpose = CodePurpose.FORGOTTEN if account.is_activated else CodePurpose.FIRST_USE
        send(session, account, purpose=purpose, issued_by=None, policy=policy, now=now)
        audit.record(session, actor=None, action="access_code.sent", subject=("account", account.public_id), now=now)


def send(
    session: Session,
    account: Account,
    *,
    purpose: CodePurpose,
    issued_by: int | None,
    policy: AccessPolicy,
    now: datetime,
) -> None:
    """Put a message with a new code into the outbox, in the caller's transaction. The person has a telephone."""
    code = issue(session, account, purpose=purpose, valid=policy.message_valid, issued_by=issued_by, now=now)
    text = gettext(MESSAGE, code=code, minutes=policy.message_valid // timedelta(minutes=1))
    outbox.send_sms(
        session,
        to=decrypt(account.person.phone_sealed or b""),
        text=text,
        purpose="accounts.access_code",
        now=now,
        person_id=account.person_id,
        expires_at=now + policy.message_valid,
    )


def redeem(
    identifier: str, code: str, new_password: str, *, visitor: Visitor, policy: AccessPolicy, now: datetime
) -> None:
    """Set a password with a code. Every login session of the account ends, and it is unlocked.

    Raises:
        LockedOut: too many codes were wrong from this source.
        CodeRefused: the name or the code is wrong, or the code is used, lapsed or too old.
        PasswordRefused: the password is easily guessed; the code stays good.
    """
    found = _check(identifier, code, visitor, policy, now)
    if found is None:
        raise CodeRefused
    account_id, code_id, personal = found
    passwords.must_be_strong(new_password, personal)
    hashed = hashing.hash_password(new_password)
    with transaction() as session:
        account = lock_row(session, Account, account_id)
        used = session.scalar(
            update(ActivationCode)
            .where(ActivationCode.id == code_id, ActivationCode.used_at.is_(None), ActivationCode.voided_at.is_(None))
            .values(used_at=now)
            .returning(ActivationCode.id)
        )
        if used is None or account.is_closed:
            raise CodeRefused
        passwords.set_hash(account, hashed, now=now)
        login_sessions.end_all_of(session, account.id, EndReason.CREDENTIALS, now=now)
        attempts.forget(session, attempts.key_of("sign_in", account.id))
        audit.record(session, actor=None, action="password.set", subject=("account", account.public_id), now=now)


def _check(
    identifier: str, code: str, visitor: Visitor, policy: AccessPolicy, now: datetime
) -> tuple[int, int, Personal] | None:
    """The account, the code and the owner's own words if the code is right; a wrong try is counted and stays so."""
    digits = "".join(each for each in typed(code) if each.isdigit())
    source_key = attempts.key_of("source", visitor.source)
    with transaction() as session:
        attempts.count(session, source_key, policy.source_limit, now=now)
        account = account_named(session, identifier)
        row = _live_code(session, account, now)
        expected = row.digest if row is not None else b""
        if not hmac.compare_digest(_digest(account.id if account else 0, digits), expected):
            if row is not None:
                row.tries += 1
            return None
        attempts.forgive(session, source_key)
        # Both are there: only a live code's digest can be equal.
        found = cast("tuple[Account, ActivationCode]", (account, row))
        return found[0].id, found[1].id, passwords.personal_of(found[0])


def _live_code(session: Session, account: Account | None, now: datetime) -> ActivationCode | None:
    if account is None:
        return None
    return session.scalars(
        select(ActivationCode)
        .where(
            ActivationCode.account_id == account.id,
            ActivationCode.used_at.is_(None),
            ActivationCode.voided_at.is_(None),
            ActivationCode.expires_at > now,
            ActivationCode.tries < MOST_TRIES,
        )
        .with_for_update()
    ).one_or_none()


def _digest(account_id: int, code: str) -> bytes:
    return blind_index(f"access-code:{account_id}:{code}")

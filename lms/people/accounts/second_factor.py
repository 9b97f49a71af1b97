"""The second factor of staff: time-based codes (RFC 6238), none accepted twice, and recovery codes."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyotp
from sqlalchemy import delete, or_, select, update

from lms import audit
from lms.core.crypto import blind_index, decrypt, encrypt
from lms.core.database import transaction
from lms.people.accounts import access, attempts, login_sessions
from lms.people.accounts.errors import CodeUsedAlready, SecondFactorRefused
from lms.people.accounts.identifiers import typed
from lms.people.accounts.models import Account, EndReason, RecoveryCode, TotpSecret

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.accounts.policy import AccessPolicy

STEP_SECONDS = 30
# A telephone's clock may be half a minute off either way.
DRIFT_STEPS = (0, -1, 1)
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10
# No letters that look like digits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class SetUp:
    """What an authenticator needs to be told, shown until the first code is confirmed."""

    secret: str
    uri: str


def prepare(session: Session, account: Account, *, now: datetime, secret: str | None = None) -> None:
    """Make a secret for an account that has none, in the caller's transaction. It counts once it is confirmed.

    `secret` is a demonstration's, which is printed and therefore confirmed at once.
    """
    known = session.scalar(select(TotpSecret.id).where(TotpSecret.account_id == account.id))
    if known is None:
        sealed = encrypt(secret or pyotp.random_base32())
        session.add(
            TotpSecret(account_id=account.id, sealed=sealed, created_at=now, confirmed_at=now if secret else None)
        )


def set_up_of(session: Session, account: Account, *, issuer: str) -> SetUp | None:
    """The secret to enter into an authenticator; None once a first code was confirmed: it is never shown again."""
    row = session.scalars(select(TotpSecret).where(TotpSecret.account_id == account.id)).one_or_none()
    if row is None or row.confirmed_at is not None:
        return None
    secret = decrypt(row.sealed)
    name = account.username or account.person.name
    return SetUp(secret, pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer))


def is_set_up(session: Session, account_id: int) -> bool:
    """Whether the account has a confirmed authenticator."""
    confirmed = select(TotpSecret.id).where(TotpSecret.account_id == account_id, TotpSecret.confirmed_at.is_not(None))
    return session.scalar(confirmed) is not None


def accept(session: Session, account_id: int, code: str, *, now: datetime) -> None:
    """Use up a code of the authenticator, or a recovery code, in the caller's transaction.

    Raises:
        SecondFactorRefused: the code does not fit.
        CodeUsedAlready: it fits, but this one or a later one was used before.
    """
    plain = "".join(each for each in typed(code) if each.isascii() and each.isalnum())
    if len(plain) == RECOVERY_LENGTH:
        _accept_recovery(session, account_id, plain, now)
    else:
        _accept_step(session, account_id, plain, now)


def confirm(session: Session, account_id: int, *, now: datetime) -> tuple[str, ...]:
    """After the first accepted code: the secret counts from now on. Returns the recovery codes, shown only now.

    A secret that was confirmed before stays as it is, and there is nothing to show.
    """
    first = session.scalar(
        update(TotpSecret)
        .where(TotpSecret.account_id == account_id, TotpSecret.confirmed_at.is_(None))
        .values(confirmed_at=now)
        .returning(TotpSecret.id)
    )
    if first is None:
        return ()
    codes = tuple("".join(secrets.choice(_LETTERS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES))
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.add_all(
        RecoveryCode(account_id=account_id, digest=_digest(account_id, each), created_at=now) for each in codes
    )
    return codes


def remove(session: Session, account: Account, *, now: datetime) -> None:
    """Take the second factor away and end every login session: the next sign-in sets a new one up."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.execute(delete(TotpSecret).where(TotpSecret.account_id == account.id))
    login_sessions.end_all_of(session, account.id, EndReason.CREDENTIALS, now=now)


def replace_own(code: str, *, actor: Actor, policy: AccessPolicy, now: datetime) -> None:
    """Begin anew with another telephone: a code of the present one, or a recovery code, is asked for.

    Raises:
        NotWhileActing: a liaison acts for the owner.
        LockedOut: too many codes were wrong.
        SecondFactorRefused, CodeUsedAlready: the code does not count.
    """
    access.must_be_oneself(actor)
    key = attempts.key_of("second_factor", actor.account_id)
    with transaction() as session:
        attempts.count(session, key, policy.account_limit, now=now)
    with transaction() as session:
        account = session.get_one(Account, actor.account_id)
        accept(session, account.id, code, now=now)
        attempts.forget(session, key)
        remove(session, account, now=now)
        audit.record(
            session, actor=actor, action="second_factor.removed", subject=("account", account.public_id), now=now
        )


def _accept_step(session: Session, account_id: int, code: str, now: datetime) -> None:
    row = session.scalars(select(TotpSecret).where(TotpSecret.account_id == account_id)).one_or_none()
    if row is None:
        raise SecondFactorRefused
    totp = pyotp.TOTP(decrypt(row.sealed), interval=STEP_SECONDS)
    present = int(now.timestamp()) // STEP_SECONDS
    steps = [present + drift for drift in DRIFT_STEPS]
    step = next((each for each in steps if hmac.compare_digest(totp.generate_otp(each), code)), None)
    if step is None:
        raise SecondFactorRefused
    # Compared and written in one statement: of two requests with the same code one wins.
    fresh = session.scalar(
        update(TotpSecret)
        .where(TotpSecret.id == row.id, or_(TotpSecret.last_step.is_(None), TotpSecret.last_step < step))
        .values(last_step=step)
        .returning(TotpSecret.id)
    )
    if fresh is None:
        raise CodeUsedAlready


def _accept_recovery(session: Session, account_id: int, code: str, now: datetime) -> None:
    used = session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.digest == _digest(account_id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    )
    if used is None:
        raise SecondFactorRefused


def _digest(account_id: int, code: str) -> bytes:
    return blind_index(f"recovery:{account_id}:{code}")

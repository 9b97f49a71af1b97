"""The second factor: set up once, never replayed, and replaced by a recovery code when the telephone is lost."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from lms.core.crypto import decrypt
from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.people.accounts import hashing, second_factor, sign_in
from lms.people.accounts.errors import CodeUsedAlready, LockedOut, NotWhileActing, SecondFactorRefused, SignInOver
from lms.people.accounts.models import LoginSession, RecoveryCode, Stage, TotpSecret
from lms.people.accounts.policy import AccessPolicy
from lms.people.accounts.visitor import Visitor
from tests.factories import NOW, make_congress
from tests.support.accounts import actor_of, make_staff

PASSWORD = "Kt7#mqRz-quiet"
HASH = hashing.hash_password(PASSWORD)
POLICY = AccessPolicy()
HERE = Visitor("192.0.2.1")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = timedelta(seconds=30)

pytestmark = pytest.mark.usefixtures("database")


def organizer(secret=SECRET):
    account = make_staff(Role.ORGANIZER, password_hash=HASH)
    if secret:
        with transaction() as session:
            second_factor.prepare(session, account, now=NOW, secret=secret)
    return account


def begin(account, now=NOW):
    entry = sign_in.sign_in(account.username, PASSWORD, visitor=HERE, policy=POLICY, now=now)
    assert entry.stage is Stage.SECOND_FACTOR
    newest = select(LoginSession.id).where(LoginSession.account_id == account.id).order_by(LoginSession.id.desc())
    return db.session.scalars(newest.limit(1)).one()


def pass_on(login_id, code, now=NOW):
    return sign_in.pass_second_factor(login_id, code, visitor=HERE, policy=POLICY, now=now)


def code_at(now, secret=SECRET):
    return pyotp.TOTP(secret).at(now)


def test_the_right_code_finishes_the_sign_in_with_a_new_token():
    login_id = begin(organizer())

    entry, recovery_codes = pass_on(login_id, code_at(NOW))

    assert entry.stage is Stage.FULL
    assert recovery_codes == ()
    pending = db.session.get_one(LoginSession, login_id, populate_existing=True)
    assert pending.ended_at == NOW
    full = db.session.scalars(select(LoginSession).where(LoginSession.ended_at.is_(None))).one()
    assert full.second_factor_at == NOW


@pytest.mark.parametrize("drift", [-STEP, timedelta(), STEP])
def test_a_telephone_may_be_half_a_minute_off(drift):
    login_id = begin(organizer())

    assert pass_on(login_id, code_at(NOW + drift))[0].stage is Stage.FULL


@pytest.mark.parametrize("drift", [-2 * STEP, 2 * STEP])
def test_a_code_of_a_minute_ago_or_ahead_is_refused(drift):
    with pytest.raises(SecondFactorRefused):
        pass_on(begin(organizer()), code_at(NOW + drift))


def test_a_code_that_was_used_is_refused_the_second_time():
    account = organizer()
    pass_on(begin(account), code_at(NOW))

    with pytest.raises(CodeUsedAlready):
        pass_on(begin(account), code_at(NOW))


def test_after_a_code_an_earlier_one_is_refused_too():
    account = organizer()
    pass_on(begin(account), code_at(NOW))

    with pytest.raises(CodeUsedAlready):
        pass_on(begin(account), code_at(NOW - STEP))


def test_the_next_code_is_accepted():
    account = organizer()
    pass_on(begin(account), code_at(NOW))

    assert pass_on(begin(account), code_at(NOW + STEP))[0].stage is Stage.FULL


@pytest.mark.parametrize("code", ["", "000000", "abc", "１２", "1" * 32, "二三四五六七", "\x00"])
def test_nonsense_is_refused(code):
    with pytest.raises(SecondFactorRefused):
        pass_on(begin(organizer()), code)


def test_full_width_digits_with_a_space_are_understood():
    code = code_at(NOW)
    wide = "".join(chr(ord(each) + 0xFEE0) for each in code)

    assert pass_on(begin(organizer()), f"{wide[:3]} {wide[3:]}")[0].stage is Stage.FULL


def test_five_wrong_codes_lock_the_step():
    login_id = begin(organizer())
    for _ in range(5):
        with pytest.raises(SecondFactorRefused):
            pass_on(login_id, "000000")

    with pytest.raises(LockedOut):
        pass_on(login_id, code_at(NOW))
    later = NOW + timedelta(minutes=5)
    assert pass_on(login_id, code_at(later), now=later)[0].stage is Stage.FULL


def test_the_step_is_over_after_ten_minutes():
    login_id = begin(organizer())

    with pytest.raises(SignInOver):
        pass_on(login_id, code_at(NOW), now=NOW + timedelta(minutes=10))


def test_a_finished_sign_in_can_not_be_finished_again():
    login_id = begin(organizer())
    pass_on(login_id, code_at(NOW))

    with pytest.raises(SignInOver):
        pass_on(login_id, code_at(NOW + STEP))


def test_the_first_sign_in_makes_a_secret_that_counts_after_its_first_code():
    account = organizer(secret=None)
    login_id = begin(account)
    set_up = second_factor.set_up_of(db.session(), account, issuer="学习平台")

    assert set_up.uri.startswith("otpauth://totp/")
    assert decrypt(db.session.scalars(select(TotpSecret.sealed)).one()) == set_up.secret
    entry, recovery_codes = pass_on(login_id, code_at(NOW, set_up.secret))
    assert entry.stage is Stage.FULL
    assert len(set(recovery_codes)) == 10


def test_a_confirmed_secret_is_never_shown_again():
    account = organizer()

    assert second_factor.set_up_of(db.session(), account, issuer="学习平台") is None


def recovery_codes_of(account):
    login_id = begin(account)
    secret = second_factor.set_up_of(db.session(), account, issuer="x").secret
    return pass_on(login_id, code_at(NOW, secret))[1]


def test_a_recovery_code_stands_in_once_and_is_kept_as_a_digest():
    account = organizer(secret=None)
    code = recovery_codes_of(account)[0]

    assert pass_on(begin(account), f" {code[:5].upper()}-{code[5:]} ")[0].stage is Stage.FULL
    with pytest.raises(SecondFactorRefused):
        pass_on(begin(account), code)
    assert code.encode() not in db.session.scalars(select(RecoveryCode.digest)).all()


def test_a_recovery_code_of_somebody_else_is_worth_nothing():
    code = recovery_codes_of(organizer(secret=None))[0]

    with pytest.raises(SecondFactorRefused):
        pass_on(begin(organizer()), code)


def test_replacing_the_authenticator_needs_a_code_and_signs_out():
    account = organizer()
    pass_on(begin(account), code_at(NOW))
    actor = actor_of(account, Role.ORGANIZER, congress_id=make_congress().id)

    with pytest.raises(SecondFactorRefused):
        second_factor.replace_own("000000", actor=actor, policy=POLICY, now=NOW)
    second_factor.replace_own(code_at(NOW + STEP), actor=actor, policy=POLICY, now=NOW)

    assert not second_factor.is_set_up(db.session(), account.id)
    assert db.session.scalars(select(LoginSession).where(LoginSession.ended_at.is_(None))).all() == []


def test_who_acts_for_a_deputy_changes_no_second_factor():
    account = organizer()
    actor = actor_of(account, congress_id=make_congress().id)
    acting = type(actor)(**{name: getattr(actor, name) for name in actor.__slots__} | {"acting_for": 7})

    with pytest.raises(NotWhileActing):
        second_factor.replace_own(code_at(NOW), actor=acting, policy=POLICY, now=NOW)

"""First use and forgotten passwords: a code counts once, for its owner, for a while, and says nothing to others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.crypto import blind_index, encrypt
from lms.core.database import db, transaction
from lms.core.outbox import OutboxMessage, content_of
from lms.people.accounts import access_codes, hashing, sign_in
from lms.people.accounts.errors import CodeRefused, LockedOut, PasswordRefused, SignInRefused
from lms.people.accounts.models import Account, ActivationCode, CodePurpose, LoginSession
from lms.people.accounts.policy import AccessPolicy
from lms.people.accounts.visitor import Visitor
from tests.factories import NOW, make_mandate, make_person
from tests.support.accounts import make_account

POLICY = AccessPolicy()
HERE = Visitor("192.0.2.1")
PHONE = "13912345678"
NEW = "Shan7Shui!Tian"
HASH = hashing.hash_password("Kt7#mqRz-quiet")

pytestmark = pytest.mark.usefixtures("database")


def deputy(**given):
    person = make_person(phone_sealed=encrypt(PHONE), phone_index=blind_index(PHONE))
    return make_account(make_mandate(person=person).person, username="laozhang", **given)


def issue(account, now=NOW):
    with transaction() as session:
        return access_codes.issue(
            session, account, purpose=CodePurpose.FIRST_USE, valid=timedelta(days=30), issued_by=None, now=now
        )


def redeem(code, name="laozhang", password=NEW, *, now=NOW):
    access_codes.redeem(name, code, password, visitor=HERE, policy=POLICY, now=now)


def enter(password):
    return sign_in.sign_in("laozhang", password, visitor=HERE, policy=POLICY, now=NOW)


def wrong(code):
    return f"{(int(code) + 1) % 10**8:08d}"


def test_a_code_sets_the_password_with_which_one_signs_in():
    redeem(issue(deputy()), name=PHONE)

    assert enter(NEW).token


def test_a_code_may_be_typed_in_two_groups():
    code = issue(deputy())

    redeem(f" {code[:4]} {code[4:]} ")

    assert enter(NEW).token


def test_a_code_counts_once():
    code = issue(deputy())
    redeem(code)

    with pytest.raises(CodeRefused):
        redeem(code, password="Another7!Quiet")


@pytest.mark.parametrize("name", ["laozhang", "nobody"])
def test_a_wrong_code_and_an_unknown_name_get_the_same_answer(name):
    code = issue(deputy())

    with pytest.raises(CodeRefused) as refused:
        redeem(wrong(code), name=name)

    assert str(refused.value) == CodeRefused.template


def test_a_code_dies_after_five_wrong_tries():
    code = issue(deputy())
    for _ in range(5):
        with pytest.raises(CodeRefused):
            redeem(wrong(code))

    with pytest.raises(CodeRefused):
        redeem(code)


def test_a_code_is_too_old_after_its_time():
    code = issue(deputy())

    with pytest.raises(CodeRefused):
        redeem(code, now=NOW + timedelta(days=30))


def test_only_the_newest_code_counts():
    account = deputy()
    older, newer = issue(account), issue(account)

    with pytest.raises(CodeRefused):
        redeem(older if older != newer else wrong(newer))
    redeem(newer)


def test_a_code_is_not_good_for_another_account():
    code = issue(deputy())
    other = make_account(make_mandate().person, username="laoli")
    issue(other)

    with pytest.raises(CodeRefused):
        redeem(code, name="laoli")


def test_an_easy_password_is_refused_and_the_code_stays_good():
    code = issue(deputy())

    for _ in range(6):
        with pytest.raises(PasswordRefused):
            redeem(code, password="Woaini1314!")
    redeem(code)


def test_the_table_holds_no_code():
    code = issue(deputy())

    assert code.encode() not in db.session.scalars(select(ActivationCode.digest)).one()


def test_setting_a_password_ends_every_login_session_and_unlocks():
    account = deputy(password_hash=HASH)
    enter("Kt7#mqRz-quiet")
    for _ in range(5):
        with pytest.raises(SignInRefused):
            enter("Wrong-1234")

    redeem(issue(account))

    ended = db.session.scalars(select(LoginSession)).all()
    assert [each.end_reason for each in ended] == ["credentials"]
    assert enter(NEW).token


def send(name=PHONE, *, now=NOW, source="192.0.2.1"):
    access_codes.send_by_message(name, visitor=Visitor(source), policy=POLICY, now=now)


def sent():
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def test_a_forgotten_password_is_replaced_by_a_code_on_the_telephone():
    deputy(password_hash=HASH)

    send()

    (message,) = sent()
    redeem(re.search(r"(?<!\d)\d{8}(?!\d)", content_of(message)["text"])[0])
    assert enter(NEW).token


def test_asking_for_a_code_leaves_the_present_password_good():
    deputy(password_hash=HASH)

    send()

    assert enter("Kt7#mqRz-quiet").token


def test_a_message_lapses_with_its_code():
    deputy()

    send()

    assert sent()[0].expires_at == NOW + timedelta(minutes=15)
    assert db.session.scalars(select(ActivationCode.expires_at)).one() == NOW + timedelta(minutes=15)


def test_an_unknown_number_is_answered_alike_and_gets_nothing():
    send("13800000000")

    assert sent() == []


def test_a_person_is_not_flooded_with_messages():
    deputy()
    send("laozhang")
    send(PHONE, source="192.0.2.2")
    send(PHONE, source="192.0.2.3")

    with pytest.raises(LockedOut):
        send(PHONE, source="192.0.2.4")
    assert len(sent()) == 3


def test_asking_for_an_unknown_number_too_often_is_refused_alike():
    for _ in range(3):
        send("13800000000")

    with pytest.raises(LockedOut):
        send("13800000000")


def test_a_closed_account_gets_no_code():
    account = deputy()
    with transaction() as session:
        session.get_one(Account, account.id).closed_at = NOW

    send()

    assert sent() == []

"""Messages that leave the house."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.backoff import FIRST_WAIT, MOST_ATTEMPTS
from lms.core.database import db, transaction
from lms.core.gateways import Bounced, FileGateway, Unreachable
from lms.core.outbox import (
    ADDRESS_KEPT,
    ROW_KEPT,
    Channel,
    MessageState,
    OutboxMessage,
    content_of,
    send_mail,
    send_sms,
)
from lms.core.outbox_dispatch import LEASE, dispatch_pending, erase_old
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")
PHONE = "13800138000"


class Gateway:
    """A gateway at the border: it keeps what it was handed, or does what it is told to."""

    def __init__(self, *outcomes) -> None:
        self.outcomes = list(outcomes)
        self.letters = []

    def send(self, letter):
        self.letters.append(letter)
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome is not None:
            raise outcome


def text(**given):
    with transaction() as session:
        values = {"to": PHONE, "text": "验证码 204713", "purpose": "test.code", "now": NOW}
        return send_sms(session, **values | given)


def dispatch(gateway, now=NOW):
    return dispatch_pending(now=now, gateways={Channel.SMS: gateway, Channel.MAIL: gateway})


def only() -> OutboxMessage:
    db.session.rollback()
    return db.session.scalars(select(OutboxMessage).execution_options(populate_existing=True)).one()


def test_a_message_leaves_once_and_its_text_is_erased():
    text()
    gateway = Gateway()
    assert dispatch(gateway) == 1
    assert dispatch(gateway) == 0
    assert [(letter.to, letter.text) for letter in gateway.letters] == [(PHONE, "验证码 204713")]
    assert only().state is MessageState.SENT
    assert only().content is None


def test_number_and_text_lie_encrypted_in_the_database():
    text()
    row = db.session.execute(select(OutboxMessage.address, OutboxMessage.content)).one()
    assert PHONE.encode() not in row.address
    assert b"204713" not in row.content
    assert content_of(only()) == {"text": "验证码 204713"}


def send_and_fail():
    with transaction() as session:
        send_sms(session, to=PHONE, text="x", purpose="test.code", now=NOW)
        raise ZeroDivisionError


def test_a_message_whose_transaction_failed_does_not_leave():
    with pytest.raises(ZeroDivisionError):
        send_and_fail()
    assert dispatch(Gateway()) == 0


def test_an_unreachable_gateway_is_tried_again_with_the_same_reference():
    text()
    gateway = Gateway(Unreachable(503))
    assert dispatch(gateway) == 0
    assert only().last_error == "Unreachable 503"
    assert dispatch(gateway, NOW + FIRST_WAIT) == 1
    assert len({letter.reference for letter in gateway.letters}) == 1


def test_a_bounced_message_is_not_tried_again():
    text()
    gateway = Gateway(Bounced(550))
    dispatch(gateway)
    assert dispatch(gateway, NOW + timedelta(days=1)) == 0
    assert (only().state, only().last_error, only().content) == (MessageState.BOUNCED, "Bounced 550", None)


def test_one_bad_message_does_not_hold_up_the_next():
    text(to="1")
    text(to="2")
    gateway = Gateway(ValueError("what is this"))
    assert dispatch(gateway) == 1


def test_a_code_that_has_run_out_is_not_sent():
    text(expires_at=NOW + timedelta(minutes=5))
    gateway = Gateway()
    dispatch(gateway, NOW + timedelta(minutes=5))
    assert gateway.letters == []
    assert only().state is MessageState.EXPIRED


def test_a_gateway_that_stays_away_is_given_up_and_the_text_kept_for_a_person():
    text()
    gateway = Gateway(*[Unreachable("TimeoutError")] * MOST_ATTEMPTS)
    for hour in range(0, 6 * MOST_ATTEMPTS, 6):
        dispatch(gateway, NOW + timedelta(hours=hour))
    assert only().state is MessageState.FAILED
    assert content_of(only()) != {}


class WorkerDied(BaseException):
    """The process ends here."""


def test_a_message_whose_worker_died_is_sent_by_the_next():
    text()
    with pytest.raises(WorkerDied):
        dispatch(Gateway(WorkerDied()))
    gateway = Gateway()
    assert dispatch(gateway, NOW + LEASE - timedelta(seconds=1)) == 0
    assert dispatch(gateway, NOW + LEASE) == 1


def test_a_mail_has_a_subject():
    with transaction() as session:
        send_mail(session, to="a@example.cn", subject="通知", text="请阅", purpose="test.notice", now=NOW)
    gateway = Gateway()
    dispatch(gateway)
    assert (gateway.letters[0].subject, gateway.letters[0].text) == ("通知", "请阅")


def test_the_demonstration_writes_messages_into_a_folder_for_its_owner_alone(tmp_path):
    text()
    dispatch(FileGateway(tmp_path / "outbox"))
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.read_text() == f"to: {PHONE}\n\n验证码 204713\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_addresses_go_after_a_month_and_rows_after_half_a_year():
    text()
    dispatch(Gateway())
    erase_old(now=NOW + ADDRESS_KEPT + timedelta(seconds=1))
    assert only().address is None
    erase_old(now=NOW + ROW_KEPT + timedelta(seconds=1))
    assert db.session.scalars(select(OutboxMessage)).all() == []

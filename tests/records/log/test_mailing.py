"""The newest checkpoint leaves once a night, if there is a newer one and somewhere to send it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core import settings as house
from lms.core.database import db
from lms.core.outbox import OutboxMessage, content_of
from lms.records.log import checkpoints, sequencer
from lms.records.log.faults import Fault
from lms.records.log.mailing import mail_newest
from lms.records.log.verifying.running import verify
from tests.factories import NOW
from tests.records.log.laying import LATER, lay_log, post

pytestmark = pytest.mark.usefixtures("database")

NIGHT = NOW + timedelta(hours=12)


@pytest.fixture
def postbox(settings):
    """A postbox is named in the settings."""
    house.use(replace(settings, checkpoint_mail="keeper@example.cn"))
    yield
    house.use(settings)


def mail(night):
    return mail_newest(due_at=night, now=night + timedelta(seconds=3))


def test_the_mail_is_the_note_itself_and_can_be_given_back(postbox):
    lay_log(3)
    assert mail(NIGHT)
    message = db.session.scalars(select(OutboxMessage)).one()
    content = content_of(message)
    assert content["text"] == checkpoints.newest(db.session()).note
    assert checkpoints.origin() in content["subject"]
    db.session.rollback()
    assert verify(now=LATER, outside=[("mail", content["text"])]).is_whole
    assert not verify(now=LATER, outside=[("mail", content["text"].replace("\n3\n", "\n4\n"))]).counts[Fault.LOG]


def test_running_twice_in_one_night_mails_once_also_if_the_log_has_grown(postbox):
    mandate = lay_log(3)
    assert mail(NIGHT)
    assert not mail(NIGHT)
    post(mandate, 50)
    sequencer.sequence(now=NIGHT + timedelta(minutes=5))
    assert not mail(NIGHT)
    assert mail(NIGHT + timedelta(days=1))


def test_a_log_that_has_not_grown_is_not_mailed_again(postbox):
    lay_log(3)
    assert mail(NIGHT)
    assert not mail(NIGHT + timedelta(days=1))


def test_an_empty_log_and_a_house_without_a_postbox_mail_nothing(postbox, settings):
    assert not mail(NIGHT)
    lay_log(1)
    house.use(settings)
    assert not mail(NIGHT)

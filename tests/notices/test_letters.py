"""Letters: two people at least, numbers without gaps, and what becomes of each."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms.core import blobs
from lms.core.database import db, transaction
from lms.core.gateways import Bounced
from lms.core.outbox import Channel, OutboxMessage, content_of
from lms.core.outbox_dispatch import dispatch_pending
from lms.notices.letters import delivery, drafting, issuing, queries
from lms.notices.letters.jobs import learn_outcomes
from lms.notices.letters.models import Letter, LetterDraft
from lms.notices.letters.refusals import DraftMoved, LetterMoved, NoLetterhead, NotAScan, NowhereToSend, OwnDraft
from lms.notices.letters.states import Delivery, LetterState
from lms.notices.models import Notice
from tests.concurrency.racing import at_once
from tests.factories import NOW, make_congress
from tests.notices.letters_making import checker, drafter, make_draft, make_letterhead, signed, signer, text
from tests.support.accounts import make_account
from tests.support.append_only import assert_refused


@pytest.fixture
def congress_id(database) -> int:
    congress_id = make_congress().id
    make_letterhead(congress_id)
    return congress_id


def letter_of(letter) -> Letter:
    db.session.rollback()
    return db.session.get_one(Letter, letter.id, populate_existing=True)


def numbers(congress_id) -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter.number).where(Letter.congress_id == congress_id).order_by(Letter.id)))


class Refusing:
    def send(self, _letter) -> None:
        raise Bounced(550)


class Taking:
    def __init__(self) -> None:
        self.taken = []

    def send(self, letter) -> None:
        self.taken.append(letter)


def test_without_a_letterhead_nothing_is_drafted(database):
    with pytest.raises(NoLetterhead):
        make_draft(make_congress().id)


@pytest.mark.parametrize("step", [drafting.check, drafting.sign])
def test_who_drafted_neither_checks_nor_signs(congress_id, step):
    draft_id = make_draft(congress_id)
    if step is drafting.sign:
        with transaction() as session:
            drafting.check(session, draft_id, actor=checker(congress_id), now=NOW)
    with pytest.raises(OwnDraft), transaction() as session:
        step(session, draft_id, actor=drafter(congress_id), now=NOW)


def test_the_database_itself_refuses_a_signature_of_the_drafter(congress_id):
    draft_id = make_draft(congress_id)
    with transaction() as session:
        draft = drafting.check(session, draft_id, actor=checker(congress_id), now=NOW)
    with pytest.raises(IntegrityError), transaction() as session:
        draft = session.merge(draft)
        draft.checked_by = draft.drafted_by


def test_nothing_is_signed_that_was_not_checked(congress_id):
    draft_id = make_draft(congress_id)
    with pytest.raises(DraftMoved), transaction() as session:
        drafting.sign(session, draft_id, actor=signer(congress_id), now=NOW)


def test_a_draft_that_is_set_aside_takes_no_number(congress_id):
    draft_id = make_draft(congress_id)
    with transaction() as session:
        drafting.set_aside(session, draft_id, actor=drafter(congress_id), now=NOW)
    with pytest.raises(DraftMoved), transaction() as session:
        drafting.check(session, draft_id, actor=checker(congress_id), now=NOW)
    signed(congress_id)
    assert numbers(congress_id) == [1]


def test_numbers_go_on_within_a_year_and_begin_anew_in_the_next(congress_id):
    signed(congress_id, text(), text())
    signed(congress_id)
    later = signed(congress_id, now=NOW + timedelta(days=365))
    assert numbers(congress_id) == [1, 2, 3, 1]
    assert later[0].reference == "常办函〔2027〕1号"


def test_a_signature_that_fails_gives_its_numbers_back(congress_id):
    draft_id = make_draft(congress_id)
    with transaction() as session:
        drafting.check(session, draft_id, actor=checker(congress_id), now=NOW)
    with pytest.raises(RuntimeError), transaction() as session:
        draft = drafting.sign(session, draft_id, actor=signer(congress_id), now=NOW)
        issuing.issue(session, draft, [text(), text()], actor=signer(congress_id), now=NOW)
        raise RuntimeError
    assert [each.number for each in signed(congress_id)] == [1]


def test_signed_at_once_by_many_no_number_is_given_twice_or_left_out(congress_id):
    rivals = [lambda: [each.number for each in signed(congress_id, text(), text(), text())] for _ in range(6)]
    given = sorted(number for result in at_once(*rivals) for number in result)
    assert given == list(range(1, 19))


def test_without_the_lock_of_the_series_two_would_read_the_same_number(congress_id, monkeypatch):
    """The race is real: both read before either writes, and the unique key refuses the second."""
    meeting = threading.Barrier(2)
    waiting = [make_draft(congress_id), make_draft(congress_id)]
    for draft_id in waiting:
        with transaction() as session:
            drafting.check(session, draft_id, actor=checker(congress_id), now=NOW)

    def unlocked(session, congress_id, year, count):
        last = session.scalar(select(func.max(Letter.number)).where(Letter.congress_id == congress_id)) or 0
        if not db.is_sqlite:
            meeting.wait(10)
        return last + 1

    monkeypatch.setattr(issuing, "_take_numbers", unlocked)

    def sign(draft_id):
        try:
            with transaction() as session:
                draft = drafting.sign(session, draft_id, actor=signer(congress_id), now=NOW)
                return [
                    each.number for each in issuing.issue(session, draft, [text()], actor=signer(congress_id), now=NOW)
                ]
        except IntegrityError:
            return IntegrityError

    results = at_once(*(lambda each=each: sign(each) for each in waiting))
    # SQLite lets one writer in at a time, so there the second reads what the first wrote.
    assert IntegrityError in results or (db.is_sqlite and numbers(congress_id) == [1, 2])


def test_a_mail_leaves_after_the_signature_and_its_end_is_learnt_once(congress_id):
    letter = signed(congress_id, text(email="a@example.org"))[0]
    assert letter.delivery is Delivery.MAIL
    taking = Taking()
    dispatch_pending(now=NOW, gateways={Channel.MAIL: taking, Channel.SMS: taking})
    assert (learn_outcomes(now=NOW), learn_outcomes(now=NOW)) == (1, 0)
    assert letter_of(letter).state is LetterState.SENT
    assert "常办函〔2026〕1号" in taking.taken[0].subject
    assert "请予保障" in taking.taken[0].text


def test_a_mail_that_is_refused_comes_back_and_waits_for_an_address(congress_id):
    letter = signed(congress_id, text(email="gone@example.org"))[0]
    dispatch_pending(now=NOW, gateways={Channel.MAIL: Refusing(), Channel.SMS: Refusing()})
    learn_outcomes(now=NOW)
    assert letter_of(letter).state is LetterState.BOUNCED
    delivery.mend_address(letter.id, "某市某路2号", "new@example.org", actor=drafter(congress_id), now=NOW)
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.public_id == letter_of(letter).mail_id)).one()
    assert letter.reference in content_of(mail)["text"]
    assert learn_outcomes(now=NOW) == 0
    assert letter_of(letter).state is LetterState.TO_SEND


def test_a_letter_that_came_back_is_told_once_to_whoever_drafted_it(congress_id):
    account = make_account()
    letter = signed(congress_id)[0]
    with transaction() as session:
        session.get_one(LetterDraft, letter.draft_id).drafted_by = account.id
    delivery.note_state(letter.id, LetterState.BOUNCED, "查无此单位", actor=checker(congress_id), now=NOW)
    (told,) = db.session.scalars(select(Notice).where(Notice.person_id == account.person_id)).all()
    assert told.params == {"reference": letter.reference, "addressee": letter.addressee}


def test_a_letter_without_an_address_is_not_said_to_be_sent(congress_id):
    letter = signed(congress_id, text(address=""))[0]
    assert queries.to_post(drafter(congress_id)) == []
    with pytest.raises(NowhereToSend):
        delivery.note_state(letter.id, LetterState.SENT, actor=drafter(congress_id), now=NOW)


def test_a_receipt_ends_the_way_of_a_letter(congress_id):
    letter = signed(congress_id)[0]
    by = drafter(congress_id)
    delivery.note_state(letter.id, LetterState.SENT, actor=by, now=NOW)
    delivery.note_state(letter.id, LetterState.RECEIVED, "回执已收", actor=by, now=NOW)
    with pytest.raises(LetterMoved):
        delivery.note_state(letter.id, LetterState.BOUNCED, actor=by, now=NOW)
    with pytest.raises(LetterMoved):
        delivery.mend_address(letter.id, "某处", "", actor=by, now=NOW)
    states = [each.state for each in queries.history(letter_of(letter))]
    assert states == [LetterState.RECEIVED, LetterState.SENT, LetterState.TO_SEND]


def test_a_batch_is_posted_once(congress_id):
    letters = signed(congress_id, text(), text(), text(address=""), text(email="a@example.org"))
    ids = [each.id for each in letters]
    by = drafter(congress_id)
    assert delivery.note_posted(ids, actor=by, now=NOW) == 2
    assert delivery.note_posted(ids, actor=by, now=NOW) == 0


def test_the_history_of_a_letter_only_grows(congress_id):
    letter = signed(congress_id)[0]
    assert_refused(f"UPDATE letter_event SET note = 'x' WHERE letter_id = {letter.id}")
    assert_refused("DELETE FROM letter_event")


def test_a_sealed_copy_is_a_scan(congress_id):
    letter = signed(congress_id)[0]
    with pytest.raises(NotAScan):
        delivery.keep_sealed_copy(letter.id, b"MZ...", actor=drafter(congress_id), now=NOW)
    delivery.keep_sealed_copy(letter.id, b"%PDF-1.7 seal", actor=drafter(congress_id), now=NOW)
    assert blobs.read_blob(letter_of(letter).sealed_sha256) == b"%PDF-1.7 seal"

"""One act tells each deputy and each employer, by the rule of the form; done twice, it does nothing more."""

import pytest
from sqlalchemy import func, select

from lms.core.database import db
from lms.core.outbox import OutboxMessage
from lms.notices.letters import delivery
from lms.notices.letters.models import Letter
from lms.notices.letters.refusals import DraftMoved, OwnDraft
from lms.notices.letters.states import Delivery
from lms.notices.models import Notice
from lms.people.models import LetterForm, Mandate
from lms.study_sessions.call_up import operations, telling
from lms.study_sessions.call_up.refusals import DraftUnderWay, NobodyToTell, NotToBeCalledUp, PlanChanged
from lms.study_sessions.call_up.states import Told
from lms.study_sessions.operations.recommendation import return_place, substitute
from tests.concurrency.racing import at_once
from tests.factories import NOW, make_mandate
from tests.notices.letters_making import checker, drafter, signer
from tests.study_sessions.call_up.making import body_of
from tests.study_sessions.making import enrolment_of, make_study_session


def count(table) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(table.id)))


def enrolment(called, mandate_id):
    return enrolment_of(called.study_session, db.session.get_one(Mandate, mandate_id))


def test_the_preview_says_how_many_and_in_which_form(called):
    preview = called.plan()
    assert preview.count(Told.CALLED) == 6
    assert [preview.count_form(each) for each in LetterForm] == [3, 1, 1]
    assert [line.enrolment.mandate_id for line in preview.without_letter] == [called.self_employed]
    assert {line.enrolment.mandate_id for line in preview.without_address} == {called.unaddressed, called.army}
    assert (count(Notice), count(Letter)) == (0, 0)


def test_the_signature_tells_every_deputy_and_every_employer(called):
    told = called.told(called.do(bring="代表证"))
    assert set(told.values()) == {("called", n) for n in range(1, 6)} | {("called", None)}
    assert told[called.self_employed] == ("called", None)
    by_addressee = {each.addressee: each for each in called.letters()}
    assert by_addressee["甲公司"].delivery is Delivery.MAIL
    assert by_addressee["乙学校"].delivery is Delivery.POST
    assert by_addressee["丁商会"].form is LetterForm.COURTESY
    assert by_addressee[body_of(called.army).name].form is LetterForm.THROUGH_UNIT
    assert (count(Notice), count(OutboxMessage)) == (6, 1)


def test_the_letter_quotes_the_law_and_the_courtesy_letter_does_not(called):
    called.do()
    for each in called.letters():
        text = "".join(each.paragraphs)
        assert ("代表所在单位必须给予时间保障。" in text) is (each.form is not LetterForm.COURTESY)
        assert "2026年3月31日至2026年4月2日" in text
        assert "{" not in text + each.title


def test_before_the_signature_nobody_is_told(called):
    call_up_id = called.begin()
    operations.check(call_up_id, actor=checker(called.congress_id), now=NOW)
    assert (count(Notice), count(Letter)) == (0, 0)


def test_signed_twice_it_is_done_once(called):
    call_up_id = called.do()
    assert called.sign(call_up_id) is False
    assert (count(Notice), count(Letter)) == (6, 5)


def test_signed_by_two_at_once_it_is_done_once(called):
    call_up_id = called.begin()
    operations.check(call_up_id, actor=checker(called.congress_id), now=NOW)
    seen = called.seen(call_up_id)
    by = signer(called.congress_id)
    results = at_once(*[lambda: operations.sign(call_up_id, seen, actor=by, now=NOW)] * 3)
    assert sorted(results) == [False, False, True]
    assert count(Letter) == 5


def test_notices_and_letters_are_issued_together_or_not_at_all(called, monkeypatch):
    call_up_id = called.begin()
    operations.check(call_up_id, actor=checker(called.congress_id), now=NOW)
    tell = telling._tell
    calls = []

    def fails_at_the_last(*args):
        calls.append(args)
        if len(calls) == 6:
            raise RuntimeError
        return tell(*args)

    monkeypatch.setattr(telling, "_tell", fails_at_the_last)
    with pytest.raises(RuntimeError):
        called.sign(call_up_id)
    assert (count(Notice), count(Letter), count(OutboxMessage)) == (0, 0, 0)


def test_who_drafted_does_not_sign(called):
    call_up_id = called.begin()
    operations.check(call_up_id, actor=checker(called.congress_id), now=NOW)
    with pytest.raises(OwnDraft):
        operations.sign(call_up_id, called.seen(call_up_id), actor=drafter(called.congress_id), now=NOW)


def test_two_drafts_do_not_tell_the_same_people(called):
    called.begin()
    with pytest.raises(DraftUnderWay):
        called.begin()


def test_a_draft_set_aside_makes_room_for_another(called):
    call_up_id = called.begin()
    operations.set_aside(call_up_id, actor=drafter(called.congress_id), now=NOW)
    with pytest.raises(DraftMoved):
        called.sign(call_up_id)
    called.do()


def test_once_everybody_is_told_there_is_nothing_to_draft(called):
    called.do()
    with pytest.raises(NobodyToTell):
        called.begin()


def test_before_the_list_is_confirmed_nobody_is_called_up(called):
    early = make_study_session(called.study_session.term, state="quotas_out", title="第2期", number=2)
    with pytest.raises(NotToBeCalledUp):
        operations.begin(early.id, operations.Wish(), actor=drafter(called.congress_id), now=NOW)


def test_a_signature_holds_for_what_was_looked_at(called):
    call_up_id = called.begin()
    operations.check(call_up_id, actor=checker(called.congress_id), now=NOW)
    seen = called.seen(call_up_id)
    return_place(enrolment(called, called.posted).id, "时间冲突", actor=drafter(called.congress_id), now=NOW)
    with pytest.raises(PlanChanged):
        operations.sign(call_up_id, seen, actor=signer(called.congress_id), now=NOW)
    assert called.sign(call_up_id)
    assert called.posted not in called.told(call_up_id)


def test_a_substitute_is_called_up_and_who_left_and_the_employer_are_told(called):
    called.do()
    coming = make_mandate(body_of(called.posted), employer_id=None).id
    leaving = enrolment(called, called.posted)
    substitute(leaving.id, coming, reason="本人请辞", actor=drafter(called.congress_id), now=NOW)
    told = called.told(called.do())
    assert told == {called.posted: ("cancelled", 6), coming: ("called", None)}
    withdrawal = called.letters()[-1]
    assert withdrawal.addressee == "乙学校"
    assert withdrawal.supersedes.addressee == "乙学校"
    assert withdrawal.supersedes.reference in "".join(withdrawal.paragraphs)


def test_an_address_that_was_entered_once_is_known_the_next_time(called):
    called.do()
    letter = next(each for each in called.letters() if each.addressee == "丙医院")
    delivery.mend_address(letter.id, "丙路3号", "", actor=drafter(called.congress_id), now=NOW)
    called.do(change="moved", venue="上海", reason="会场维修")
    later = [each for each in called.letters() if each.addressee == "丙医院"][-1]
    assert later.address == "丙路3号"

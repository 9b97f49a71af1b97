"""The pages of required study: what a deputy reads, what each office sees, and that a slip gets its words."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Actor, Grant, Role
from lms.learning.required import operations
from lms.learning.required.models import RequiredStudy
from lms.learning.required.queries import mine
from tests.factories import NOW, make_electing_body, make_mandate
from tests.learning.required.cast import TODAY, at, complete
from tests.support.accounts import make_account, make_grant, make_staff, sign_in


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def organizer(cast, client):
    account = make_account()
    make_grant(account, Role.ORGANIZER, cast.congress_id)
    sign_in(client, account, congress_id=cast.congress_id)
    return client


def as_liaison(client, body):
    sign_in(client, make_staff(Role.LIAISON, body=body), congress_id=body.congress_id)


def chosen(cast, **given):
    return {"title": "代表法学习", "courses": str(cast.course.public_id), "asked_of": "all", "days": "30"} | given


def learner(mandate):
    account = make_account(mandate.person)
    return Actor.of(account.id, mandate.person_id, mandate.congress_id, (Grant(Role.DEPUTY),))


def test_an_organizer_sees_of_how_many_it_would_be_asked_and_then_sets_it(cast, organizer):
    cast.deputy()
    cast.deputy()
    page = organizer.get("/required-study/preview", query_string=chosen(cast))
    assert page.status_code == 200
    assert '<td role="cell" data-label="拟要求" class="figure"><span>2</span></td>' in page.text
    assert db.session.scalars(select(RequiredStudy)).all() == []
    assert organizer.post("/required-study", data=chosen(cast)).status_code == 303
    assert db.session.scalars(select(RequiredStudy.title)).all() == ["代表法学习"]


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        ({"title": ""}, "请填写名称。"),
        ({"courses": ""}, "课程"),
        ({"courses": "x"}, "课程"),
        ({"days": ""}, "请填写完成期限或天数，也可以都填写。"),
        ({"days": "0"}, "天数"),
        ({"days": "99999999999999999999"}, "天数"),
        ({"due_on": "2026-03-16", "days": ""}, "完成期限须在今日之后。"),
        ({"due_on": "0001-01-01"}, "年份"),
        ({"asked_of": "bodies"}, "请至少选择一个选举单位。"),
        ({"asked_of": "nobody"}, "学习范围"),
    ],
)
def test_a_slip_is_told_beside_its_field_and_nothing_is_set(cast, organizer, slip, words):
    for answer in (
        organizer.get("/required-study/preview", query_string=chosen(cast, **slip)),
        organizer.post("/required-study", data=chosen(cast, **slip)),
    ):
        assert answer.status_code == 422
        assert words in answer.text
    assert db.session.scalars(select(RequiredStudy)).all() == []


def test_what_was_chosen_comes_back_to_be_changed(cast, organizer):
    page = organizer.get("/required-study/new", query_string=chosen(cast, title="再想一想"))
    assert 'value="再想一想"' in page.text
    assert "field__error" not in page.text


def test_a_deputy_reads_on_the_home_page_and_above_the_courses_what_is_asked_and_by_when(cast, client):
    mandate = cast.deputy()
    account = make_account(mandate.person)
    cast.ask()
    sign_in(client, account, congress_id=cast.congress_id)
    for url in ("/", "/courses", "/required-study/mine"):
        page = client.get(url).text
        assert "代表法学习" in page
        assert "2026年4月15日前" in page
    complete(mandate, cast.course, TODAY)
    assert "代表法学习" not in client.get("/").text
    assert "按期完成" in client.get("/required-study/mine").text


def test_what_a_deputy_reads_is_what_the_figures_say(cast):
    """One statement for the deputy, one fold for the offices: they must not part ways."""
    deputies = [cast.deputy(), cast.deputy(is_newly_elected=False), cast.deputy(cast.second)]
    studies = [
        cast.ask(),
        cast.ask(asked_of="newly_elected", due_on=TODAY + timedelta(days=9)),
        cast.ask(asked_of="bodies", bodies=frozenset({cast.second.public_id})),
        cast.ask(is_induction=True),
    ]
    operations.exempt(
        studies[0].public_id, deputies[0].public_id, "另有安排", is_exempt=True, actor=cast.organizer, now=NOW
    )
    complete(deputies[2], cast.course, TODAY)
    readers = [(deputy, learner(deputy)) for deputy in deputies]
    for day in (TODAY, TODAY + timedelta(days=60)):
        for deputy, reader in readers:
            read = {each.public_id: each.state.value for each in mine(reader, today=day)}
            said = {study.public_id: cast.states(study, day).get(deputy.id) for study in studies}
            assert read == {key: state for key, state in said.items() if state not in (None, "exempt")}


def test_what_another_term_or_congress_asks_is_not_asked_of_me(cast):
    cast.ask()
    stranger = make_mandate(make_electing_body())
    assert mine(learner(stranger), today=TODAY) == []


def test_figures_and_names_of_a_past_day_with_their_filters(cast, organizer):
    done, open_ = cast.deputy(), cast.deputy(cast.second)
    study = cast.ask(on=at(TODAY - timedelta(days=40)))
    complete(done, cast.course, TODAY - timedelta(days=20))

    def names(**query):
        page = organizer.get(f"/required-study/{study.public_id}", query_string=query).text
        return [each for each in (done.person.name, open_.person.name) if each in page]

    assert names() == [done.person.name, open_.person.name]
    assert names(state="not_completed") == [open_.person.name]
    assert names(state="not_completed", as_at="2026-02-10") == []
    assert names(unit=str(cast.first.public_id)) == [done.person.name]
    before = organizer.get(f"/required-study/{study.public_id}?as_at=2026-01-01")
    assert "当日未提出本项学习要求。" in before.text


@pytest.mark.parametrize(
    "slip", ["as_at=2999-01-01", "as_at=x", "known_at=2999-01-01T00:00", "unit=x", "state=x", "as_at=9999-12-31"]
)
def test_a_wrong_question_is_told_so(cast, organizer, slip):
    study = cast.ask()
    for answer in (
        organizer.get(f"/required-study/{study.public_id}?{slip}"),
        organizer.post(f"/required-study/{study.public_id}/list?{slip}"),
    ):
        assert answer.status_code == 422
        assert "field__error" in answer.text


def test_a_liaison_sees_the_own_unit_alone(cast, client):
    mine_, foreign = cast.deputy(), cast.deputy(cast.second)
    study = cast.ask()
    as_liaison(client, cast.first)
    page = client.get(f"/required-study/{study.public_id}").text
    assert mine_.person.name in page
    assert foreign.person.name not in page
    assert cast.second.name not in page
    refused = client.get(f"/required-study/{study.public_id}", query_string={"unit": str(cast.second.public_id)})
    assert refused.status_code == 422
    assert client.get("/required-study/new").status_code == 403


def test_the_list_that_is_taken_away_is_the_one_that_is_shown(cast, client):
    mine_, foreign = cast.deputy(), cast.deputy(cast.second)
    study = cast.ask()
    as_liaison(client, cast.first)
    file = client.post(f"/required-study/{study.public_id}/list")
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == [mine_.person.name]
    assert foreign.person.name not in file.data.decode()
    assert rows[1][2:4] == ["2026-04-15", "未到期"]


def test_an_exemption_and_a_withdrawal_take_a_reason(cast, organizer):
    deputy, study = cast.deputy(), cast.ask()
    own = f"/required-study/{study.public_id}/deputies/{deputy.public_id}/exemption"
    assert organizer.get(own).status_code == 200
    assert organizer.post(own, data={"reason": ""}).status_code == 422
    assert organizer.post(own, data={"reason": "另有安排"}).status_code == 303
    assert organizer.post(own, data={"reason": "另有安排"}).status_code == 409
    assert "另有安排" in organizer.get(f"/required-study/{study.public_id}").text
    assert organizer.post(f"{own}/end", data={"reason": "可以参加"}).status_code == 303
    end = f"/required-study/{study.public_id}/withdrawal"
    assert organizer.post(end, data={"reason": " 　"}).status_code == 422
    assert organizer.post(end, data={"reason": "课程内容将更新"}).status_code == 303
    assert organizer.post(end, data={"reason": "再次"}).status_code == 409
    shown = organizer.get(f"/required-study/{study.public_id}").text
    assert "课程内容将更新" in shown
    assert organizer.post(own, data={"reason": "另有安排"}).status_code == 409

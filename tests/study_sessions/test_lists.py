"""The list of participants as it is signed: on paper and as a workbook, a total for each unit and overall."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from lms.core.database import db
from lms.core.permissions import Role
from lms.people.models import Congress
from lms.study_sessions.operations.recommendation import recommend
from tests.factories import NOW, make_electing_body, make_mandate, make_term
from tests.study_sessions.making import make_quota, make_study_session, organizer
from tests.support.accounts import make_staff, sign_in

LONGEST = "中国人民解放军和中国人民武装警察部队"


@pytest.fixture
def path(database, client):
    term = make_term()
    study_session = make_study_session(term)
    for order, (name, people) in enumerate([("北京市", 2), (LONGEST, 1)], start=1):
        unit = make_electing_body(term, name=name, official_order=order)
        make_quota(study_session, unit, people)
        for _ in range(people):
            recommend(study_session.id, make_mandate(unit).id, actor=organizer(term.congress_id), now=NOW)
    sign_in(client, make_staff(Role.ORGANIZER, db.session.get_one(Congress, term.congress_id)))
    return f"/study-sessions/{study_session.public_id}/list"


def written(client, path):
    return CalamineWorkbook.from_filelike(BytesIO(client.get(f"{path}.xlsx").data)).get_sheet_by_index(0).to_python()


def test_units_in_official_order_each_with_its_total_and_all_at_the_end(client, path):
    lines = [(row[1], row[2]) for row in written(client, path)]
    totals = [line for line in lines if line[0].endswith(("小计", "合计"))]
    assert totals == [("北京市小计", "2人"), (f"{LONGEST}小计", "1人"), ("合计", "3人")]


def test_it_says_who_made_it_and_when_and_leaves_room_to_sign(client, path):
    said = [row[0] for row in written(client, path) if isinstance(row[0], str)]
    assert any("填表单位：" in words and "制表时间：" in words for words in said)
    assert all(word in said[-1] for word in ("审核：", "签发：", "日期："))


def test_it_is_printed(client, path):
    answer = client.get(f"{path}.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert f"{path}.pdf" in client.get(path).text

"""An editor hands a package in, looks at it, and it becomes a lesson of the course."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from lms.catalog.authoring.content import content_of, seal
from lms.catalog.authoring.models import CourseDraft
from lms.catalog.authoring.operations.drafts import start
from lms.catalog.authoring.views import checked
from lms.catalog.models import Lesson, Origin
from lms.catalog.operations import take
from lms.catalog.packages.models import Package
from lms.catalog.sources import BasisSource
from lms.core.database import db, transaction
from lms.core.permissions import Role
from tests.catalog.packages.zips import V2004, package
from tests.factories import NOW, make_congress
from tests.learning.packages.scene import CONTENT, content_at
from tests.support.accounts import actor_of, make_staff, sign_in


@pytest.fixture
def draft(client):
    """A draft, and an editor at a browser."""
    congress = make_congress()
    editor = make_staff(Role.EDITOR, congress)
    actor = actor_of(editor, Role.EDITOR, congress_id=congress.id)
    sign_in(client, editor)
    with content_at(CONTENT):
        yield start("预算怎么看", actor=actor, now=NOW)


def hand_in(client, draft, file, **said):
    data = {"file": (file, "play.zip"), "minutes": "20", **said}
    return client.post(f"/authoring/drafts/{draft.public_id}/packages", data=data)


def lessons(draft):
    db.session.rollback()
    return db.session.scalars(select(CourseDraft)).one().said["lessons"]


def test_a_package_becomes_a_lesson_of_the_draft_and_can_be_looked_at(client, draft):
    answer = hand_in(client, draft, package(V2004))
    assert answer.status_code == 303
    (lesson,) = lessons(draft)
    assert (lesson["kind"], lesson["title"], lesson["minutes"]) == ("package", "预算怎么看", 20)
    page = client.get(answer.location)
    assert page.headers["Content-Security-Policy"].endswith(f"frame-src {CONTENT}")
    url = f"/authoring/drafts/{draft.public_id}/lessons/{lesson['key']}/package"
    assert url in page.text
    launched = client.post(url).json
    assert (launched["token"], launched["values"]["cmi.mode"]) == (None, "browse")
    assert client.get(launched["frame"].removeprefix(CONTENT), base_url=CONTENT, buffered=True).status_code == 200


def test_a_bad_package_is_refused_with_the_reason_and_leaves_nothing(client, draft):
    answer = hand_in(client, draft, package(None), title="一课")
    assert answer.status_code == 422
    assert "imsmanifest.xml" in answer.text
    assert lessons(draft) == []
    assert db.session.scalar(select(func.count()).select_from(Package)) == 0


@pytest.mark.parametrize("said", [{"minutes": ""}, {"minutes": "0"}, {"minutes": "many"}, {"title": "长" * 201}])
def test_what_is_said_beside_it_is_checked_first(client, draft, said):
    assert hand_in(client, draft, package(), **said).status_code == 422
    assert lessons(draft) == []


def test_a_draft_with_a_package_becomes_a_course_and_a_draft_again(client, draft):
    hand_in(client, draft, package())
    found = checked(db.session.scalars(select(CourseDraft)).one())
    assert not found.of("lessons", lessons(draft)[0]["key"])
    source = found.source
    said = {
        "summary": "讲什么",
        "topic": "监督",
        "lecturer": "编写组",
        "bases": (BasisSource("预算法", "", NOW.date()),),
    }
    source = replace(source, **said)
    with transaction() as session:
        take(session, source, congress_id=draft.congress_id, actor=None, now=NOW, origin=Origin.BROWSER)
    with transaction() as session:
        course = session.scalars(select(Lesson)).one().course
        (again,) = content_of(session, course)["lessons"]
    assert again["package"] == lessons(draft)[0]["package"]


def test_how_long_a_package_takes_can_be_said_anew(client, draft):
    hand_in(client, draft, package(V2004))
    (lesson,) = lessons(draft)
    address = f"/authoring/drafts/{draft.public_id}/lessons/{lesson['key']}"
    assert 'value="20"' in client.get(address).text
    said = {"title": "预算怎么看", "text": "", "seen": seal(lesson)}
    assert client.post(address, data=said | {"minutes": "601"}).status_code == 422
    assert client.post(address, data=said | {"minutes": "35"}).status_code == 303
    assert lessons(draft)[0] == {**lesson, "minutes": 35}

"""Whoever wrote in a draft hears what others did with it; nobody else does."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.catalog.authoring.operations import review
from lms.core.database import db
from lms.notices.models import Notice
from tests.catalog.authoring.drafts import make_draft, make_people, publish, read
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")


def told() -> list[tuple[str, int]]:
    db.session.rollback()
    return [(each.kind, each.person_id) for each in db.session.scalars(select(Notice).order_by(Notice.id))]


def test_the_author_hears_of_review_and_publication() -> None:
    people = make_people()
    publish(make_draft(people.editor), people)
    author = people.editor.person_id
    assert told() == [("course_draft.reviewed", author), ("course_draft.approved", author)]


def test_the_author_hears_of_a_return_with_its_reason() -> None:
    people = make_people()
    draft_id = make_draft(people.editor)
    revision = read(draft_id).revision
    review.submit(draft_id, revision=revision, actor=people.editor, now=NOW)
    review.send_back(draft_id, "请补充依据", revision=revision, actor=people.reviewer, now=NOW)
    assert told() == [("course_draft.returned", people.editor.person_id)]
    assert db.session.scalars(select(Notice)).one().params["reason"] == "请补充依据"


def test_submitting_and_discarding_ones_own_draft_tells_nobody() -> None:
    people = make_people()
    draft_id = make_draft(people.editor)
    review.discard(draft_id, revision=read(draft_id).revision, actor=people.editor, now=NOW)
    assert told() == []

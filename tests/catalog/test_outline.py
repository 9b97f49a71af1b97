"""The outline: taken in by versions, courses on its nodes, gaps and amended bases in plain sight."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lms.catalog.folder import read_course
from lms.catalog.library import compare_library, read_library, take_library
from lms.catalog.models import Audience, CourseState
from lms.catalog.operations import Outcome, SyncClash
from lms.catalog.outline.models import OutlineNode, OutlineVersion
from lms.catalog.outline.queries import outline, place
from lms.catalog.outline.reading import read_outline
from lms.catalog.outline.shelves import find, shelves
from lms.catalog.problems import BrokenCourse
from lms.core.database import db
from lms.core.permissions import Actor, Grant, Role
from tests.catalog.factories import make_course, make_reading
from tests.catalog.folders import COURSE, OUTLINE, make_folder
from tests.concurrency.racing import at_once
from tests.factories import NOW, make_congress
from tests.support.accounts import make_deputy, make_staff, sign_in
from tests.support.statements import statements_of


@pytest.fixture
def congress_id(database):
    return make_congress().id


def lay(root, text=OUTLINE):
    (root / "outline.toml").write_text(text, "utf-8")
    return root


def take(root, congress_id, text=OUTLINE):
    library = read_library(lay(root, text))
    first, *_courses = take_library(library, congress_id=congress_id, actor=None, now=NOW)
    return first.outcome, list(first.fields)


def as_editor(congress_id):
    return Actor.of(1, None, congress_id, (Grant(Role.EDITOR),))


def problems(root):
    with pytest.raises(BrokenCourse) as broken:
        read_outline(root)
    return [(problem.line, problem.template) for problem in broken.value.problems]


def test_nodes_stand_in_the_order_of_the_tree(tmp_path):
    assert [node.key for node in read_outline(lay(tmp_path)).nodes] == ["proposals", "suggestions", "system"]


def test_the_same_outline_again_is_no_new_version(tmp_path, congress_id):
    assert take(tmp_path, congress_id) == (Outcome.ADDED, [])
    assert take(tmp_path, congress_id) == (Outcome.UNCHANGED, [])
    assert db.session.scalar(select(func.count()).select_from(OutlineVersion)) == 1


def test_a_change_is_named_and_older_versions_stay(tmp_path, congress_id):
    take(tmp_path, congress_id)
    changed = OUTLINE.replace('name = "代表建议"', 'name = "提出建议"').replace("2025-03-11", "2025-03-12")
    assert take(tmp_path, congress_id, changed) == (Outcome.CHANGED, ["node suggestions: name", "amendments"])
    db.session.rollback()
    names = db.session.scalars(
        select(OutlineNode.name).where(OutlineNode.key == "suggestions").order_by(OutlineNode.id)
    )
    assert list(names) == ["代表建议", "提出建议"]
    assert outline(as_editor(congress_id)).version.version == 2


def test_showing_what_would_change_changes_nothing(tmp_path, congress_id):
    make_folder(tmp_path)
    changes = compare_library(read_library(lay(tmp_path)), congress_id=congress_id)
    assert [(change.key, change.outcome) for change in changes] == [
        ("outline.toml", Outcome.ADDED),
        ("suggestion", Outcome.ADDED),
    ]
    assert db.session.scalar(select(func.count()).select_from(OutlineVersion)) == 0


@pytest.mark.parametrize(
    ("good", "bad", "line", "words"),
    [
        ('parent = "proposals"', 'parent = "none"', 17, "above this one"),
        ('parent = "proposals"', 'parent = "suggestions"', 17, "above this one"),
        ('key = "system"', 'key = "proposals"', 10, "already"),
        ('competency = "political_judgement"', 'competency = "politics"', 13, "one of"),
        ("2025-03-11", '"2025"', 24, "must be a day"),
        ('title = "大纲"', "", 1, "missing"),
    ],
)
def test_a_fault_of_the_outline_is_told_with_its_line(tmp_path, good, bad, line, words):
    found = problems(lay(tmp_path, OUTLINE.replace(good, bad)))
    assert line in [number for number, text in found if words in text]


def test_with_a_broken_outline_no_course_is_taken(tmp_path):
    make_folder(tmp_path)
    library = read_library(lay(tmp_path, OUTLINE.replace('competency = "proposing"', "")))
    assert (library.courses, [fault.key for fault in library.broken]) == ([], ["outline.toml"])


def test_a_course_that_names_a_node_which_is_not_there_is_refused_with_its_line(tmp_path):
    folder = make_folder(tmp_path, course=COURSE.replace('topic = "代表建议"', 'topic = "代表建议"\nnode = "none"'))
    with pytest.raises(BrokenCourse) as broken:
        read_course(folder, nodes={"suggestions"})
    assert [problem.line for problem in broken.value.problems] == [5]
    assert read_course(folder).node_key == "none"  # Where there is no outline, nothing can be said of it.


def test_courses_stand_on_their_nodes_and_gaps_are_seen(tmp_path, congress_id):
    take(tmp_path, congress_id)
    course = make_course(congress_id=congress_id, node_key="suggestions")
    make_reading(course, minutes=7)
    make_course(congress_id=congress_id, node_key="system", state=CourseState.DRAFT)
    lost = make_course(congress_id=congress_id, node_key="long-gone")
    make_course(node_key="suggestions")  # Of another congress.
    found = outline(as_editor(congress_id))
    proposals, system = found.branches
    assert [placed.course.id for placed in proposals.all_courses] == [course.id]
    assert (proposals.minutes, proposals.is_gap, proposals.gaps) == (7, False, [])
    assert [gap.node.key for gap in found.gaps] == [system.node.key]  # A draft closes no gap.
    assert [placed.course.id for placed in found.elsewhere] == [lost.id]


def test_a_course_whose_basis_was_amended_since_is_flagged(tmp_path, congress_id):
    make_course(congress_id=congress_id, node_key="suggestions")  # Rests on the wording of 11 March 2025.
    take(tmp_path, congress_id)
    assert outline(as_editor(congress_id)).amended == []
    take(tmp_path, congress_id, OUTLINE.replace("2025-03-11", "2025-03-12"))
    (placed,) = outline(as_editor(congress_id)).amended
    assert [(law, day.isoformat()) for law, day in placed.amended] == [("代表法", "2025-03-12")]


def test_the_page_shows_gaps_and_amendments_to_those_who_plan(client, tmp_path):
    congress = make_congress()
    course = make_course(congress_id=congress.id, node_key="suggestions")
    make_reading(course, minutes=7)
    take(tmp_path, congress.id, OUTLINE.replace("2025-03-11", "2025-03-12"))
    sign_in(client, make_staff(Role.ORGANIZER, congress))
    page = client.get("/outline").text
    for words in ("尚无课程", "依据已修改", course.title, "约 7 分钟", "建言献策", "全体代表", "2025年3月12日"):
        assert words in page
    assert "课程体系大纲" in client.get("/courses").text


def test_without_an_outline_the_page_says_where_it_comes_from(client, database):
    sign_in(client, make_staff(Role.EDITOR, make_congress()))
    assert "还没有大纲" in client.get("/outline").text


def test_a_deputy_reads_of_an_amendment_on_the_page_of_the_course(client, tmp_path):
    mandate, account = make_deputy()
    course = make_course(congress_id=mandate.congress_id, node_key="suggestions")
    take(tmp_path, mandate.congress_id, OUTLINE.replace("2025-03-11", "2025-03-12"))
    sign_in(client, account)
    page = client.get(f"/courses/{course.public_id}").text
    assert "依据已修改" in page
    assert "议案和建议 › 代表建议" in page
    assert client.get("/outline").status_code == 403


def test_courses_are_listed_in_the_order_of_the_outline(client, tmp_path):
    mandate, account = make_deputy()
    take(tmp_path, mandate.congress_id)
    for key, topic in ((None, "丙"), ("system", "乙"), ("suggestions", "甲")):
        make_reading(make_course(congress_id=mandate.congress_id, node_key=key, topic=topic))
    sign_in(client, account)
    page = client.get("/courses").text
    assert sorted("甲乙丙", key=lambda topic: page.index(f">{topic}</h2>")) == ["甲", "乙", "丙"]


def test_courses_are_found_by_the_tree_of_the_outline_and_by_audience(client, tmp_path):
    mandate, account = make_deputy()
    take(tmp_path, mandate.congress_id)
    here = make_course(congress_id=mandate.congress_id, node_key="suggestions", audience=Audience.GRASSROOTS)
    other = make_course(congress_id=mandate.congress_id, node_key="system")
    draft = make_course(congress_id=mandate.congress_id, node_key="system", state=CourseState.DRAFT)
    sign_in(client, account)
    found = {
        asked: [each for each in (here, other, draft) if f"/courses/{each.public_id}" in client.get(asked).text]
        for asked in (
            "/courses",
            "/courses?node=suggestions",
            "/courses?node=proposals",
            "/courses?node=nowhere",
            "/courses?audience=grassroots",
            "/courses?audience=nobody",
            "/courses?node=system&audience=grassroots",
        )
    }
    assert list(found.values()) == [[here, other], [here], [here], [], [here], [here, other], []]
    page = client.get("/courses").text
    assert "node=proposals" in page
    assert "没有符合条件的课程" in client.get("/courses?node=nowhere").text


def test_a_node_without_a_course_is_no_shelf_and_a_branch_counts_what_is_below_it(congress_id, tmp_path):
    take(tmp_path, congress_id)
    assert shelves(as_editor(congress_id)) == []
    for state in (CourseState.PUBLISHED, CourseState.DRAFT, CourseState.WITHDRAWN):
        make_course(congress_id=congress_id, node_key="suggestions", state=state)
    (branch,) = shelves(as_editor(congress_id))
    assert [(each.key, each.courses) for each in branch.walk()] == [("proposals", 2), ("suggestions", 2)]
    assert branch.keys == {"proposals", "suggestions"}
    assert find([branch], "suggestions").courses == 2
    assert find([branch], "system") is None


def test_a_course_on_no_node_has_no_place(congress_id):
    assert place(make_course(congress_id=congress_id)) is None


def test_the_page_asks_no_more_often_for_more_courses(client, tmp_path):
    congress = make_congress()
    take(tmp_path, congress.id)
    make_course(congress_id=congress.id, node_key="suggestions")
    sign_in(client, make_staff(Role.EDITOR, congress))
    few = statements_of(client, "/outline")
    for _ in range(20):
        make_course(congress_id=congress.id, node_key="system")
    assert statements_of(client, "/outline") == few <= 10


def test_two_syncs_at_once_make_one_version(tmp_path, congress_id):
    make_folder(tmp_path)
    library = read_library(lay(tmp_path))

    def take_all():
        changes = take_library(library, congress_id=congress_id, actor=None, now=NOW)
        return {change.outcome for change in changes}

    results = at_once(take_all, take_all)
    allowed = [SyncClash, {Outcome.ADDED}, {Outcome.UNCHANGED}, {Outcome.ADDED, Outcome.UNCHANGED}]
    assert all(result in allowed for result in results)
    db.session.rollback()
    assert db.session.scalars(select(OutlineVersion.version)).all() == [1]

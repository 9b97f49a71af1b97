"""Search over courses: two characters are enough, pinyin finds titles, and a caption leads to its second."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from lms.catalog.models import CourseState, Lesson
from lms.catalog.operations import COURSE_CHANGED
from lms.catalog.search import indexing
from lms.catalog.search.cli import index
from lms.catalog.search.models import Place
from lms.catalog.search.queries import Piece, pieces, search
from lms.catalog.search.sounds import sounds
from lms.core import events
from lms.core.database import transaction
from lms.core.event_delivery import deliver_pending
from lms.core.full_text.grams import phrases
from lms.core.permissions import Role
from tests.catalog.factories import make_course, make_reading, make_video
from tests.factories import NOW, make_congress
from tests.support.accounts import actor_of, make_staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def congress():
    return make_congress()


@pytest.fixture
def reader(congress):
    return actor_of(make_staff(Role.ORGANIZER, congress), Role.ORGANIZER, congress_id=congress.id)


@pytest.fixture
def course(congress):
    made = make_course(congress_id=congress.id, title="代表法要点", summary="权利和义务。")
    make_reading(made, title="读原文", body="## 闭会期间\n\n代表参加**统一组织**的履职活动。\n\n- 视察\n- 专题调研\n")
    make_video(made, title="三个问题")
    indexing.index_all()
    return made


def found(reader, query):
    return [(hit.place, "".join(piece.text for piece in hit.pieces)) for hit in search(reader, query, number=1).items]


def test_a_word_of_two_characters_is_found_in_titles_first(reader, course):
    hits = found(reader, "代表")
    assert hits[0] == (Place.TITLE, "代表法要点")
    assert (Place.READING, "代表参加统一组织的履职活动。") in hits


def test_what_is_marked_in_a_text_does_not_part_its_words(reader, course):
    assert found(reader, "参加统一组织的履职") == [(Place.READING, "代表参加统一组织的履职活动。")]
    assert found(reader, "专题调研") == [(Place.READING, "专题调研")]


def test_a_caption_is_found_with_its_second(reader, course):
    (hit,) = [each for each in search(reader, "现场", number=1).items if each.place is Place.CAPTION]
    assert hit.lesson.title == "三个问题"
    assert hit.second is not None


@pytest.mark.parametrize("typed", ["daibiaofa", "DaiBiao fa", "yaodian", "dbf", "fyd"])
def test_pinyin_and_initials_find_a_title(reader, course, typed):
    assert found(reader, typed) == [(Place.TITLE, "代表法要点")]


@pytest.mark.parametrize("typed", ["d", "aibiao", "zz", "宪法", "", "%", "_"])
def test_what_is_nowhere_is_not_found(reader, course, typed):
    assert found(reader, typed) == []


def test_a_draft_and_another_congress_are_not_searched(reader, course, congress):
    make_course(congress_id=congress.id, title="代表草案", state=CourseState.DRAFT)
    make_course(title="别处的代表")
    indexing.index_all()
    assert {text for _place, text in found(reader, "代表")} & {"代表草案", "别处的代表"} == set()


def test_a_dropped_lesson_is_found_no_more_once_the_course_has_changed(reader, course):
    with transaction() as session:
        lesson = session.query(Lesson).filter_by(course_id=course.id, title="读原文").one()
        lesson.is_current = False
        events.publish(session, COURSE_CHANGED, {"course_id": course.id, "version": 2}, now=NOW)
    deliver_pending(now=NOW)
    assert found(reader, "专题调研") == []
    assert found(reader, "要点") != []


def test_indexing_again_changes_nothing(reader, course):
    before = found(reader, "代表")
    done = CliRunner().invoke(index)
    assert done.exit_code == 0
    assert found(reader, "代表") == before


def test_a_long_text_is_cut_around_the_hit():
    text = "前" * 60 + "宪法" + "后" * 200
    cut = pieces(text, phrases("宪法"))
    assert cut[0] == cut[-1] == Piece("…", is_hit=False)
    assert Piece("宪法", is_hit=True) in cut
    assert sum(len(piece.text) for piece in cut) < 130


def test_a_hit_is_marked_in_the_text_as_it_is_written():
    assert pieces("见ＧＢ/T 9704", phrases("gb")) == [
        Piece("见", is_hit=False),
        Piece("ＧＢ", is_hit=True),
        Piece("/T 9704", is_hit=False),
    ]


def test_a_title_sounds_from_each_character_on():
    assert sounds("代表法") == "|daibiaofa|biaofa|fa|dbf|bf|f|"

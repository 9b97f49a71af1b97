"""Finding: which texts hold every part of what was asked, for an actor, and where in each text it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import contains_eager

from lms.catalog.access import may_see
from lms.catalog.models import Course, Lesson
from lms.catalog.search import sounds
from lms.catalog.search.models import Place, SearchText
from lms.core.database import db
from lms.core.full_text import grams
from lms.core.full_text.index import holds
from lms.core.pages import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Row, Select, Table

    from lms.core.permissions import Actor

PER_PAGE = 20
AROUND = 30  # Characters shown before and after the first hit of a long text.
_TEXTS = cast("Table", SearchText.__table__)


@dataclass(frozen=True)
class Piece:
    """A part of a text; `is_hit` if it is what was asked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class Hit:
    """A place at which something was found. `second` is that of a caption."""

    course: Course
    lesson: Lesson | None
    place: Place
    second: int | None
    pieces: Sequence[Piece]

    @property
    def is_title(self) -> bool:
        """Whether what was found is the name of the course or lesson itself."""
        return self.place <= Place.LESSON_TITLE


def search(actor: Actor, query: str, *, number: int) -> Page[Hit]:
    """One page of the texts that hold all parts of a query: titles first, then as the courses stand.

    A query of Latin letters also finds the titles that sound so, by pinyin or by initials.
    """
    asked = grams.phrases(query)
    # First the places alone, then the texts of one page: those of all hits would be sorted for nothing.
    places = (
        select(SearchText.id, func.count().over().label("total"))
        .join(SearchText.course)
        .where(may_see(actor), or_(holds(_TEXTS, asked), _sounds_like(query)))
        .order_by(SearchText.place > Place.LESSON_TITLE, Course.title, SearchText.course_id, SearchText.id)
        .limit(PER_PAGE)
    )
    number, rows = _page_of(places, number)
    hits = [_hit(each, asked) for each in _texts([row.id for row in rows])]
    return Page(hits, number, PER_PAGE, rows[0].total if rows else 0)


def _page_of(places: Select[int, int], number: int) -> tuple[int, Sequence[Row[int, int]]]:
    """A page of the places, or the first one if it lies behind the last."""
    rows = db.session.execute(places.offset((number - 1) * PER_PAGE)).all()
    if rows or number == 1:
        return number, rows
    return 1, db.session.execute(places).all()


def _texts(ids: Sequence[int]) -> Sequence[SearchText]:
    statement = (
        select(SearchText)
        .join(SearchText.course)
        .outerjoin(SearchText.lesson)
        .options(contains_eager(SearchText.course), contains_eager(SearchText.lesson))
        .where(SearchText.id.in_(ids))
    )
    return sorted(db.session.scalars(statement), key=lambda each: ids.index(each.id))


def pieces(content: str, asked: Sequence[grams.Phrase]) -> list[Piece]:
    """A text cut at what was asked for; of a long one what stands around the first hit, with … where it is cut."""
    marks = _marks(content, [each.text for each in asked])
    first = marks.index(True) if True in marks else 0  # A list of flags.
    start, end = max(0, first - AROUND), min(len(content), first + 3 * AROUND)
    cut: list[Piece] = [Piece("…", is_hit=False)] if start else []
    for at in range(start, end):
        if cut and cut[-1].is_hit == marks[at] and at > start:
            cut[-1] = Piece(cut[-1].text + content[at], marks[at])
        else:
            cut.append(Piece(content[at], marks[at]))
    return [*cut, Piece("…", is_hit=False)] if end < len(content) else cut


def _marks(content: str, wanted: Sequence[str]) -> list[bool]:
    """For each character whether it belongs to a hit. Folding may lengthen a character, so each is folded by itself."""
    owners = [at for at, character in enumerate(content) for _ in grams.folded(character)]
    whole = "".join(grams.folded(character) for character in content)
    marks = [False] * len(content)
    for each in wanted:
        at = whole.find(each)
        while at >= 0:
            for place in range(at, at + len(each)):
                marks[owners[place]] = True
            at = whole.find(each, at + 1)
    return marks


def _hit(found: SearchText, asked: Sequence[grams.Phrase]) -> Hit:
    place = Place(found.place)
    second = found.position if place is Place.CAPTION else None
    return Hit(found.course, found.lesson, place, second, pieces(found.content, asked))


def _sounds_like(query: str) -> ColumnElement[bool]:
    letters = sounds.asked(query)
    return SearchText.sounds.contains(f"{sounds.MARK}{letters}") if letters else false()

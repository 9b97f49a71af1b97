"""Search over twenty thousand texts: how long the slow ones of many queries take."""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING

from sqlalchemy import insert, text

from lms.catalog.search.models import Place, SearchText
from lms.catalog.search.queries import search
from lms.core.database import db, transaction
from lms.core.full_text.grams import grams
from lms.core.permissions import Role
from lms.core.settings import ROOT
from tests.benchmarks.figures import Figure
from tests.catalog.factories import make_course
from tests.factories import make_congress
from tests.support.accounts import actor_of, make_staff

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS, QUERIES, SEED = 20_000, 300, 7
LONGEST = 120  # Characters: a paragraph, or a few captions.
P95_MILLISECONDS = 50


def run() -> list[Figure]:
    """Fill the bound database with texts made of the courses' own sentences, and look for pieces of them."""
    choose = random.Random(SEED)  # Sentences, not secrets.
    congress = make_congress()
    actor = actor_of(make_staff(Role.ORGANIZER, congress), Role.ORGANIZER, congress_id=congress.id)
    sentences = _sentences()
    _fill(congress.id, sentences, choose)
    spent = sorted(_milliseconds(actor, query) for query in _queries(sentences, choose))
    p95, median = spent[int(len(spent) * 0.95)], spent[len(spent) // 2]
    note = f"{QUERIES} queries of 2 to 6 characters, median {median:.1f} ms, by the clock"
    name = f"search over {TEXTS:,} texts, p95"
    return [Figure(name, f"{p95:.1f} ms", f"<= {P95_MILLISECONDS} ms", p95 <= P95_MILLISECONDS, note)]


def _sentences() -> list[str]:
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "courses").rglob("*.md")))
    return [each for each in re.split(r"[。；\n]", whole) if len(each) > 8]  # No scraps.


def _fill(congress_id: int, sentences: list[str], choose: random.Random) -> None:
    course = make_course(congress_id=congress_id)
    contents = ("。".join(choose.sample(sentences, 3))[:LONGEST] for _ in range(TEXTS))
    rows = [
        {
            "course_id": course.id,
            "lesson_id": None,
            "place": Place.READING,
            "position": at,
            "content": content,
            "grams": grams(content),
            "sounds": "",
        }
        for at, content in enumerate(contents)
    ]
    with transaction() as session:
        session.execute(insert(SearchText), rows)
    with transaction() as session:
        session.execute(text("ANALYZE"))


def _queries(sentences: list[str], choose: random.Random) -> Iterator[str]:
    for _ in range(QUERIES):
        sentence = choose.choice(sentences)
        at = choose.randrange(len(sentence) - 6)
        yield sentence[at : at + choose.randint(2, 6)]


def _milliseconds(actor: object, query: str) -> float:
    began = time.perf_counter()
    search(actor, query, number=1)
    db.session.remove()
    return (time.perf_counter() - began) * 1000

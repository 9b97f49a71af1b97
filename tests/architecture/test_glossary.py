"""Every role, state, kind and head has its line in the glossary, with the Chinese that the pages show."""

from __future__ import annotations

import re

import pytest

from lms.catalog.authoring.imports.labels import FILE_KIND, OUTCOME
from lms.catalog.authoring.imports.labels import STATE as IMPORT_STATE
from lms.catalog.outline.labels import AUDIENCE, COMPETENCY
from lms.catalog.questions.labels import KIND as QUESTION_KIND
from lms.core.i18n import CHINESE, catalogue
from lms.core.permissions import Role
from lms.core.settings import ROOT
from lms.interop.tokens.labels import SCOPE, TOKEN_STATE
from lms.learning.models import Way
from lms.learning.packages.parts import PART_STATE
from lms.learning.required.labels import ASKED_OF
from lms.learning.required.states import STUDY_STATE
from lms.learning.tasks.labels import MET_BY
from lms.learning.tasks.states import UNIT_STATE
from lms.learning.viewings.labels import VIEWING_STATE
from lms.notices.letters.labels import DELIVERY, DRAFT_STATE, FORM, LETTER_STATE
from lms.people.accounts.labels import GRANT_STATE, ROLE
from lms.people.labels import STATUS
from lms.planning.annual.states import DECISION, PLAN_STATE
from lms.planning.calendar.year import MARKS
from lms.planning.resources.labels import HALF, VENUE_KIND
from lms.planning.term.goals import GOAL_FOR
from lms.records.checks.states import CHECK_STATE
from lms.records.corrections.labels import CORRECTION_STATE
from lms.records.diary.labels import STATE as NOTE_STATE
from lms.records.erasures.labels import ERASURE_STATE
from lms.records.heads import HEAD_WORDS
from lms.records.objections.labels import OBJECTION_STATE
from lms.study_sessions import labels
from lms.study_sessions.call_up.labels import TOLD

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| (?P<code>[^|]+) \| (?P<pages>[^|]+) \| [^|]+ \|$", re.MULTILINE)

# What the pages call each member: a msgid, or a msgid and the tone of its tag.
SHOWN: tuple[dict[object, object], ...] = (
    dict(ROLE),
    dict(STATUS),
    dict(GRANT_STATE),
    dict(HEAD_WORDS),
    dict(CORRECTION_STATE),
    dict(ERASURE_STATE),
    dict(CHECK_STATE),
    dict(OBJECTION_STATE),
    dict(VIEWING_STATE),
    dict(NOTE_STATE),
    dict(COMPETENCY),
    dict(AUDIENCE),
    dict(QUESTION_KIND),
    dict(IMPORT_STATE),
    dict(FILE_KIND),
    dict(OUTCOME),
    dict(ASKED_OF),
    dict(STUDY_STATE),
    dict(MET_BY),
    dict(PART_STATE),
    dict(UNIT_STATE),
    dict(SCOPE),
    dict(TOKEN_STATE),
    dict(GOAL_FOR),
    dict(PLAN_STATE),
    dict(DECISION),
    dict(MARKS),
    dict(VENUE_KIND),
    dict(HALF),
    dict(labels.STATE),
    dict(labels.PLACE_STATE),
    dict(labels.KIND),
    dict(labels.BASIS),
    dict(TOLD),
    dict(DRAFT_STATE),
    dict(LETTER_STATE),
    dict(FORM),
    dict(DELIVERY),
    dict(labels.METHOD),
)
MEMBERS = {f"{type(member).__name__}.{member.name}": words for table in SHOWN for member, words in table.items()}


def lines(text: str) -> dict[str, str]:
    """What pages show, by the word of the code; a line may name several words."""
    return {word: row["pages"] for row in LINE.finditer(text) for word in re.findall(r"`([^`]+)`", row["code"])}


def missing(text: str, members: dict[str, object]) -> list[str]:
    """The members without a line, or whose line shows another word than the pages."""
    known = lines(text)
    return [name for name, words in members.items() if _chinese(words) not in known.get(name, "")]


def test_the_checker_sees_planted_faults() -> None:
    good = "| `Role.DEPUTY` | 代表 | holds a mandate |\n"
    assert missing(good, {"Role.DEPUTY": ROLE[Role.DEPUTY]}) == []
    assert missing(good, {"Role.AUDITOR": ROLE[Role.AUDITOR]}) == ["Role.AUDITOR"]
    assert missing(good.replace("代表", "委员"), {"Role.DEPUTY": ROLE[Role.DEPUTY]}) == ["Role.DEPUTY"]


def test_every_role_state_kind_and_head_has_its_line() -> None:
    assert missing(GLOSSARY, MEMBERS) == []


def test_a_word_has_one_line() -> None:
    words = [word for row in LINE.finditer(GLOSSARY) for word in re.findall(r"`([^`]+)`", row["code"])]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("word", ["PlaybackLease", "Beat", "Enrolment", "RecordEntry", "Quota", Way.__name__])
def test_the_words_that_explain_the_rest_are_there(word: str) -> None:
    assert word in lines(GLOSSARY)


def _chinese(words: object) -> str:
    msgid = words[0] if isinstance(words, tuple) else words
    return catalogue(CHINESE).ugettext(str(msgid))

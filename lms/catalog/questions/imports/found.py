"""What a file says, question by question, in a shape that can be kept as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_QUESTIONS = 500  # In one file; a course has fewer.
LONGEST_WORDS = 80


class FileKind(StrEnum):
    """What a file was written for."""

    GIFT = "gift"
    MOODLE_XML = "moodle_xml"
    WORKBOOK = "workbook"


class Reason(TypedDict):
    """A msgid of `lms.catalog.questions.imports.reasons`, or of the rules for questions, with its words.

    `column` is the title of a workbook's column that it concerns.
    """

    template: str
    params: Mapping[str, Any]
    column: NotRequired[str]


class Asked(TypedDict):
    """A question as it could be asked here; `right` has the shape of a questions.toml."""

    kind: str
    text: str
    options: NotRequired[list[str]]
    right: list[int] | int | bool
    explanation: str
    source: str


class Found(TypedDict):
    """One question of a file. `asked` is None where it cannot be asked here; `refused` then says why.

    `line` is where it begins (in a workbook its row); `words` are its first words; `lesson` is what the file says of where
    it belongs; `left` is what had to be left out of it; `cells` are those of a workbook's row, as they came.
    """

    line: int
    words: str
    lesson: str
    asked: Asked | None
    refused: list[Reason]
    left: list[Reason]
    cells: NotRequired[dict[str, str | int | float]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as a file gives it: `weight` is in per cent, from -100 to 100."""

    text: str
    weight: float
    feedback: str = ""


@dataclass(slots=True)
class Reading:
    """What reading one question has gathered so far."""

    line: int
    lesson: str = ""
    words: str = ""
    left: list[Reason] = field(default_factory=list)

    def leave(self, template: str, **params: object) -> None:
        """Note once that something was left out."""
        noted = because(template, **params)
        if noted not in self.left:
            self.left.append(noted)

    def refuse(self, template: str, **params: object) -> Found:
        """The question cannot be asked here."""
        return self._found(None, [because(template, **params)])

    def ask(self, asked: Asked) -> Found:
        """The question can be asked here."""
        return self._found(asked, [])

    def _found(self, asked: Asked | None, refused: list[Reason]) -> Found:
        words = self.words if len(self.words) <= LONGEST_WORDS else f"{self.words[: LONGEST_WORDS - 1]}…"
        return Found(line=self.line, words=words, lesson=self.lesson, asked=asked, refused=refused, left=self.left)


def because(template: str, **params: object) -> Reason:
    """A reason."""
    return Reason(template=template, params=params)


def one_line(text: str) -> str:
    """Text as our questions have it: one line, single spaces, none of the invisible marks that word processors leave."""
    return " ".join("".join(each for each in text if each.isprintable() or each.isspace()).split())

"""Reading Moodle XML, as docs.moodle.org/en/Moodle_XML_format publishes it.

The tree is never built: only the few texts that matter are kept, question by question, and a file that declares anything
of its own is refused before it can name an entity.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from lms.catalog.questions.imports import reasons
from lms.catalog.questions.imports.choosing import WHOLE, choice, statement
from lms.catalog.questions.imports.found import Answer, Reading
from lms.catalog.questions.imports.plain import LONGEST, Format, words_of
from lms.catalog.questions.imports.refusals import BrokenXml, DeclaresEntities, NotMoodle, TooDeep

if TYPE_CHECKING:
    from lms.catalog.questions.imports.found import Found

DEEPEST = 30
_FORMATS = {"html": Format.HTML, "markdown": Format.MARKDOWN, "plain_text": Format.PLAIN}
_REFUSED = {
    "matching": reasons.MATCHING,
    "essay": reasons.ESSAY,
    "numerical": reasons.NUMERICAL,
    "calculated": reasons.NUMERICAL,
    "calculatedsimple": reasons.NUMERICAL,
    "shortanswer": reasons.SHORT_ANSWER,
    "cloze": reasons.CLOZE,
    "description": reasons.DESCRIPTION,
}
_NAMED = 40  # Characters of a kind's name that a message repeats.


@dataclass
class _Text:
    """A text and how it is marked up."""

    words: str = ""
    form: Format = Format.AUTO


@dataclass
class _Given:
    """An answer as it stands in the file."""

    weight: str
    text: _Text
    feedback: _Text = field(default_factory=_Text)


@dataclass
class _Element:
    """A question as it stands in the file."""

    kind: str
    line: int
    text: _Text = field(default_factory=_Text)
    general: _Text = field(default_factory=_Text)
    category: str = ""
    single: str = "true"
    has_files: bool = False
    has_hints: bool = False
    answers: list[_Given] = field(default_factory=list)


def read_moodle(text: str) -> list[Found]:
    """The questions of a file, in order; categories name the lesson of those that follow.

    Raises:
        BrokenXml, DeclaresEntities, TooDeep, NotMoodle.
    """
    reader = _Reader()
    reader.read(text)
    found, category = [], ""
    for element in reader.elements:
        if element.kind == "category":
            category = element.category
        else:
            found.append(_question(element, Reading(element.line, category)))
    return found


class _Reader:
    """Gathers the questions' texts by the path on which they stand."""

    def __init__(self) -> None:
        self.elements: list[_Element] = []
        self._path: list[str] = []
        self._forms: list[Format] = []
        self._text: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True

    def read(self, text: str) -> None:
        parser = self._parser
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        try:
            parser.Parse(text, True)
        except (expat.ExpatError, ValueError, LookupError):
            raise BrokenXml(line=parser.ErrorLineNumber or parser.CurrentLineNumber) from None

    def _refuse(self, *_declaration: object) -> None:
        raise DeclaresEntities

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        self._text.clear()
        if len(self._path) > DEEPEST:
            raise TooDeep
        if len(self._path) == 1 and name != "quiz":
            raise NotMoodle
        self._forms.append(_FORMATS.get(attributes.get("format", ""), Format.AUTO))
        if self._path == ["quiz", "question"]:
            self.elements.append(_Element(attributes.get("type", ""), self._parser.CurrentLineNumber))
        elif self._path == ["quiz", "question", "answer"]:
            self.elements[-1].answers.append(_Given(attributes.get("fraction", "0"), _Text(form=self._forms[-1])))

    def _end(self, _name: str) -> None:
        path, text = "/".join(self._path[2:]), "".join(self._text)
        self._path.pop()
        self._forms.pop()
        self._text.clear()
        if self.elements and path:
            self._take(self.elements[-1], path, text)

    def _take(self, element: _Element, path: str, text: str) -> None:
        form = self._forms[-1] if self._forms else Format.AUTO
        match path:
            case "questiontext/text":
                element.text = _Text(text, form)
            case "generalfeedback/text":
                element.general = _Text(text, form)
            case "answer/text":
                element.answers[-1].text.words = text
            case "answer/feedback/text":
                element.answers[-1].feedback = _Text(text, form)
            case "category/text":
                element.category = text.strip()
            case "single":
                element.single = text.strip().lower()
            case "hint/text":
                element.has_hints = element.has_hints or bool(text.strip())
            case _:
                element.has_files = element.has_files or (path.endswith(("file", "image")) and bool(text.strip()))


def _question(element: _Element, reading: Reading) -> Found:
    if any(len(each.words) > LONGEST for each in _texts(element)):
        return reading.refuse(reasons.TOO_LONG)
    words = reading.words = _words(element.text, reading)
    if element.kind not in ("multichoice", "truefalse"):
        template = _REFUSED.get(element.kind, reasons.OTHER_KIND)
        return reading.refuse(template, **({} if element.kind in _REFUSED else {"kind": element.kind[:_NAMED]}))
    if element.has_files:
        reading.leave(reasons.IMAGES)
    if element.has_hints:
        reading.leave(reasons.FEEDBACK)
    answers = []
    for given in element.answers:
        weight = _weight(given.weight)
        if weight is None:
            return reading.refuse(reasons.WEIGHT)
        answers.append(Answer(_words(given.text, reading), weight, _words(given.feedback, reading)))
    general = _words(element.general, reading)
    if element.kind == "truefalse":
        return _statement(reading, words, answers, general)
    return choice(reading, words, answers, general, is_single=element.single not in ("false", "0"))


def _statement(reading: Reading, words: str, answers: list[Answer], general: str) -> Found:
    right = [each for each in answers if each.weight >= WHOLE]
    if sorted(each.text.lower() for each in answers) != ["false", "true"] or len(right) != 1:
        return reading.refuse(reasons.NOT_TRUE_OR_FALSE)
    explanation = general or right[0].feedback
    if any(each.feedback not in ("", explanation) for each in answers):
        reading.leave(reasons.FEEDBACK)
    return statement(reading, words, is_true=right[0].text.lower() == "true", explanation=explanation)


def _texts(element: _Element) -> list[_Text]:
    of_answers = [text for each in element.answers for text in (each.text, each.feedback)]
    return [element.text, element.general, *of_answers]


def _words(text: _Text, reading: Reading) -> str:
    return words_of(text.words, text.form, reading)


def _weight(said: str) -> float | None:
    try:
        weight = float(said)
    except ValueError:
        return None
    return weight if abs(weight) <= WHOLE else None

"""Reading GIFT, as docs.moodle.org/en/GIFT_format publishes it.

A block of lines is a question, a blank line ends it, a line that begins with // is a comment. Escaped characters are put
out of sight first, so that those that are left are marks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lms.catalog.questions.imports import reasons
from lms.catalog.questions.imports.choosing import WHOLE, choice, statement
from lms.catalog.questions.imports.found import LONGEST_WORDS, Answer, Reading, one_line
from lms.catalog.questions.imports.plain import LONGEST, Format, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lms.catalog.questions.imports.found import Found

CATEGORY = "$CATEGORY:"
GAP = "____"
_ESCAPED = {"~": "\ufdd0", "=": "\ufdd1", "#": "\ufdd2", "{": "\ufdd3", "}": "\ufdd4", ":": "\ufdd5", "\\": "\ufdd6"}
_HIDE = {**_ESCAPED, "n": "\ufdd7"}
_SHOW = str.maketrans({hidden: mark for mark, hidden in _ESCAPED.items()} | {"\ufdd7": "\n"})
_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_TITLE = re.compile(r"\s*::.*?::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_WEIGHT = re.compile(r"\s*%([^%\n]{1,12})%")
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d+)?")
_MARK = re.compile(r"(?=[~=])")
_CLOZE = re.compile(r"\d*:[A-Z_]+:")
_FORMATS = {"html": Format.HTML, "markdown": Format.MARKDOWN, "plain": Format.PLAIN, "moodle": Format.AUTO}


def read_gift(text: str) -> Iterator[Found]:
    """The questions of a file, in order. A question that cannot be read is told and the next one begins."""
    for line, lesson, block in _blocks(text):
        reading = Reading(line, lesson)
        yield _question(reading, _ESCAPE.sub(lambda escape: _HIDE[escape[1]], block))


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Each question's lines without comments, after the line on which it begins and the category that it stands in."""
    start, lines, category = 0, list[str](), ""
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.strip()
        if bare.startswith("//"):
            continue
        if lines and (not bare or bare.startswith(CATEGORY)):
            yield start, category, "\n".join(lines)
            lines = []
        if bare.startswith(CATEGORY):
            category = bare.removeprefix(CATEGORY).strip()
        elif bare:
            start = start if lines else number
            lines.append(line)


def _question(reading: Reading, block: str) -> Found:
    title = _TITLE.match(block)
    form, block = _format(block[title.end() :] if title else block, Format.AUTO)
    if len(block) > LONGEST:
        reading.words = one_line(block[:LONGEST_WORDS].translate(_SHOW))
        return reading.refuse(reasons.TOO_LONG)
    head, opened, rest = block.partition("{")
    inside, closed, tail = rest.rpartition("}")
    if not opened and "}" not in head:
        reading.words = _words(head, form, reading)
        return reading.refuse(reasons.DESCRIPTION)
    text = f"{head.strip()} {GAP} {tail.strip()}" if tail.strip() else head
    words = reading.words = _words(text, form, reading)
    if not (opened and closed) or "{" in inside or "}" in inside:
        return reading.refuse(reasons.BRACES)
    answers, _, general = inside.partition("####")
    return _answered(reading, words, answers.strip(), _words(general, form, reading), form)


def _answered(reading: Reading, words: str, inside: str, general: str, form: Format) -> Found:
    """The question by what stands between its braces."""
    if truth := _TRUTH.fullmatch(inside):
        return _statement(reading, words, truth, general, form)
    if template := _not_asked_here(inside):
        return reading.refuse(template)
    before, *parts = _MARK.split(inside)
    answers = [_answer(reading, part, form) for part in parts]
    if before.strip():
        return reading.refuse(reasons.ANSWERS)
    sound = [each for each in answers if each]
    if len(sound) < len(answers):
        return reading.refuse(reasons.WEIGHT)
    return choice(reading, words, sound, general, is_single="=" in inside)


def _not_asked_here(inside: str) -> str:
    """Why answers of this kind are not for us; empty if they are options."""
    if not inside:
        return reasons.ESSAY
    if inside.startswith("#"):
        return reasons.NUMERICAL
    if _CLOZE.match(inside):
        return reasons.CLOZE
    if "~" in inside:
        return ""
    _, *parts = _MARK.split(inside)
    is_matching = bool(parts) and all("->" in part for part in parts)
    return reasons.MATCHING if is_matching else reasons.SHORT_ANSWER


def _statement(reading: Reading, words: str, truth: re.Match[str], general: str, form: Format) -> Found:
    """Feedback to the wrong answer comes first, that to the right one second."""
    wrong, _, right = (truth[2] or "").partition("#")
    to_wrong, to_right = _words(wrong, form, reading), _words(right, form, reading)
    explanation = general or to_right or to_wrong
    if any(each not in ("", explanation) for each in (to_wrong, to_right)):
        reading.leave(reasons.FEEDBACK)
    return statement(reading, words, is_true=truth[1].upper().startswith("T"), explanation=explanation)


def _answer(reading: Reading, part: str, form: Format) -> Answer | None:
    """An answer after its mark; None if what it says of its weight is none."""
    mark, part = part[0], part[1:]
    weight = 100.0 if mark == "=" else 0.0
    if said := _WEIGHT.match(part):
        number, part = said[1].strip(), part[said.end() :]
        if not _NUMBER.fullmatch(number) or abs(float(number)) > WHOLE:
            return None
        weight = float(number)
    text, _, feedback = part.partition("#")
    return Answer(_words(text, form, reading), weight, _words(feedback, form, reading))


def _words(text: str, form: Format, reading: Reading) -> str:
    form, text = _format(text, form)
    return words_of(text.translate(_SHOW), form, reading)


def _format(text: str, otherwise: Format) -> tuple[Format, str]:
    named = _FORMAT.match(text)
    return (_FORMATS[named[1].lower()], text[named.end() :]) if named else (otherwise, text)

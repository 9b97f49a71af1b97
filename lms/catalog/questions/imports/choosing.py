"""From the answers of a file to a question with options, as it can be asked here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.catalog.questions.imports import reasons
from lms.catalog.questions.imports.found import Asked
from lms.catalog.questions.models import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.catalog.questions.imports.found import Answer, Found, Reading

WHOLE = 100


def choice(reading: Reading, words: str, answers: Sequence[Answer], explanation: str, *, is_single: bool) -> Found:
    """A question with options. Partial weights and feedback to single answers stay behind."""
    if is_single:
        right = [number for number, each in enumerate(answers, start=1) if each.weight >= WHOLE]
    else:
        right = [number for number, each in enumerate(answers, start=1) if each.weight > 0]
    if not words:
        return reading.refuse(reasons.NO_WORDS)
    if not right:
        return reading.refuse(reasons.NO_RIGHT)
    if is_single and len(right) > 1:
        return reading.refuse(reasons.SEVERAL_RIGHT)
    if _has_partial_weights([each.weight for each in answers], count=len(right)):
        reading.leave(reasons.WEIGHTS)
    if not is_single and len(right) == 1:
        reading.leave(reasons.NUMBER_OF_ANSWERS)
    is_one = len(right) == 1
    return reading.ask(
        Asked(
            kind=(QuestionKind.SINGLE if is_one else QuestionKind.MULTIPLE).value,
            text=words,
            options=[each.text for each in answers],
            right=right[0] if is_one else right,
            explanation=_explanation(reading, answers, right, explanation),
            source="",
        )
    )


def statement(reading: Reading, words: str, *, is_true: bool, explanation: str) -> Found:
    """A statement that is true or false."""
    if not words:
        return reading.refuse(reasons.NO_WORDS)
    kind = QuestionKind.TRUE_FALSE.value
    return reading.ask(Asked(kind=kind, text=words, right=is_true, explanation=explanation, source=""))


def _has_partial_weights(weights: list[float], *, count: int) -> bool:
    """Whether the weights say more than right and wrong; equal shares of the right answers do not."""
    share = WHOLE / count
    return any(weight and abs(weight - share) > 1 and weight != WHOLE for weight in weights)


def _explanation(reading: Reading, answers: Sequence[Answer], right: Sequence[int], general: str) -> str:
    """The general feedback; where there is none, that of the one right answer."""
    fallback = answers[right[0] - 1].feedback if len(right) == 1 else ""
    used = general or fallback
    if any(each.feedback not in ("", used) for each in answers):
        reading.leave(reasons.FEEDBACK)
    return used

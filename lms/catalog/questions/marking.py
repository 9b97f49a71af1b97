"""Marking an answer: right or not, by the options alone. Nothing is kept here, and there are no points."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from lms.catalog.questions.models import Question


def is_right(question: Question, chosen: Collection[int]) -> bool:
    """Whether just the right options were chosen, by their numbers. Half of several right ones is not right."""
    return frozenset(chosen) == question.right

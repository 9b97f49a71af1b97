"""What the server tells a package when it starts (SCORM 1.2 RTE 3.4; SCORM 2004 RTE 4.2). Pure.

`entry`, `credit`, `mode` and `total_time` are ours at each launch, whatever a page said before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.catalog.packages.manifest import Standard
from lms.learning.packages.status import AT_FIRST, span

if TYPE_CHECKING:
    from lms.catalog.packages.models import PackagePart
    from lms.learning.packages.models import PackageState


@dataclass(frozen=True, slots=True)
class Learner:
    """Who a package is told that it runs for: a name that stands for the person in this package alone, and no more."""

    alias: str
    name: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms it runs: for the record, again after it was completed, or only to be looked at."""

    credit: str
    mode: str


FOR_CREDIT = Terms("credit", "normal")
AGAIN = Terms("no-credit", "review")
TO_LOOK = Terms("no-credit", "browse")


def values_at_launch(
    standard: Standard, part: PackagePart, state: PackageState | None, learner: Learner, terms: Terms
) -> dict[str, str]:
    """The data model as the part finds it; elements that stay empty are left out."""
    told = _scorm_12 if standard is Standard.SCORM_12 else _scorm_2004
    values = {
        "cmi.launch_data": part.launch_data,
        **told(state, learner, terms),
    }
    if standard is Standard.SCORM_12:
        values["cmi.student_data.mastery_score"] = part.mastery_score
    return {name: value for name, value in values.items() if value}


def _scorm_12(state: PackageState | None, learner: Learner, terms: Terms) -> dict[str, str]:
    values = {
        "cmi.core.student_id": learner.alias,
        "cmi.core.student_name": learner.name,
        "cmi.core.credit": terms.credit,
        "cmi.core.lesson_mode": terms.mode,
        "cmi.core.total_time": span(state.total_ms if state else 0, Standard.SCORM_12),
    }
    if state is None:
        return {**values, "cmi.core.entry": "ab-initio", "cmi.core.lesson_status": AT_FIRST[Standard.SCORM_12][0]}
    return {
        **values,
        "cmi.core.entry": "resume" if state.is_suspended else "",
        "cmi.core.lesson_status": state.completion,
        "cmi.core.lesson_location": state.location,
        "cmi.core.score.raw": state.score_raw,
        "cmi.suspend_data": state.suspend_data,
    }


def _scorm_2004(state: PackageState | None, learner: Learner, terms: Terms) -> dict[str, str]:
    values = {
        "cmi.learner_id": learner.alias,
        "cmi.learner_name": learner.name,
        "cmi.credit": terms.credit,
        "cmi.mode": terms.mode,
    }
    if state is None or not state.is_suspended:  # A new attempt: nothing of an ended one is handed on.
        completion, success = AT_FIRST[Standard.SCORM_2004]
        return {
            **values,
            "cmi.entry": "ab-initio",
            "cmi.completion_status": completion,
            "cmi.success_status": success,
            "cmi.total_time": span(0, Standard.SCORM_2004),
        }
    return {
        **values,
        "cmi.entry": "resume",
        "cmi.completion_status": state.completion,
        "cmi.success_status": state.success,
        "cmi.location": state.location,
        "cmi.score.raw": state.score_raw,
        "cmi.score.scaled": state.score_scaled,
        "cmi.suspend_data": state.suspend_data,
        "cmi.total_time": span(state.total_ms, Standard.SCORM_2004),
    }

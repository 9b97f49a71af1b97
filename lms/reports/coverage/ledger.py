"""A unit's ledger of the term: every deputy in office, what they have studied from all sources, and whom to call next.

The order is that in which units are asked to put deputies forward (`lms.study_sessions.priority`); the exempt come last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from lms.reports.completion import CompletionReport
from lms.study_sessions.seats.priority import class_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from lms.people.models import ElectingBody
    from lms.records.models import EntryKind
    from lms.reports.completion import Deputy
    from lms.reports.known import Question
    from lms.study_sessions.states import Priority


@dataclass(frozen=True)
class Line:
    """One deputy: why it is their turn, when they were last trained, and how often they completed each kind of study."""

    deputy: Deputy
    priority: Priority
    trained_on: date | None
    times: Mapping[EntryKind, int]

    @property
    def exemption(self) -> str | None:
        """The reason for which the deputy is exempt (免训), if so."""
        return self.deputy.study.exemption


@dataclass(frozen=True)
class Ledger:
    """The deputies of one unit in the order of calling, and the kinds of study that their lines can name."""

    body: ElectingBody
    lines: Sequence[Line]
    kinds: Sequence[EntryKind]


def ledger(session: Session, question: Question, body: ElectingBody) -> Ledger:
    """The ledger of one electing body."""
    report = CompletionReport(session, replace(question, bodies=frozenset({body.id})), bodies=[body])
    # A stable sort: deputies of one class and day stay in the order of lists.
    lines = sorted((_line(report, deputy) for deputy in report.deputies()), key=_turn)
    return Ledger(body, lines, report.kinds)


def _line(report: CompletionReport, deputy: Deputy) -> Line:
    study = deputy.study
    trained_on = study.counted[-1] if study.counted else None
    times = {kind: len(study.completed[kind.id]) for kind in report.kinds if study.completed.get(kind.id)}
    return Line(deputy, class_of(study, trained_on), trained_on, times)


def _turn(line: Line) -> tuple[bool, int, date]:
    return line.exemption is not None, line.priority, line.trained_on or date.min

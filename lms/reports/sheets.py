"""The completion report as tables: by electing unit with totals, by deputy with dates, and the cover's few figures.

Units stand in official order, never by rate. Every table says which day and which instant it speaks of.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from lms.core.i18n import gettext as _
from lms.documents.tables import Cell, Column, Kind, Table, display, share
from lms.records.heads import head_name, kind_name
from lms.records.models import Head
from lms.reports.completion import GROUPS, MEASURES
from lms.reports.wording import GROUP_WORDS, MEASURE_WORDS, body_name, instant_words, notes, term_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from lms.documents.tables import Row
    from lms.records.models import EntryKind
    from lms.reports.completion import CompletionReport, UnitFigures


def by_unit(report: CompletionReport, units: Iterable[UnitFigures], *, made_at: datetime) -> Table:
    """One row for each electing unit and one for all: in office, due, trained, their shares; people and times."""
    return Table(
        name=_("By electing unit"),
        title=_("Completion of study in %(term)s, by electing unit", term=term_name(report)),
        columns=(
            Column(key="number", title=_("Serial no."), width=2.5, kind=Kind.NUMBER),
            Column(key="unit", title=_("Electing unit"), width=10, wraps=True),
            *(_measure(measure, group) for measure in MEASURES for group in GROUPS),
            *(_rate(group) for group in GROUPS),
            *(column for kind in report.kinds for column in _kind_sums(kind)),
        ),
        rows=_unit_rows(report.kinds, units),
        notes=notes(report),
        made_by=report.question.term.congress_name,
        made_at=instant_words(made_at),
        has_total=True,
        frozen=2,
    )


def on_screen(report: CompletionReport, units: Iterable[UnitFigures]) -> Table:
    """The same by electing unit, in as few columns as a page can bear."""
    return Table(
        name="",
        title=_("By electing unit"),
        columns=(
            Column(key="unit", title=_("Electing unit")),
            *(
                Column(key=measure, title=_(MEASURE_WORDS[measure]), kind=Kind.NUMBER, summed=True)
                for measure in MEASURES
            ),
            Column(key="rate", title=_("Share trained"), kind=Kind.SHARE, share_of=("trained", "due")),
            *(replace(column, under=column.under[1:]) for kind in report.kinds for column in _kind_sums(kind)),
        ),
        rows=_unit_rows(report.kinds, units),
        has_total=True,
    )


def by_deputy(
    report: CompletionReport,
    *,
    made_at: datetime,
    totals: bool = True,
    told: Callable[[int], None] = lambda _done: None,
) -> Table:
    """One row for each deputy in office, with the days of completion, and one after each unit with its total.

    Args:
        totals: without them it is plain data, as programs like to read it.
        told: is called with how many deputies are done, now and then.
    """
    return Table(
        name=_("By deputy"),
        title=_("Completion of study in %(term)s, by deputy", term=term_name(report)),
        columns=(
            Column(key="number", title=_("Serial no."), width=2.5, kind=Kind.NUMBER),
            Column(key="unit", title=_("Electing unit"), width=9, wraps=True),
            Column(key="name", title=_("Full name"), width=6, wraps=True),
            Column(key="card", title=_("Deputy card no."), width=6),
            Column(key="newly", title=_("Newly elected"), kind=Kind.FLAG, width=3, summed=True),
            Column(key="grassroots", title=_("Grassroots"), kind=Kind.FLAG, width=3, summed=True),
            Column(key="due", title=_("Deputies due"), kind=Kind.FLAG, width=3, summed=True),
            Column(key="exemption", title=_("Reason of exemption"), width=7, wraps=True),
            Column(key="trained", title=_("Deputies trained"), kind=Kind.FLAG, width=3, summed=True),
            *(column for kind in report.kinds for column in _kind_days(kind)),
        ),
        rows=_deputy_rows(report, told),
        notes=notes(report),
        made_by=report.question.term.congress_name,
        made_at=instant_words(made_at),
        group_by="unit" if totals else None,
        has_total=totals,
        frozen=3,
    )


def cover(units: Iterable[UnitFigures]) -> Table:
    """The three numbers and their share, for all and for two groups: the table on an official report's first page."""
    counts = sum((unit.counts for unit in units), Counter[str]())
    rows: list[dict[str, Cell]] = [
        {"measure": _(MEASURE_WORDS[measure]), **{"in" + group: counts[measure + group] for group in GROUPS}}
        for measure in MEASURES
    ]
    rates = {group: share(counts["trained" + group], counts["due" + group]) for group in GROUPS}
    words = {"in" + group: display(rate, Kind.SHARE) for group, rate in rates.items()}
    rows.append({"measure": _("Trained of due"), **words})
    return Table(
        name="",
        title="",
        columns=(
            Column(key="measure", title=_("Measure"), width=8),
            *(Column(key="in" + group, title=_(GROUP_WORDS[group]), kind=Kind.NUMBER, width=5) for group in GROUPS),
        ),
        rows=rows,
    )


def _measure(measure: str, group: str) -> Column:
    return Column(
        key=measure + group,
        title=_(GROUP_WORDS[group]),
        under=(_(MEASURE_WORDS[measure]),),
        kind=Kind.NUMBER,
        width=3,
        summed=True,
    )


def _rate(group: str) -> Column:
    return Column(
        key="rate" + group,
        title=_(GROUP_WORDS[group]),
        under=(_("Trained of due"),),
        kind=Kind.SHARE,
        width=3.5,
        share_of=("trained" + group, "due" + group),
    )


def _kind_sums(kind: EntryKind) -> tuple[Column, Column]:
    under = (head_name(Head.STUDY), kind_name(kind))
    return (
        Column(
            key=f"people_{kind.id}", title=_("Number of people"), under=under, kind=Kind.NUMBER, width=3, summed=True
        ),
        Column(
            key=f"times_{kind.id}", title=_("Number of times"), under=under, kind=Kind.NUMBER, width=3.5, summed=True
        ),
    )


def _kind_days(kind: EntryKind) -> tuple[Column, Column]:
    under = (head_name(Head.STUDY), kind_name(kind))
    return (
        Column(key=f"times_{kind.id}", title=_("Number of times"), under=under, kind=Kind.NUMBER, width=3, summed=True),
        Column(
            key=f"days_{kind.id}", title=_("Days of completion"), under=under, kind=Kind.DATES, width=12.5, wraps=True
        ),
    )


def _unit_rows(kinds: Sequence[EntryKind], units: Iterable[UnitFigures]) -> Iterator[Row]:
    sums = [measure + group for measure in MEASURES for group in GROUPS]
    sums += [f"{what}_{kind.id}" for kind in kinds for what in ("people", "times")]
    for number, unit in enumerate(units, start=1):
        yield {"number": number, "unit": body_name(unit.body), **{key: unit.counts[key] for key in sums}}


def _deputy_rows(report: CompletionReport, told: Callable[[int], None]) -> Iterator[Row]:
    units = {body.id: body_name(body) for body in report.bodies}
    for number, deputy in enumerate(report.deputies(told), start=1):
        study = deputy.study
        row: dict[str, Cell] = {
            "number": number,
            "unit": units[study.body_id],
            "name": deputy.name,
            "card": deputy.card_number,
            "newly": study.is_newly_elected,
            "grassroots": study.is_grassroots,
            "due": study.is_due,
            "exemption": study.exemption,
            "trained": study.is_trained if study.is_due else None,
        }
        for kind in report.kinds:
            days = tuple(study.completed.get(kind.id, ()))
            row[f"times_{kind.id}"] = len(days)
            row[f"days_{kind.id}"] = days or None
        yield row

"""The worksheet in words: one table and the rules behind it, for the page, for paper and for the workbook."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext
from lms.documents.tables import Column, Kind, Table
from lms.study_sessions.sharing.worksheet import Method

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from lms.documents.tables import Row
    from lms.people.models import ElectingBody
    from lms.study_sessions.sharing.worksheet import Share, Worksheet

    Bodies = Mapping[int, ElectingBody]

FOUR_DECIMALS = Decimal("0.0001")


def table(
    worksheet: Worksheet, bodies: Bodies, *, title: str = "", notes: tuple[str, ...] = (), numbered: bool = False
) -> Table:
    """Every unit's line, in official order, with the numbers of its method.

    Args:
        title: the table's own words, where it stands alone.
        notes: sentences under the title.
        numbered: whether the lines are numbered, for paper.
    """
    number = (Column(key="number", title=_("No."), kind=Kind.NUMBER, width=2.6),) if numbered else ()
    held = (
        (Column(key="held", title=_("Of these held for grassroots"), kind=Kind.NUMBER, width=4.5, summed=True),)
        if worksheet.grassroots
        else ()
    )
    return Table(
        name=_("Worksheet"),
        title=title or _("Worksheet of the apportionment"),
        columns=(
            *number,
            Column(key="unit", title=_("Electing unit"), width=11, wraps=True),
            Column(key="basis", title=_("Basis"), kind=Kind.NUMBER, width=4.5, summed=True),
            Column(key="quota", title=_("Exact quota"), kind=Kind.DECIMAL, width=6),
            *_columns_of(worksheet.method),
            Column(key="why", title=_("Why"), width=8, wraps=True),
            Column(key="places", title=_("Places"), kind=Kind.NUMBER, width=4.5, summed=True),
            *held,
        ),
        rows=_rows(worksheet, bodies),
        notes=notes,
        has_total=True,
        frozen=1 + numbered,
    )


def rules(worksheet: Worksheet, bodies: Bodies) -> list[str]:
    """How it was computed, step by step, with what decided the last place."""
    steps = [
        ngettext(
            "%(num)d place is kept in the common pool; %(shared)d of %(places)d are shared.",
            "%(num)d places are kept in the common pool; %(shared)d of %(places)d are shared.",
            worksheet.reserve,
            shared=worksheet.shared,
            places=worksheet.places,
        ),
        _("Exact quota = basis × places ÷ total of the basis. A unit without deputies gets no place."),
        *(_by_divisors(worksheet) if worksheet.method.has_divisors else _by_remainders(worksheet)),
        _("If two are equal, the larger basis comes first, then the official order."),
        *_last_place(worksheet, bodies),
    ]
    if worksheet.grassroots:
        steps.append(
            _(
                "At least %(asked)d places are for grassroots deputies: divided among the units in proportion to their "
                "places by largest remainder, and never more than a unit has such deputies in office; %(held)d are held.",
                asked=worksheet.grassroots,
                held=worksheet.held,
            )
        )
    return steps


def as_decimal(fraction: Fraction | None) -> Decimal | None:
    """A fraction with four decimals, rounded half up: for print alone, nothing is computed with it."""
    if fraction is None:
        return None
    return (Decimal(fraction.numerator) / Decimal(fraction.denominator)).quantize(FOUR_DECIMALS, ROUND_HALF_UP)


def _columns_of(method: Method) -> tuple[Column, ...]:
    if method.has_divisors:
        return (
            Column(key="last", title=_("Quotient of its last place"), kind=Kind.DECIMAL, width=6),
            Column(key="next", title=_("Quotient of one more"), kind=Kind.DECIMAL, width=6),
            Column(key="turn", title=_("Last place was given as number"), kind=Kind.NUMBER, width=5),
        )
    return (
        Column(key="floor", title=_("Whole part"), kind=Kind.NUMBER, width=4),
        Column(key="remainder", title=_("Remainder"), kind=Kind.DECIMAL, width=5),
        Column(key="rank", title=_("Rank of the remainder"), kind=Kind.NUMBER, width=4.5),
    )


def _rows(worksheet: Worksheet, bodies: Bodies) -> Iterator[Row]:
    for number, share in enumerate(worksheet.shares, start=1):
        yield {
            "number": number,
            "unit": bodies[share.body_id].name,
            "basis": share.weight,
            "quota": as_decimal(share.quota),
            "floor": share.floor,
            "remainder": as_decimal(share.remainder),
            "rank": share.rank,
            "last": as_decimal(share.last_quotient),
            "next": as_decimal(share.next_quotient),
            "turn": share.turn,
            "why": _why(worksheet, share),
            "places": share.places,
            "held": share.grassroots,
        }


def _why(worksheet: Worksheet, share: Share) -> str:
    if not share.weight:
        return _("no deputies")
    if worksheet.method.has_divisors:
        if share.turn:
            return _("by quotient")
        return _("the minimum") if share.places else _("no quotient was high enough")
    if share.raised_in_round:
        return _("raised to the minimum in round %(round)d", round=share.raised_in_round)
    return _("rounded up") if share.is_rounded_up else _("whole part")


def _by_remainders(worksheet: Worksheet) -> list[str]:
    steps = [_("The method is the largest remainder with the Hare quota.")]
    if worksheet.minimum:
        steps.append(
            _(
                "A unit whose quota is under the minimum of %(minimum)d gets the minimum; the others share what is left anew.",
                minimum=worksheet.minimum,
            )
        )
    if len(worksheet.rounds) > 1:
        steps.extend(
            _(
                "Round %(round)d: %(places)d places among a basis of %(weight)s.",
                round=each.number,
                places=each.places,
                weight=each.weight,
            )
            for each in worksheet.rounds
        )
    steps.append(
        _("Each unit gets the whole part of its quota; the places left over go one each to the largest remainders.")
    )
    return steps


def _by_divisors(worksheet: Worksheet) -> list[str]:
    steps = [
        _("The method is D’Hondt: the basis is divided by 1, 2, 3 and so on.")
        if worksheet.method is Method.D_HONDT
        else _("The method is Sainte-Laguë: the basis is divided by 1, 3, 5 and so on.")
    ]
    if worksheet.minimum:
        steps.append(
            _(
                "Each unit first gets the minimum of %(minimum)d; its quotients go on from there.",
                minimum=worksheet.minimum,
            )
        )
    steps.append(
        ngettext(
            "%(num)d place then goes to the highest quotient.",
            "%(num)d places then go one by one to the highest quotient, counting what the unit already has.",
            worksheet.contested,
        )
    )
    return steps


def _last_place(worksheet: Worksheet, bodies: Bodies) -> list[str]:
    last, first = worksheet.last_in, worksheet.first_out
    if last is None or first is None:
        return []
    has_divisors = worksheet.method.has_divisors
    words = {
        "last": bodies[last.body_id].name,
        "won": as_decimal(last.last_quotient if has_divisors else last.remainder),
        "first": bodies[first.body_id].name,
        "missed": as_decimal(first.next_quotient if has_divisors else first.remainder),
    }
    said = _("The last place went to %(last)s (%(won)s); the next would have been %(first)s (%(missed)s).", **words)
    if worksheet.is_decided_by_tie_rule:
        return [said, _("The two are equal, so the rule for equals decided.")]
    return [said]

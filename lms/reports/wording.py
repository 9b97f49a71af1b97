"""The words of the completion report: which congress, which day, which instant, and what the numbers mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.clock import SHANGHAI
from lms.core.i18n import CHINESE, N_, current_locale
from lms.core.i18n import gettext as _
from lms.documents.tables import official_date
from lms.records.heads import kind_name

if TYPE_CHECKING:
    from datetime import datetime

    from lms.people.models import ElectingBody
    from lms.reports.completion import CompletionReport

MEASURE_WORDS = {"in_office": N_("Deputies in office"), "due": N_("Deputies due"), "trained": N_("Deputies trained")}
GROUP_WORDS = {"": N_("All deputies"), "_new": N_("Newly elected"), "_grassroots": N_("Grassroots")}


def notes(report: CompletionReport, *, exact: bool = True) -> tuple[str, ...]:
    """Which day, which instant, and what the numbers mean; the instant is exact in files, for it is asked for again."""
    separator = _("; ")
    counting = separator.join(kind_name(kind) for kind in report.counted_kinds)
    return (
        _(
            "As at %(day)s (that day included); as known at %(instant)s, Beijing time: what was entered later is not counted.",
            day=official_date(report.question.as_at),
            instant=instant_words(report.question.known_at, exact=exact),
        ),
        _(
            "In office: deputies whose mandate was neither suspended nor ended. Due: those in office who were not exempted "
            "by name. Trained: those due who completed at least one of these in this term: %(kinds)s.",
            kinds=counting or "—",
        ),
        _("People: deputies in office who completed at least one. Times: all that they completed in this term."),
    )


def term_name(report: CompletionReport) -> str:
    """A congress in its term, as titles call it."""
    term, numerals = report.question.term, _("0 1 2 3 4 5 6 7 8 9 10").split()
    return _("%(congress)s, term %(number)s", congress=term.congress_name, number=_numeral(term.number, numerals))


def _numeral(number: int, words: list[str]) -> str:
    """14 in the reader's numerals. Terms go up to 99; where numerals are digits, so is the answer."""
    if words[10].isascii() or not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (words[tens] if tens > 1 else "") + (words[10] if tens else "") + (words[ones] if ones else "")


def instant_words(instant: datetime, *, exact: bool = False) -> str:
    """A day and time in Beijing, to the second, or to the microsecond where it has any."""
    local = instant.astimezone(SHANGHAI)
    return f"{official_date(local.date())} {local.time().isoformat('auto' if exact else 'seconds')}"


def body_name(body: ElectingBody) -> str:
    """A body's name in the reader's language."""
    return body.name if current_locale() == CHINESE else body.name_en

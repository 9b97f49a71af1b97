"""The words of required study on pages and in files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.i18n import CHINESE, N_, current_locale, format_day
from lms.core.i18n import gettext as _
from lms.documents.tables import Column, Kind, Table
from lms.learning.required.audience import AskedOf
from lms.learning.required.states import STUDY_STATE, StudyState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lms.learning.required.audience import Rule
    from lms.learning.required.figures import Figures
    from lms.learning.required.models import RequiredStudy
    from lms.learning.required.queries import Named
    from lms.people.models import ElectingBody

ASKED_OF = {
    AskedOf.ALL: N_("Every deputy"),
    AskedOf.NEWLY_ELECTED: N_("Newly elected deputies"),
    AskedOf.GRASSROOTS: N_("Grassroots deputies"),
    AskedOf.BODIES: N_("Deputies of chosen electing bodies"),
}


def body_name(body: ElectingBody) -> str:
    """A body's name in the reader's language."""
    return body.name if current_locale() == CHINESE else body.name_en


def asked_of_words(study: RequiredStudy | Rule) -> str:
    """Of whom it is asked."""
    words = _(ASKED_OF[study.asked_of])
    return _("%(audience)s whose mandate began after it was set", audience=words) if study.is_induction else words


def deadline_words(due_on: date | None, days: int | None) -> str:
    """Until when there is time."""
    if days is None:
        return _("By %(day)s", day=format_day(due_on))
    if due_on is None:
        return _("Within %(days)d days", days=days)
    return _("By %(day)s; within %(days)d days for those who come later", day=format_day(due_on), days=days)


def state_tag(state: StudyState) -> tuple[str, str]:
    """The reader's word for a state, and the tone of its tag."""
    words, tone = STUDY_STATE[state]
    return _(words), tone


def figure_line(name: str, figures: Figures) -> tuple[str | int, ...]:
    """A line of the table of figures."""
    states = figures.states
    return (
        name,
        figures.in_office,
        figures.due,
        figures.trained,
        states[StudyState.NOT_COMPLETED],
        states[StudyState.EXEMPT],
    )


def table_of(study: RequiredStudy, deputies: Sequence[Named]) -> Table:
    """The deputies who are shown, as a table to take away."""
    return Table(
        name=_("Required study"),
        title=study.title,
        columns=(
            Column(key="body", title=_("Electing body")),
            Column(key="name", title=_("Name")),
            Column(key="due_on", title=_("To be completed by"), kind=Kind.DATE),
            Column(key="state", title=_("State")),
            Column(key="completed_on", title=_("Completed on"), kind=Kind.DATE),
            Column(key="exemption", title=_("Reason of exemption")),
        ),
        rows=(
            {
                "body": body_name(each.body),
                "name": each.name,
                "due_on": each.standing.asked.due_on,
                "state": state_tag(each.standing.state)[0],
                "completed_on": each.standing.completed_on,
                "exemption": each.standing.exemption,
            }
            for each in deputies
        ),
    )

"""Which day, known when, as what file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import DateField, DateTimeLocalField, HiddenField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core import clock
from lms.core.forms import Form, SelectChoice, reasonable_year
from lms.core.i18n import lazy_gettext as _l
from lms.records.heads import kind_name
from lms.reports.files import Format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lms.records.models import EntryKind

INSTANT_FORMATS = ["%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]


class QuestionForm(Form):
    """The two times of a report. It comes by GET, so that an address says which figures it shows."""

    as_at = DateField(
        _l("As at"),
        description=_l("The day of the figures; that day is included."),
        validators=[InputRequired(_l("Please choose a day.")), reasonable_year],
    )
    known_at = DateTimeLocalField(
        _l("As known at"),
        description=_l("Beijing time. Leave it empty for now; choose an earlier instant to make an old report again."),
        format=INSTANT_FORMATS,
        validators=[Optional(), reasonable_year],
    )

    def instant(self, now: datetime) -> datetime:
        """The instant that was chosen, else the present one."""
        chosen: datetime | None = self.known_at.data
        return chosen.replace(tzinfo=clock.SHANGHAI) if chosen else now


class ExportForm(QuestionForm):
    """The same, as a file."""

    format = RadioField(
        _l("Kind of file"),
        choices=[
            SelectChoice(Format.WORKBOOK.value, _l("Workbook (.xlsx): by electing unit and by deputy")),
            SelectChoice(Format.PDF.value, _l("Official pages (.pdf): by electing unit, for printing")),
            SelectChoice(Format.CSV.value, _l("Data (.csv): by deputy, without totals")),
        ],
        default=Format.WORKBOOK.value,
    )


class RuleForm(Form):
    """Which kinds count as trained; `instead_of` are the codes that counted when the person looked."""

    counting = SelectMultipleField(
        _l("One of these makes a deputy count as trained"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    instead_of = HiddenField()

    def __init__(self, kinds: Sequence[EntryKind], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.counting.choices = [SelectChoice(kind.code, kind_name(kind)) for kind in kinds]

    @property
    def codes(self) -> frozenset[str]:
        """The codes that were chosen."""
        return frozenset(self.counting.data or ())

    @property
    def seen_codes(self) -> frozenset[str]:
        """The codes that counted when the person looked."""
        return frozenset((self.instead_of.data or "").split())

"""The bands of a rule as they are typed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from wtforms import DecimalField, FieldList, FormField, HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional, ValidationError

from lms.core.forms import Form, SelectChoice
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.credit_hours.rule import QUARTERS_IN_AN_HOUR, BadBands, Band, Rule, rule_of

if TYPE_CHECKING:
    from lms.credit_hours.models import CreditHourRule

SHOWN_BANDS, MOST_BANDS = 4, 6  # Above the lowest one.
LONGEST = 10_000  # Minutes.
MOST_HOURS = 100
LONGEST_VERSION = 5  # Digits.
FROM, ABOVE = "from", "above"


class BandForm(Form):
    """One band above the lowest; empty fields are no band. It is a part of a form, which brings the token."""

    class Meta(Form.Meta):
        csrf = False

    bound = SelectField(
        _l("Bound"),
        choices=[SelectChoice(FROM, _l("From, and including")), SelectChoice(ABOVE, _l("Longer than"))],
        default=FROM,
    )
    minutes = IntegerField(_l("Minutes"), validators=[Optional(), NumberRange(1, LONGEST)])
    hours = DecimalField(_l("Credit hours"), places=None, validators=[Optional(), NumberRange(0, MOST_HOURS)])

    def validate_hours(self, field: DecimalField) -> None:
        """Whole quarters only, and not without a bound."""
        _whole_quarters(self, field)
        if (field.data is None) != (self.minutes.data is None):
            raise ValidationError(_("Please fill in both the minutes and the credit hours, or neither."))


class RuleForm(Form):
    """A rule: what short courses are worth, and each band above."""

    shortest = DecimalField(_l("Short courses are worth"), places=None, validators=[NumberRange(0, MOST_HOURS)])
    bands = FieldList(FormField(BandForm), min_entries=SHOWN_BANDS, max_entries=MOST_BANDS)
    instead_of = HiddenField(default="0")

    def validate_shortest(self, field: DecimalField) -> None:
        """Whole quarters only."""
        _whole_quarters(self, field)

    @property
    def version(self) -> int:
        """The version that the person looked at."""
        given = str(self.instead_of.data or "")
        return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_VERSION else 0

    def rule(self) -> Rule | None:
        """The rule that was typed; None, with the reason among the errors, if it is none."""
        typed = (each.form for each in self.bands)
        bands = [
            Band(each.minutes.data, includes=each.bound.data == FROM, quarters=_quarters(each.hours.data))
            for each in typed
            if each.minutes.data is not None
        ]
        try:
            return rule_of([Band(0, includes=False, quarters=_quarters(self.shortest.data)), *bands])
        except BadBands:
            self.form_errors.append(
                _(
                    "A longer course must be worth more than a shorter one, and no two bands may begin at the same length."
                )
            )
            return None


def data_of(row: CreditHourRule | None) -> dict[str, Any]:
    """What the form shows of a stored rule."""
    bands = list(row.bands) if row else []
    return {
        "shortest": _hours(bands[0].quarters) if bands else None,
        "bands": [
            {"bound": FROM if band.includes else ABOVE, "minutes": band.minutes, "hours": _hours(band.quarters)}
            for band in bands[1:]
        ],
        "instead_of": str(row.version if row else 0),
    }


def _whole_quarters(_form: Any, field: DecimalField) -> None:
    value: Decimal | None = field.data
    if value is not None and (not value.is_finite() or value * QUARTERS_IN_AN_HOUR % 1 or value <= 0):
        raise ValidationError(_("Credit hours come in quarters: 0.25, 0.5, 1."))


def _quarters(hours: Decimal | None) -> int:
    return int((hours or 0) * QUARTERS_IN_AN_HOUR)


def _hours(quarters: int) -> Decimal:
    return Decimal(quarters) / QUARTERS_IN_AN_HOUR

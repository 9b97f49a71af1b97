"""What a period to be checked says."""

from __future__ import annotations

from wtforms import DateField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from lms.core.forms import Form, reasonable_year
from lms.core.i18n import lazy_gettext as _l


class PeriodForm(Form):
    """Which days, and how long deputies have."""

    starts_on = DateField(_l("Period begins on"), validators=[InputRequired(), reasonable_year])
    ends_on = DateField(_l("Period ends on"), validators=[InputRequired(), reasonable_year])
    working_days = IntegerField(
        _l("Working days to check"),
        validators=[InputRequired(), NumberRange(5, 60)],
        default=10,
        description=_l("From today. Deputies are reminded once, three working days before the end."),
    )

"""The form by which a token is asked for."""

from __future__ import annotations

from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core.forms import Form, SelectChoice, reasonable_year
from lms.core.i18n import lazy_gettext as _l
from lms.interop.tokens.labels import SCOPE
from lms.interop.tokens.models import Scope


class WishForm(Form):
    """Which system, what for, and until when."""

    name = StringField(
        _l("Name of the system"),
        validators=[InputRequired(), Length(max=80)],
        description=_l("As people know it, with the office that runs it."),
    )
    system = StringField(
        _l("Code of the system"),
        validators=[
            InputRequired(),
            Regexp(
                r"[a-z][a-z0-9-]{1,39}\Z",
                message=_l("2 to 40 small letters, digits or hyphens, beginning with a letter."),
            ),
        ],
        description=_l("It stands in every entry that the system sends. Keep it when a token is renewed."),
    )
    scopes = SelectMultipleField(
        _l("What it may do"),
        choices=[SelectChoice(each.value, _l(SCOPE[each])) for each in Scope],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("As little as its work needs. Every token may read the catalogue of kinds."),
    )
    body = SelectField(_l("For which deputies"), validators=[Optional()])
    expires_on = DateField(_l("Valid until"), validators=[InputRequired(), reasonable_year])

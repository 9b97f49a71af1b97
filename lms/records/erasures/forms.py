"""What a proposed erasure says."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField
from wtforms.validators import InputRequired

from lms.core.forms import Form, SelectChoice
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.records.erasures.labels import GROUND
from lms.records.erasures.models import ErasureGround
from lms.records.forms import reason_field


class ErasureForm(Form):
    """On which ground, and why."""

    ground = RadioField(_l("Ground"), validators=[InputRequired()])
    reason = reason_field()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        named = [each for each in ErasureGround if each is not ErasureGround.REPLAYED]
        self.ground.choices = [SelectChoice(each.value, _(GROUND[each])) for each in named]

    @property
    def chosen(self) -> ErasureGround:
        """The ground that was chosen."""
        return ErasureGround(self.ground.data)

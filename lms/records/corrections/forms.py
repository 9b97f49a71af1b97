"""What a proposed correction says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import RadioField
from wtforms.validators import InputRequired

from lms.core.forms import SelectChoice
from lms.core.i18n import lazy_gettext as _l
from lms.records.forms import EvidenceForm, ValuesForm, reason_field

if TYPE_CHECKING:
    from lms.records.entries.queries import Version

CHANGE, TAKE_BACK = "change", "take_back"


class CorrectionForm(ValuesForm, EvidenceForm):
    """Other values, or taking back; always with a reason."""

    what = RadioField(
        _l("What is proposed"),
        choices=[
            SelectChoice(CHANGE, _l("Other values, as entered below")),
            SelectChoice(TAKE_BACK, _l("The entry is taken back: it is no fact")),
        ],
        default=CHANGE,
        validators=[InputRequired()],
    )
    reason = reason_field()

    @classmethod
    def of(cls, version: Version) -> CorrectionForm:
        """The form as the entry is now."""
        return cls(
            data={
                "what": TAKE_BACK if version.is_erased else CHANGE,
                "kind": version.entry.kind.code,
                "occurred_on": version.entry.occurred_on,
                "title": version.title or "",
                "details": version.details,
            }
        )

    def asks(self) -> bool:
        """Other values must be said."""
        return bool(self.what.data == CHANGE)

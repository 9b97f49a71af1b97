"""What is typed about a study session before its places go out: its approval, and who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import DateField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core.forms import Form, SelectChoice, day_of, reasonable_year
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.records.forms import EvidenceForm
from lms.study_sessions.sharing.approvals import Approval
from lms.study_sessions.sharing.models import LONGEST_NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.people.models import ElectingBody


class ApprovalForm(EvidenceForm):
    """Number, day and file of an approval."""

    number = StringField(_l("Number of the approval"), validators=[InputRequired(), Length(max=LONGEST_NUMBER)])
    approved_on = DateField(_l("Day of the approval"), validators=[InputRequired(), reasonable_year])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.evidence.label.text = _("The approval as a file")

    def approval(self) -> Approval:
        """What was typed. The form must have been validated.

        Raises:
            EvidenceTooLarge, EvidenceNotReadable: of the file.
        """
        return Approval(number=self.number.data or "", approved_on=day_of(self.approved_on), file=self.proof)


class UnitsForm(Form):
    """Which units take part, by their public ids."""

    units = SelectMultipleField(
        _l("Units that take part"),
        validators=[InputRequired(_l("Please choose at least one unit."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, bodies: Sequence[ElectingBody], **given: Any) -> None:
        super().__init__(**given)
        self.units.choices = [SelectChoice(str(body.public_id), body.name) for body in bodies]

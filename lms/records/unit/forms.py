"""The form on which a unit's staff records an activity."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import UUID, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core.forms import Form, SelectChoice, day_of, reasonable_year
from lms.core.i18n import lazy_gettext as _l
from lms.records.attached import LONGEST_DETAILS, LONGEST_TITLE
from lms.records.evidence import Evidence
from lms.records.heads import head_name, kind_name
from lms.records.unit.operations import Activity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.people.models import Mandate
    from lms.records.models import EntryKind
    from lms.records.unit.models import UnitRecording


class RecordingForm(Form):
    """One activity of several deputies. `key` makes the same form sent twice one recording."""

    key = HiddenField(validators=[InputRequired(), UUID()])
    kind = SelectField(_l("What kind of activity"))
    occurred_on = DateField(_l("On which day"), validators=[InputRequired(), reasonable_year])
    title = StringField(
        _l("Title"),
        validators=[InputRequired(), Length(max=LONGEST_TITLE)],
        description=_l("For example the subject and the place. Please enter no names and no telephone numbers."),
    )
    details = TextAreaField(_l("Details"), validators=[Optional(), Length(max=LONGEST_DETAILS)])
    deputies = SelectMultipleField(
        _l("Deputies who took part"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    evidence = FileField(
        _l("Evidence"),
        validators=[Optional()],
        description=_l("A notice, a sign-in sheet or a picture: PDF, JPEG or PNG, at most 10 MB."),
    )

    def __init__(self, kinds: Sequence[EntryKind], deputies: Sequence[Mandate], **given: Any) -> None:
        super().__init__(**given)
        self.kind.choices = [SelectChoice(kind.code, kind_name(kind), optgroup=head_name(kind.head)) for kind in kinds]
        self.deputies.choices = [SelectChoice(str(each.public_id), each.person.name) for each in deputies]

    @classmethod
    def new(cls, kinds: Sequence[EntryKind], deputies: Sequence[Mandate]) -> RecordingForm:
        """An empty form with a key of its own."""
        return cls(kinds, deputies, data={"key": str(uuid.uuid4())})

    @classmethod
    def of(cls, recording: UnitRecording, kinds: Sequence[EntryKind], deputies: Sequence[Mandate]) -> RecordingForm:
        """The form as it was drafted."""
        data = {
            "key": str(recording.public_id),
            "kind": recording.kind.code,
            "occurred_on": recording.occurred_on,
            "title": recording.title,
            "details": recording.details,
            "deputies": [str(each.mandate.public_id) for each in recording.deputies],
        }
        return cls(kinds, deputies, data=data)

    @property
    def activity(self) -> Activity:
        """What was entered.

        Raises:
            EvidenceTooLarge, EvidenceNotReadable: the file cannot be kept.
        """
        file = self.evidence.data
        return Activity(
            kind=self.kind.data,
            occurred_on=day_of(self.occurred_on),
            title=self.title.data or "",
            details=self.details.data or "",
            deputies=frozenset(map(uuid.UUID, self.deputies.data or ())),
            proof=Evidence.of(file.read(), file.filename or "") if file else None,
        )

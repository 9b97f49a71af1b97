"""The forms of the roster: upload, apply, and what happens to a mandate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.core.forms import Form, SelectChoice
from lms.core.i18n import EMPTY
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.documents.intake.cells import LONGEST_TEXT
from lms.people import code_tables
from lms.people.labels import COMPOSITION, DOCUMENT_KIND, ELECTION, GROUND, SEX
from lms.people.models import ChangeKind, Composition, DocumentKind, Ground, Sex
from lms.people.operations.mandates import GROUNDS, LONGEST_ANNOUNCEMENT
from lms.people.operations.persons import Correction
from lms.people.roster.cells import LARGEST_MANUAL_NUMBER
from lms.people.roster.operations import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lms.people.models import ElectingBody, Mandate, Person


def _words(table: tuple[str, ...]) -> list[SelectChoice]:
    return [SelectChoice("", EMPTY), *(SelectChoice(word) for word in table)]


class UploadForm(Form):
    """A filled-in roster."""

    file = FileField(
        _l("Roster (.xlsx)"),
        validators=[FileRequired()],
        description=_l("The filled-in template. Nothing is changed before you have seen what would be."),
    )


class ApplyForm(Form):
    """What to do with a checked roster."""

    choice = RadioField(
        _l("If some rows are bad"),
        choices=[
            SelectChoice(Choice.VALID_ROWS.value, _l("Take the valid rows and leave the bad ones out")),
            SelectChoice(Choice.ALL_OR_NONE.value, _l("Take nothing if any row is bad")),
        ],
        default=Choice.VALID_ROWS.value,
    )
    effective_on = DateField(
        _l("Changes hold from"),
        validators=[InputRequired()],
        description=_l("For deputies who are already known. New mandates hold from their own first day."),
    )


class DayForm(Form):
    """Something that happens to a mandate on a day."""

    effective_on = DateField(_l("From which day"), validators=[InputRequired()])
    announcement = StringField(
        _l("Number of the announcement"),
        validators=[Optional(), Length(max=LONGEST_ANNOUNCEMENT)],
        description=_l("For example 〔2026〕 No. 3. Please enter no details of the case."),
    )


class SuspensionForm(DayForm):
    """Art. 61: the category and nothing more."""

    ground = RadioField(_l("Ground"), validators=[InputRequired()])

    def __init__(self, kind: ChangeKind = ChangeKind.SUSPENDED, **given: Any) -> None:
        super().__init__(**given)
        self.ground.choices = [SelectChoice(ground.value, _(GROUND[ground])) for ground in GROUNDS[kind]]

    @property
    def chosen(self) -> Ground:
        """The ground that was chosen."""
        return Ground(self.ground.data)


class PersonForm(Form):
    """What is kept of the person; numbers are entered anew, never shown in the form."""

    name = StringField(_l("Name"), validators=[InputRequired(), Length(max=60)])
    sex = SelectField(_l("Sex"))
    ethnicity = SelectField(_l("Ethnicity"))
    born_on = DateField(_l("Date of birth"), validators=[Optional()])
    phone = StringField(
        _l("New mobile phone"),
        validators=[Optional(), Length(max=32)],
        description=_l("Empty leaves the one that is recorded. It is used to sign in."),
    )
    removes_phone = BooleanField(_l("Take the recorded phone away"))
    document_kind = SelectField(_l("Kind of document"))
    document_number = StringField(
        _l("New document number"),
        validators=[Optional(), Length(max=32)],
        description=_l("Empty leaves the one that is recorded."),
    )
    removes_document = BooleanField(_l("Take the recorded document away"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.sex.choices = [
            SelectChoice("", EMPTY),
            *(SelectChoice(code.value, _(label)) for code, label in SEX.items()),
        ]
        self.ethnicity.choices = _words(code_tables.ethnicities())
        self.document_kind.choices = [SelectChoice(code.value, _(label)) for code, label in DOCUMENT_KIND.items()]

    @classmethod
    def of(cls, person: Person) -> PersonForm:
        """The form as the person is kept now."""
        return cls(
            data={
                "name": person.name,
                "sex": person.sex.value if person.sex else "",
                "ethnicity": person.ethnicity or "",
                "born_on": person.born_on,
                "document_kind": (person.document_kind or DocumentKind.RESIDENT_ID).value,
            }
        )

    @property
    def correction(self) -> Correction:
        """What was entered."""
        return Correction(
            name=self.name.data or "",
            sex=Sex(self.sex.data) if self.sex.data else None,
            ethnicity=self.ethnicity.data or None,
            born_on=self.born_on.data,
            phone=self.phone.data or "",
            removes_phone=self.removes_phone.data,
            document_kind=DocumentKind(self.document_kind.data),
            document_number=self.document_number.data or "",
            removes_document=self.removes_document.data,
        )


class ChangeForm(Form):
    """A mandate's attributes as they are from a day on."""

    effective_on = DateField(_l("From which day"), validators=[InputRequired()])
    card_number = StringField(_l("Deputy card number"), validators=[Optional(), Length(max=32)])
    electing_body = SelectField(_l("Electing body"))
    election = SelectField(_l("Newly elected or re-elected"))
    composition = SelectField(_l("Composition"))
    employer = StringField(_l("Employer"), validators=[Optional(), Length(max=LONGEST_TEXT)])
    post = StringField(_l("Post"), validators=[Optional(), Length(max=LONGEST_TEXT)])
    work_region = StringField(_l("Work region"), validators=[Optional(), Length(max=LONGEST_TEXT)])
    party = SelectField(_l("Political affiliation"))
    education = SelectField(_l("Education"))
    manual_order = IntegerField(
        _l("Manual number"),
        validators=[Optional(), NumberRange(1, LARGEST_MANUAL_NUMBER)],
        description=_l("Puts the deputy before those in stroke order; mostly empty."),
    )

    def __init__(self, bodies: Sequence[ElectingBody], **given: Any) -> None:
        super().__init__(**given)
        self.electing_body.choices = [SelectChoice(str(body.public_id), body.name) for body in bodies]
        self.election.choices = [SelectChoice("new", _(ELECTION[True])), SelectChoice("again", _(ELECTION[False]))]
        self.composition.choices = [SelectChoice(code.value, _(label)) for code, label in COMPOSITION.items()]
        self.party.choices = _words(code_tables.parties())
        self.education.choices = _words(code_tables.educations())

    @classmethod
    def of(cls, mandate: Mandate, bodies: Sequence[ElectingBody], today: date) -> ChangeForm:
        """The form as the mandate is now."""
        return cls(
            bodies,
            data={
                "effective_on": today,
                "card_number": mandate.card_number or "",
                "electing_body": str(mandate.electing_body.public_id),
                "election": "new" if mandate.is_newly_elected else "again",
                "composition": mandate.composition.value,
                "employer": mandate.employer.name if mandate.employer else "",
                **{
                    name: getattr(mandate, name)
                    for name in ("post", "work_region", "party", "education", "manual_order")
                },
            },
        )

    def wanted(self, bodies: Sequence[ElectingBody]) -> dict[str, Any]:
        """What was chosen, as `operations.mandates.change` takes it."""
        plain = ("employer", "post", "work_region", "party", "education")
        return {
            "card_number": self.card_number.data or None,
            "electing_body": next(body for body in bodies if str(body.public_id) == self.electing_body.data),
            "is_newly_elected": self.election.data == "new",
            "composition": Composition(self.composition.data),
            "manual_order": self.manual_order.data,
            **{name: self[name].data or "" for name in plain},
        }

"""What a liaison says of a member of the unit's staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from lms.core.errors import InvalidInput
from lms.core.forms import Form, SelectChoice
from lms.core.i18n import EMPTY
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.people.identity import check_phone
from lms.people.labels import SEX
from lms.people.models import Sex
from lms.people.roster.rows import clean_valid_name
from lms.study_sessions.staff.models import LONGEST_POST
from lms.study_sessions.staff.operations import Said

if TYPE_CHECKING:
    from lms.people.models import ElectingBody
    from lms.study_sessions.staff.models import StaffMember

LONGEST_NAME, LONGEST_PHONE = 40, 20


class StaffForm(Form):
    """A member of the unit's staff."""

    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=LONGEST_NAME)])
    sex = SelectField(_l("Sex"), validators=[Optional()])
    post = StringField(_l("Post"), validators=[DataRequired(), Length(max=LONGEST_POST)])
    phone = StringField(
        _l("Mobile phone"),
        validators=[Optional(), Length(max=LONGEST_PHONE)],
        description=_l("By it the same person is found again; it is kept encrypted."),
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )

    def __init__(self, body: ElectingBody, **given: Any) -> None:
        """Of the army no post is asked."""
        super().__init__(**given)
        if body.is_army:
            del self.post
        self.sex.choices = [SelectChoice("", EMPTY), *(SelectChoice(sex.value, _(said)) for sex, said in SEX.items())]

    @classmethod
    def of(cls, member: StaffMember, phone: str) -> StaffForm:
        """The form as the member is kept; a phone is not shown in full, so the field is empty.

        Args:
            phone: the phone with its middle hidden; empty where none is known.
        """
        person = member.person
        sex = person.sex.value if person.sex else ""
        form = cls(member.electing_body, data={"name": person.name, "sex": sex, "post": member.post})
        if phone:
            form.phone.description = _("Known: %(phone)s. Left empty, it stays.", phone=phone)
        return form

    def validate_name(self, field: StringField) -> None:
        """A name."""
        _must_pass(clean_valid_name, field)

    def validate_phone(self, field: StringField) -> None:
        """A mobile number."""
        _must_pass(check_phone, field)

    @property
    def said(self) -> Said:
        """What was typed. The form must have been validated."""
        return Said(
            name=self.name.data or "",
            sex=Sex(self.sex.data) if self.sex.data else None,
            post=(self.post.data or "") if "post" in self else "",
            phone=self.phone.data or "",
        )


def _must_pass(check: Any, field: StringField) -> None:
    try:
        check(field.data or "")
    except InvalidInput as refusal:
        raise ValidationError(refusal.message) from refusal

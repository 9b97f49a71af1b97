"""The filter of the audit log. It travels in the URL, so that a view of the log can be kept and passed on."""

from __future__ import annotations

import uuid
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from lms.audit.labels import ACTION
from lms.audit.queries import AuditFilter
from lms.core.forms import Form, SelectChoice, reasonable_year
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l

LARGEST_ID = 2**63 - 1


class AuditFilterForm(Form):
    """Each field may be left empty."""

    class Meta(Form.Meta):
        csrf = False

    since = DateField(_l("From day"), validators=[Optional(), reasonable_year])
    until = DateField(_l("Until day"), validators=[Optional(), reasonable_year])
    action = SelectField(_l("What was done"), validators=[Optional()])
    account = IntegerField(_l("Account number"), validators=[Optional(), NumberRange(min=1, max=LARGEST_ID)])
    subject = StringField(_l("Subject (UUID)"), validators=[Optional()])
    refused = BooleanField(_l("Only refused ones"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted((_(words), action) for action, words in ACTION.items())
        self.action.choices = [SelectChoice("", _("All")), *(SelectChoice(action, words) for words, action in named)]

    def validate_subject(self, field: StringField) -> None:
        """A UUID, however it is written."""
        try:
            uuid.UUID(field.data or "")
        except ValueError:
            raise ValidationError(_("This is not a UUID.")) from None

    @property
    def wanted(self) -> AuditFilter:
        """The filter, once the form is valid."""
        return AuditFilter(
            since=self.since.data,
            until=self.until.data,
            action=self.action.data or "",
            account_id=self.account.data,
            subject_id=uuid.UUID(self.subject.data) if self.subject.data else None,
            is_refusal=bool(self.refused.data),
        )

"""The forms of sign-in, accounts and roles."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from lms.core.forms import Form, SelectChoice
from lms.core.i18n import lazy_gettext as _l
from lms.core.permissions import POSTS
from lms.people.accounts.labels import ROLE
from lms.people.accounts.roles import GRANTABLE

# Longer than any name or password; what comes in is never hashed at length.
NAME = Length(max=128)
PASSWORD = Length(max=256)


def new_password() -> PasswordField:
    """A new password, with what is asked of it."""
    return PasswordField(
        _l("New password"),
        validators=[InputRequired(), PASSWORD],
        description=_l("At least 8 characters, with three of: capital letters, small letters, digits, signs."),
    )


def new_password_again() -> PasswordField:
    """The same once more: a slip of the finger would lock its owner out."""
    same = EqualTo("password", _l("The two passwords are not the same."))
    return PasswordField(_l("The new password again"), validators=[InputRequired(), same])


class SignInForm(Form):
    """Name and password; `next` is the page that waits behind the sign-in."""

    name = StringField(_l("Mobile number or user name"), validators=[InputRequired(), NAME])
    password = PasswordField(_l("Password"), validators=[InputRequired(), PASSWORD])
    next = HiddenField()


class SecondFactorForm(Form):
    """Six digits of the authenticator, or a recovery code."""

    code = StringField(_l("One-time code"), validators=[InputRequired(), Length(max=32)])
    next = HiddenField()


class CodeRequestForm(Form):
    """Whose telephone shall get a code."""

    name = StringField(_l("Mobile number or user name"), validators=[InputRequired(), NAME])


class RedeemForm(Form):
    """A one-time code and the password that it sets."""

    name = StringField(_l("Mobile number or user name"), validators=[InputRequired(), NAME])
    code = StringField(
        _l("One-time code"),
        validators=[InputRequired(), Length(max=32)],
        description=_l("The 8 digits on the slip or in the message."),
    )
    password = new_password()
    again = new_password_again()


class PasswordForm(Form):
    """The present password and a new one."""

    present = PasswordField(_l("Present password"), validators=[InputRequired(), PASSWORD])
    password = new_password()
    again = new_password_again()


class CongressForm(Form):
    """One of the congresses in which the person has something to do."""

    congress = RadioField(_l("Congress"), validators=[InputRequired()])
    next = HiddenField()


class ActingForm(Form):
    """Why a liaison acts for a deputy."""

    reason = TextAreaField(
        _l("What did the deputy ask you to do?"),
        validators=[InputRequired(), Length(max=300)],
        description=_l("The deputy will read this."),
    )


class StaffForm(Form):
    """A staff member's account."""

    name = StringField(_l("Name"), validators=[InputRequired(), Length(max=50)])
    username = StringField(
        _l("User name"),
        validators=[InputRequired(), Length(max=64)],
        description=_l("3 to 64 small letters, digits, dots, hyphens or underscores, beginning with a letter."),
    )


class ProposalForm(Form):
    """A role, and the electing body of a liaison."""

    role = SelectField(
        _l("Role"),
        choices=[SelectChoice("", _l("Please choose")), *(SelectChoice(each, _l(ROLE[each])) for each in GRANTABLE)],
        validators=[InputRequired()],
    )
    body = SelectField(_l("Electing body (of a liaison)"), validators=[Optional()])


class ElsewhereForm(ProposalForm):
    """A role for somebody whose account another congress opened. A post is not for them."""

    name = StringField(_l("Name"), validators=[InputRequired(), Length(max=50)])
    username = StringField(
        _l("User name"),
        validators=[InputRequired(), Length(max=64)],
        description=_l("Exactly as the person signs in. Please ask the person for it."),
    )
    role = SelectField(
        _l("Role"),
        choices=[
            SelectChoice("", _l("Please choose")),
            *(SelectChoice(each, _l(ROLE[each])) for each in GRANTABLE if each not in POSTS),
        ],
        validators=[InputRequired()],
    )


def text_of(field: StringField) -> str:
    """What was typed; never None, which WTForms allows where `InputRequired` has made sure of a text."""
    return field.data or ""

"""The blueprint, and what its views share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, render_template

from lms.core.i18n import gettext
from lms.people.accounts.errors import PasswordRefused
from lms.people.accounts.policy import AccessPolicy

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lms.core.errors import DomainError
    from lms.core.forms import Form

bp = Blueprint("accounts", __name__, template_folder=str(Path(__file__).parents[2] / "templates"))


def policy() -> AccessPolicy:
    """The policy that this installation has set."""
    return AccessPolicy.from_settings(current_app.config["LMS"])


def refuse(form: Form, error: DomainError, template: str, **context: object) -> ResponseReturnValue:
    """The form once more, with the refusal on top and what was typed; the status is the refusal's."""
    reasons = error.reasons if isinstance(error, PasswordRefused) else ()
    form.form_errors = [error.message, *(gettext(reason) for reason in reasons)]
    return render_template(template, form=form, **context), error.status

"""The style guide: every component on one page, in development only. It is also what the visual tests look at."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from lms.core.errors import NotFound
from lms.core.forms import Form, SelectChoice
from lms.core.i18n import lazy_gettext as _l
from lms.core.pages import Page, page_number
from lms.core.permissions import anonymous
from lms.web.preferences import is_elder

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SPECIMENS = Path(__file__).with_name("specimens.toml")
MODES = ("normal", "elder", "dark", "elder-dark")
ERROR_STATUSES = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503)

bp = Blueprint("styleguide", __name__, url_prefix="/styleguide")


class SpecimenForm(Form):
    """One field of each kind. It is only looked at, never sent."""

    class Meta(Form.Meta):
        csrf = False

    name = StringField(_l("Name"), validators=[InputRequired()], description=_l("As on the deputy card."))
    reason = TextAreaField(_l("Reason"), validators=[Optional()])
    arrives_on = DateField(_l("Day of arrival"), validators=[Optional()])
    number = IntegerField(_l("Number of persons"), validators=[InputRequired(), NumberRange(min=1, max=300)])
    unit = SelectField(_l("Electing unit"), choices=[SelectChoice("", _l("Please choose"))])
    rows = RadioField(
        _l("Which rows shall be taken?"),
        choices=[SelectChoice("valid", _l("The valid rows")), SelectChoice("all", _l("None if any is bad"))],
    )
    password = PasswordField(_l("Password"), validators=[Optional()])
    file = FileField(_l("Roster (.xlsx)"), validators=[Optional()], description=_l("At most 20 MiB."))
    agreed = BooleanField(_l("I have read the notice"), validators=[InputRequired()])


def specimens() -> dict[str, Any]:
    """The made-up data that the components are shown with."""
    return tomllib.loads(SPECIMENS.read_text(encoding="utf-8"))


@bp.get("")
@anonymous
def index() -> ResponseReturnValue:
    """Every component, in the mode that `?mode=` names."""
    mode = request.args.get("mode") or ("elder" if is_elder() else "normal")
    if mode not in MODES:
        raise NotFound
    bad = SpecimenForm(formdata=None, prefix="bad-")
    bad.validate()
    shown = specimens()
    return render_template(
        "styleguide/index.html",
        mode=mode,
        modes=MODES,
        elder=mode.startswith("elder"),
        form=SpecimenForm(formdata=None),
        bad=bad,
        page=Page(items=[], number=page_number(), per_page=50, total=2977),
        today=date(2026, 3, 16),
        statuses=ERROR_STATUSES,
        unit_choices=[(unit["name"], unit["name"]) for unit in shown["units"]],
        **shown,
    )


@bp.get("/errors/<int:status>")
@anonymous
def error(status: int) -> ResponseReturnValue:
    """An error page as it looks."""
    if status not in ERROR_STATUSES:
        raise NotFound
    return render_template("errors/error.html", status=status, reference="7f3a9c2e"), status

"""What a reader chooses for this browser: elder mode and language. Cookies that last a year; no account is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, redirect, request
from wtforms import BooleanField, HiddenField, SelectField

from lms.core.errors import InvalidInput
from lms.core.forms import Form, SelectChoice
from lms.core.i18n import LANGUAGE_COOKIE, LOCALES
from lms.core.pages import safe_path
from lms.core.permissions import anonymous

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

ELDER_COOKIE = "elder"
YEAR_SECONDS = 365 * 24 * 3600

bp = Blueprint("preferences", __name__, url_prefix="/preferences")


class ElderModeForm(Form):
    """On or off, and the page to go back to."""

    on = BooleanField()
    back = HiddenField()


class LanguageForm(Form):
    """One of the languages that we have, and the page to go back to."""

    language = SelectField(choices=[SelectChoice(locale) for locale in LOCALES])
    back = HiddenField()


def is_elder() -> bool:
    """Whether this reader chose elder mode (关怀模式)."""
    return request.cookies.get(ELDER_COOKIE) == "1"


@bp.post("/elder-mode")
@anonymous
def elder_mode() -> ResponseReturnValue:
    """Turn elder mode on or off."""
    form = ElderModeForm()
    if not form.validate():
        raise InvalidInput
    return _remember(ELDER_COOKIE, "1" if form.on.data else "0", form.back.data)


@bp.post("/language")
@anonymous
def language() -> ResponseReturnValue:
    """Choose the language of the pages."""
    form = LanguageForm()
    if not form.validate():
        raise InvalidInput
    return _remember(LANGUAGE_COOKIE, form.language.data, form.back.data)


def _remember(cookie: str, value: str, back: str | None) -> ResponseReturnValue:
    response = redirect(safe_path(back), code=303)
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR_SECONDS,
        secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
        httponly=True,
        samesite="Lax",
    )
    return response

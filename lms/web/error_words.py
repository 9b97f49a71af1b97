"""What an error page says: what happened and the next step, in words of respect."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from lms.core.i18n import N_
from lms.core.i18n import gettext as _


@dataclass(frozen=True)
class ErrorWords:
    """Title, sentence and next step of an error page."""

    title: str
    text: str
    next: str


_WORDS: dict[int, tuple[str, str, str]] = {
    HTTPStatus.BAD_REQUEST: (
        N_("This page was open for too long"),
        N_("What you sent could not be accepted. Nothing was changed."),
        N_("Please go back, reload the page and send it again."),
    ),
    HTTPStatus.UNAUTHORIZED: (
        N_("Please sign in"),
        N_("You are not signed in, or have been signed out after a while without activity."),
        N_("After signing in you can go on where you were."),
    ),
    HTTPStatus.FORBIDDEN: (
        N_("You cannot open this page"),
        N_("Your account does not have permission to do this."),
        N_("If you need it for your work, please ask the office that manages your account."),
    ),
    HTTPStatus.NOT_FOUND: (
        N_("There is no such page"),
        N_("The address may be mistyped, or the page is not yours to see."),
        N_("Please check the address, or start from the home page."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        N_("This address cannot be used in that way"),
        N_("Nothing was changed."),
        N_("Please start again from the page with the button or form."),
    ),
    HTTPStatus.CONFLICT: (
        N_("This cannot be done now"),
        N_("Something has changed in the meantime. None of what you sent was carried out."),
        N_("Please look at the page again before you decide."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        N_("The file is too large"),
        N_("Nothing was uploaded."),
        N_("Please choose a smaller file, or split it into several."),
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: (
        N_("What was sent cannot be used"),
        N_("Something in it is missing or not of the kind that is expected. Nothing was changed."),
        N_("Please go back and check what you entered."),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        N_("Please wait a moment"),
        N_("There have been too many requests in a short time."),
        N_("You can try again in a little while. Nothing is lost."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        N_("Something went wrong on our side"),
        N_("We are sorry. The fault has been noted, and nothing that you sent was half done."),
        N_("Please try again in a few minutes. If it happens again, tell the office the number below."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        N_("The platform is being looked after"),
        N_("It cannot be used for the moment. Nothing is lost."),
        N_("Please try again in a few minutes."),
    ),
}


def error_words(status: int) -> ErrorWords:
    """The words for a status; an unknown one reads like its class (4xx as 400, 5xx as 500)."""
    known = status if status in _WORDS else (400 if status < 500 else 500)
    title, text, next_step = _WORDS[known]
    return ErrorWords(_(title), _(text), _(next_step))

"""Language: English msgids, a Simplified Chinese catalogue for each room, read straight from its `.po`.

There is no compile step, so a catalogue can never be staler than the page that uses it (ADR 0004).
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import flask_babel
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import has_request_context, request

from lms.core.clock import SHANGHAI

if TYPE_CHECKING:
    from datetime import date, datetime

    from flask import Flask
    from flask_babel.speaklater import LazyString

CHINESE = "zh_Hans_CN"
ENGLISH = "en"
LOCALES = (CHINESE, ENGLISH)
LANGUAGE_COOKIE = "language"
EMPTY = "—"

ROOMS = Path(__file__).resolve().parents[1]


def N_(msgid: str) -> str:
    """Mark a msgid for extraction; it is translated later, where the reader is known."""
    return msgid


@cache
def catalogue(locale: str) -> NullTranslations:
    """All rooms' messages in one locale. English is its own catalogue."""
    merged = Translations()
    merged.plural = lambda _number: 0  # Chinese has one form; `merge` does not take it over from the files.
    if locale != CHINESE:
        return NullTranslations()
    for po in sorted(ROOMS.glob(f"**/translations/{locale}.po")):
        with po.open("rb") as source:
            messages = read_po(source, locale=locale)
        compiled = BytesIO()
        write_mo(compiled, messages)
        compiled.seek(0)
        merged.merge(Translations(compiled))
    return merged


class RoomsDomain(flask_babel.Domain):
    """Flask-Babel's view of `catalogue`: it keeps its formats and its lazy strings."""

    def get_translations(self) -> NullTranslations:
        return catalogue(current_locale())


_domain = RoomsDomain()


# The locale of the request that is being answered: looked up once, for a page asks some fifty times.
_locale: ContextVar[str | None] = ContextVar("locale", default=None)


def current_locale() -> str:
    """The reader's locale; outside a request, Chinese."""
    return _locale.get() or (choose_locale() if has_request_context() else CHINESE)


def choose_locale() -> str:
    """What the reader picked, else Chinese: the language of the office does not follow a browser's header."""
    picked = request.cookies.get(LANGUAGE_COOKIE)
    return picked if picked in LOCALES else CHINESE


def gettext(msgid: str, **params: object) -> str:
    """The message in the reader's language; outside a request in Chinese."""
    text: str = catalogue(current_locale()).ugettext(msgid)
    return text % params if params else text


def ngettext(singular: str, plural: str, num: int, **params: object) -> str:
    """The message for `num` things; `%(num)d` is always there."""
    text: str = catalogue(current_locale()).ungettext(singular, plural, num)
    return text % {"num": num, **params}


def lazy_gettext(msgid: str, **params: object) -> LazyString:
    """A message that is translated when it is shown: for labels made at import time."""
    return flask_babel.LazyString(gettext, msgid, **params)


def format_day(day: date | None) -> str:
    """A day as the reader's language writes it, in Arabic figures (GB/T 9704-2012, 7.3.5.4); a dash for none."""
    return format_date(day, "long", locale=current_locale()) if day else EMPTY


def format_moment(instant: datetime | None) -> str:
    """An instant as day and time in Asia/Shanghai; a dash for none."""
    if instant is None:
        return EMPTY
    local = instant.astimezone(SHANGHAI)
    return f"{format_day(local.date())} {local:%H:%M}"


def answer_in(locale: str) -> None:
    """Answer this request in a language, whatever its cookie says: for programs, which have none."""
    _locale.set(locale)


def init_app(app: Flask) -> None:
    """Give the application its locale selector and Jinja its `_`."""
    flask_babel.Babel(
        app,
        default_locale=CHINESE,
        default_timezone="Asia/Shanghai",
        default_domain=_domain,
        locale_selector=choose_locale,
    )
    app.before_request(_begin)
    app.teardown_request(_forget)
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    app.jinja_env.filters.update(day=format_day, moment=format_moment)


def _begin() -> None:
    _locale.set(choose_locale())


def _forget(_error: BaseException | None) -> None:
    _locale.set(None)

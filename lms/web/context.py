"""What every template may use: the navigation, elder mode, the language and addresses that keep the filters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from babel import Locale
from babel.dates import format_skeleton, get_month_names
from babel.numbers import format_decimal
from flask import current_app, g, request

from lms.core.i18n import CHINESE, ENGLISH, current_locale
from lms.core.i18n import gettext as _
from lms.core.permissions import Permission
from lms.web import assets, navigation, preferences, styleguide
from lms.web.error_words import error_words

if TYPE_CHECKING:
    from datetime import date

    from flask import Flask

# BCP 47 tags for the attribute `lang`: they choose the glyphs of a font and the voice of a screen reader.
HTML_LANG = {CHINESE: "zh-Hans", ENGLISH: "en"}


@dataclass(frozen=True)
class Language:
    """A language the reader can change to, by its own name."""

    locale: str
    label: str
    html_lang: str


@cache
def language_beside(shown: str) -> Language:
    """The language that is not shown; there are two."""
    locale = ENGLISH if shown == CHINESE else CHINESE
    own_name = Locale.parse(locale).get_language_name(locale) or locale
    return Language(locale, own_name.split(" (")[0], HTML_LANG[locale])


def with_query(path: str, **changes: object) -> str:
    """An address with the arguments of this page's, some of them changed; `None` takes one away."""
    query: dict[str, object] = {**request.args.to_dict(flat=False), **changes}
    kept = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def page_url(**changes: object) -> str:
    """The address of this page with some arguments of its query changed; `None` takes one away."""
    return with_query(quote(request.script_root + request.path), **changes)


def number(value: float) -> str:
    """A figure as people write it: 2,977."""
    return format_decimal(value, locale=current_locale())


def month_day(day: date) -> str:
    """A day inside a year that the page has named."""
    return format_skeleton("MMMd", day, locale=current_locale())


def month_names() -> list[str]:
    """The short names of the twelve months."""
    names = get_month_names("abbreviated", locale=current_locale())
    return [names[month] for month in range(1, 13)]


def back_path() -> str:
    """Where a switch leads back to: this page if it can be read, else the page it came from."""
    if request.method in ("GET", "HEAD") and request.endpoint:
        return request.full_path.rstrip("?")
    return "/"


def page_context() -> dict[str, Any]:
    """The context of every page."""
    actor, locale = g.get("actor"), current_locale()
    return {
        "elder": preferences.is_elder(),
        "locale": locale,
        "html_lang": HTML_LANG[locale],
        "other_language": language_beside(locale),
        "site_name": current_app.config.get("LMS_SITE_NAME") or _("Deputies' Academy"),
        "back_path": back_path(),
        "navigation": navigation.main(actor),
        "person_links": navigation.personal(actor),
        "inbox_url": navigation.address(navigation.INBOX),
        "search_url": navigation.address(navigation.SEARCH) if actor and actor.can(Permission.VIEW_CATALOG) else None,
        "sign_out_url": navigation.address(navigation.SIGN_OUT),
        "end_acting_url": navigation.address(navigation.END_ACTING),
    }


def init_app(app: Flask) -> None:
    """Put the shell of the pages into the application."""
    assets.init_app(app)
    app.register_blueprint(preferences.bp)
    if app.debug or app.config.get("LMS_DEVELOPMENT"):
        app.register_blueprint(styleguide.bp)
    app.context_processor(page_context)
    app.jinja_env.globals.update(
        page_url=page_url,
        with_query=with_query,
        number=number,
        month_names=month_names,
        month_day=month_day,
        error_words=error_words,
    )

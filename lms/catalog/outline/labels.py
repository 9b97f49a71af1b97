"""The words of pages for competencies and audiences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lms.catalog.models import Audience
from lms.catalog.outline.models import Competency
from lms.core.i18n import CHINESE, N_, current_locale
from lms.core.i18n import gettext as _

if TYPE_CHECKING:
    from sqlalchemy import Row

COMPETENCY = {
    Competency.POLITICAL_JUDGEMENT: N_("Political judgement"),
    Competency.PROPOSING: N_("Proposing"),
    Competency.INQUIRY: N_("Inquiry and research"),
    Competency.CONTACT: N_("Contact with the people"),
    Competency.SELF_CULTIVATION: N_("Self-cultivation"),
}

AUDIENCE = {
    Audience.ALL: N_("Every deputy"),
    Audience.NEWLY_ELECTED: N_("Newly elected deputies"),
    Audience.GRASSROOTS: N_("Grassroots deputies"),
    Audience.TOWNSHIP: N_("Deputies of townships and towns"),
}


def name_of(name: str, name_en: str) -> str:
    """The name of a node in the reader's language."""
    return name if current_locale() == CHINESE else name_en


def competency_name(competency: Competency) -> str:
    """The reader's word for a competency."""
    return _(COMPETENCY[competency])


def audience_name(audience: Audience) -> str:
    """The reader's word for an audience."""
    return _(AUDIENCE[audience])


def place_name(place: Row[*tuple[Any, ...]]) -> str:
    """A node after the branch that it belongs to."""
    node = name_of(place.name, place.name_en)
    return f"{name_of(place.branch, place.branch_en)} › {node}" if place.branch else node


def audiences() -> list[tuple[str, str]]:
    """Every audience with the reader's word for it, for a filter."""
    return [(audience.value, audience_name(audience)) for audience in Audience]

"""What each method makes of the same terms, side by side, and against what the units have now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lms.core.i18n import gettext as _
from lms.study_sessions.labels import METHOD
from lms.study_sessions.sharing.sheet import as_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lms.documents.tables import Cell
    from lms.study_sessions.sharing.sheet import Bodies
    from lms.study_sessions.sharing.worksheet import Method, Worksheet


def comparison(worksheets: Mapping[Method, Worksheet], bodies: Bodies, now: Mapping[int, int | None]) -> dict[str, Any]:
    """Columns, rows in official order and the total, for the macro `simple_table`.

    Args:
        worksheets: of the same terms, by method.
        now: the places that units have; empty where nothing is shared out.
    """
    sheets = list(worksheets.values())
    shares = [{share.body_id: share for share in each.shares} for each in sheets]
    has_now = any(places is not None for places in now.values())
    rows: list[list[Cell]] = []
    for first in sheets[0].shares:
        places = [of_method[first.body_id].places for of_method in shares]
        present = now.get(first.body_id) or 0
        words = [with_difference(each, present) if has_now else str(each) for each in places]
        extra = [str(present)] if has_now else []
        differs = _("methods differ") if len(set(places)) > 1 else ""
        rows.append([bodies[first.body_id].name, str(as_decimal(first.quota)), *words, *extra, differs])
    labels: list[Any] = [
        _("Electing unit"),
        _figure(_("Exact quota")),
        *(_figure(_(METHOD[each])) for each in worksheets),
    ]
    total: list[Any] = [_("Grand total"), None, *(str(each.shared) for each in sheets)]
    if has_now:
        labels.append(_figure(_("Places now")))
        total.append(str(sum(places or 0 for places in now.values())))
    return {"columns": [*labels, _("Remark")], "rows": rows, "total": [*total, None]}


def with_difference(places: int, present: int) -> str:
    """Places, and in brackets how many more or fewer than now."""
    if places == present:
        return str(places)
    sign = "+" if places > present else "−"  # The minus of figures, as long as the plus.
    return _("%(places)d (%(sign)s%(difference)d)", places=places, sign=sign, difference=abs(places - present))


def _figure(label: str) -> dict[str, Any]:
    return {"label": label, "figure": True}

"""How a person stands with the parts of a package, and where to go on."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.core.i18n import N_
from lms.learning.packages.models import PackageState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.catalog.packages.models import PackagePart
    from lms.core.permissions import Actor


class PartState(StrEnum):
    """Computed: it follows from what is kept of a part. Once completed, a part stays so, whatever it says later."""

    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    COMPLETED = "completed"


PART_STATE = {
    PartState.NOT_BEGUN: (N_("Not begun"), ""),
    PartState.BEGUN: (N_("Begun"), "blue"),
    PartState.COMPLETED: (N_("Completed"), "green"),
}


def part_states(actor: Actor, parts: Sequence[PackagePart]) -> dict[int, PartState]:
    """The states of the parts that report, by position. A page to be read has none, for nothing is kept of it."""
    if actor.person_id is None or not parts:
        return {}
    kept = {
        row.part: PartState.COMPLETED if row.completed_at else PartState.BEGUN
        for row in db.session.execute(
            select(PackageState.part, PackageState.completed_at).where(
                PackageState.person_id == actor.person_id, PackageState.package_sha256 == parts[0].package_sha256
            )
        )
    }
    # In the order of the package, which `where_to_go_on` relies on.
    return {part.position: kept.get(part.position, PartState.NOT_BEGUN) for part in parts if part.reports}


def where_to_go_on(parts: Sequence[PackagePart], states: dict[int, PartState]) -> int:
    """The position of the part to offer first.

    A part that was begun; else, once something was completed, the first that was not begun; else the very first to open,
    which may be a page to be read.
    """
    by_state = {state: position for position, state in reversed(states.items())}  # The first of each.
    if PartState.BEGUN in by_state:
        return by_state[PartState.BEGUN]
    if PartState.COMPLETED in by_state and PartState.NOT_BEGUN in by_state:
        return by_state[PartState.NOT_BEGUN]
    return next((part.position for part in parts if part.can_be_opened), 0)

"""Which mandates another system may know of: one definition for reading and for sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from lms.people.models import ElectingBody, Mandate

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from lms.interop.tokens.bearers import Bearer


def in_sight(bearer: Bearer) -> ColumnElement[bool]:
    """The mandates of the token's electing body, or of its whole congress without the army's.

    Deputies of the army are seen only through a token that was granted for the army's own electing body.
    """
    if bearer.electing_body_id is not None:
        return Mandate.electing_body_id == bearer.electing_body_id
    army = select(ElectingBody.id).where(ElectingBody.congress_id == bearer.congress_id, ElectingBody.is_army)
    return and_(Mandate.congress_id == bearer.congress_id, Mandate.electing_body_id.not_in(army))

"""Which congress a command means: the one it names, or the only one there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_
from lms.people.models import Congress

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class NoCongressYet(DomainError):
    """Nothing can belong to a congress before one is founded."""

    template = N_("There is no congress yet. Please make one first: lms congress found.")


class WhichCongress(InvalidInput):
    """Several congresses live here, and none, or none of them, was named."""

    template = N_("Please name the congress with --congress; there are: %(codes)s.")


def named_congress(session: Session, code: str | None) -> Congress:
    """The congress of a code; without a code, the only one.

    Raises:
        NoCongressYet: none was founded.
        WhichCongress: there is no such congress, or more than one to choose from.
    """
    known = {each.code: each for each in session.scalars(select(Congress).order_by(Congress.code))}
    if not known:
        raise NoCongressYet
    if code is None and len(known) == 1:
        return next(iter(known.values()))
    if code not in known:
        raise WhichCongress(codes=", ".join(known))
    return known[code]

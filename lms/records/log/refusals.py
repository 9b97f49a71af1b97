"""What the log cannot answer."""

from __future__ import annotations

from http import HTTPStatus

from lms.core.errors import DomainError
from lms.core.i18n import N_


class ProofUnavailable(DomainError):
    """A row that the proof needs is missing."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    template = N_("The log cannot give this proof at the moment. Its keepers can see why.")

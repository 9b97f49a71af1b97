"""What tokens, their states and their scopes are called on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.i18n import N_
from lms.interop.tokens.models import Scope, TokenState

if TYPE_CHECKING:
    from datetime import datetime

    from lms.interop.tokens.models import ApiToken

# The words and the tone of the tag.
TOKEN_STATE = {
    TokenState.REQUESTED: (N_("Waiting to be granted"), "amber"),
    TokenState.DECLINED: (N_("Declined"), ""),
    TokenState.GRANTED: (N_("Granted, secret not taken out yet"), "blue"),
    TokenState.ISSUED: (N_("Secret taken out"), "green"),
    TokenState.REVOKED: (N_("Token is revoked"), ""),
}
EXPIRED = (N_("Token has expired"), "")

SCOPE = {
    Scope.ENTRIES_WRITE: N_("Send entries for the record"),
    Scope.ENTRIES_READ: N_("Read entries of the record"),
    Scope.DEPUTIES_READ: N_("Read the list of deputies, by numbers and without names"),
    Scope.DEPUTIES_CARDS: N_("Read deputies' card numbers in that list"),
}


def state_of(token: ApiToken, now: datetime) -> tuple[str, str]:
    """The words and the tone for a token as it is now."""
    return EXPIRED if token.is_expired(now) else TOKEN_STATE[token.state]

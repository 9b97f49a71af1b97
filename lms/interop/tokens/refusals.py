"""What the rules of tokens forbid."""

from __future__ import annotations

from http import HTTPStatus

from lms.core.errors import DomainError, InvalidInput, NotAllowed
from lms.core.i18n import N_


class LivesTooLong(InvalidInput):
    """A token that never ends is one that nobody remembers."""

    template = N_("A token is valid until a day from tomorrow on, and for a year at most.")


class NothingAllowed(InvalidInput):
    template = N_("Please choose at least one thing that the system may do.")


class CardsNeedDeputies(InvalidInput):
    template = N_("Card numbers are shown in the list of deputies. Please allow reading that list, too.")


class TokenDecided(DomainError):
    template = N_("This request was decided already.")


class TokenNotGranted(DomainError):
    """There is no secret to take out, or it was taken out before."""

    template = N_("The secret can be taken out once, after the token was granted and before it expires.")


class TokenOver(DomainError):
    template = N_("This token is not in force.")


class TokenTakesTwo(NotAllowed):
    """ADR 0018: who asks for a token does not grant it, and who grants it never sees the secret."""

    template = N_("Who asks for a token does not grant it, and who grants it does not take out the secret.")


class TooManyWrites(DomainError):
    """More requests in a minute than a token may send."""

    template = N_("This token may send %(most)d requests a minute. Please go on in %(seconds)d seconds.")
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, *, most: int, retry_after: int) -> None:
        super().__init__(most=most, seconds=retry_after)
        self.retry_after = retry_after

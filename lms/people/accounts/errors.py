"""What sign-in, accounts and roles refuse, in words for the person who asked."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from lms.core.clock import SHANGHAI
from lms.core.errors import DomainError, InvalidInput, NotAllowed, NotFound
from lms.core.i18n import N_

if TYPE_CHECKING:
    from datetime import datetime


class SignInRefused(DomainError):
    """One answer for every reason, so that nobody learns which accounts exist."""

    template = N_("The name or the password is not right. Please check both and try again.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class LockedOut(DomainError):
    """Too many failures; it opens by itself."""

    template = N_("There were too many attempts. Please try again after %(time)s.")
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, *, until: datetime) -> None:
        super().__init__(time=until.astimezone(SHANGHAI).strftime("%H:%M:%S"))
        self.until = until


class OnlyOnThisComputer(NotAllowed):
    """A demonstration account's password is public."""

    template = N_("Demonstration accounts can sign in only on the computer on which the demonstration runs.")


class NoRole(NotAllowed):
    """The account is right, but no congress has anything for it."""

    template = N_("Your account has no role at present. Please ask your liaison or the administrator.")


class SignInOver(NotAllowed):
    """The step between password and second factor took too long, or was never begun."""

    template = N_("Please sign in again: the time for this step is over.")


class CodeRefused(DomainError):
    """One answer for a wrong name, a wrong code, and a code that is used or too old."""

    template = N_("The name or the code is not right, or the code is no longer valid. You can ask for a new one.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class PasswordRefused(InvalidInput):
    """The new password is easily guessed; `reasons` say why, as msgids."""

    template = N_("Please choose another password.")

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__()
        self.reasons = reasons


class WrongPassword(DomainError):
    """The present password, asked for once more before a change."""

    template = N_("The present password is not right.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class SecondFactorRefused(DomainError):
    """A code that does not fit."""

    template = N_("The code is not right. Please enter the six digits that your authenticator shows now.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class CodeUsedAlready(DomainError):
    """RFC 6238, section 5.2: a code is accepted once."""

    template = N_("This code was used already. Please wait for the next one.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotWhileActing(NotAllowed):
    """What belongs to the deputy alone."""

    template = N_("Only the deputy can do this. Please end acting for the deputy first.")


class BadUsername(InvalidInput):
    template = N_(
        "A user name has 3 to 64 small letters, digits, dots, hyphens or underscores, and begins with a letter."
    )


class UsernameTaken(DomainError):
    template = N_("This user name is taken already.")


class StaffAccount(DomainError):
    """A liaison's slip must not open an account that reaches beyond the deputy's own things."""

    template = N_("This deputy also holds a staff role. Please ask the system administrator for a new code.")


class NoTelephone(DomainError):
    template = N_("No telephone number is known for this deputy. Please print a slip instead.")


class AccountClosed(DomainError):
    template = N_("This account is closed.")


class NotYourself(NotAllowed):
    """A role takes two people, and neither of them is its holder (ADR 0015)."""

    template = N_("Nobody proposes, grants or ends a role of their own.")


class TwoPeople(NotAllowed):
    template = N_("Who proposed a role does not grant it. Please ask the other administrator.")


class OnePostOnly(DomainError):
    """GB/T 22239-2019, level 3: the three posts are held by three people."""

    template = N_("This person holds, or is proposed for, another of the three posts. Nobody holds two of them.")


class PostOrBusiness(DomainError):
    template = N_(
        "A post (system, security or audit administrator) and a role in the congress's business go to different people."
    )


class PostIsOurs(DomainError):
    """Whoever opened an account can reset it; so no other congress's administrators reach a post of this one."""

    template = N_("A post goes to somebody whose account was opened in this congress.")


class NobodyElsewhere(InvalidInput):
    """One answer whether there is no such account or it is not this person's: accounts elsewhere are not to be tried out."""

    template = N_("There is no open account of this name and user name. Please ask its holder for both.")


class RoleAlreadyHeld(DomainError):
    template = N_("This person holds this role already, or is proposed for it.")


class RoleNeedsBody(InvalidInput):
    template = N_("A liaison belongs to an electing body. Please choose one.")


class RoleDecided(DomainError):
    template = N_("This proposal was decided already.")


class NotThisAccount(NotAllowed):
    template = N_("Please ask somebody else to do this: it concerns your own account.")


class NoSuchAccount(NotFound):
    template = N_("There is no open account with the user name %(username)s.")


class NoSuchCongress(NotFound):
    template = N_("There is no congress with the code %(code)s.")


class PostFounded(DomainError):
    template = N_("Somebody holds this post already. From now on roles are proposed and granted on the pages.")


class ActingOver(DomainError):
    template = N_("You are not acting for a deputy now.")


class ReasonNeeded(InvalidInput):
    template = N_("Please say what the deputy asked you to do.")

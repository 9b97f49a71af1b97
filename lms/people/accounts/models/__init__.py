"""The tables of accounts, sign-in, roles and acting for a deputy."""

from lms.people.accounts.models.account import Account, Duty
from lms.people.accounts.models.acting import ActingEnd, ActingFor
from lms.people.accounts.models.grants import GrantState, RoleGrant
from lms.people.accounts.models.login import EndReason, LoginAttempt, LoginSession, Stage
from lms.people.accounts.models.secrets import ActivationCode, CodePurpose, RecoveryCode, TotpSecret

__all__ = [
    "Account",
    "ActingEnd",
    "ActingFor",
    "ActivationCode",
    "CodePurpose",
    "Duty",
    "EndReason",
    "GrantState",
    "LoginAttempt",
    "LoginSession",
    "RecoveryCode",
    "RoleGrant",
    "Stage",
    "TotpSecret",
]

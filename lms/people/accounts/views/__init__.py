"""The pages of sign-in, accounts, roles and acting for a deputy: one blueprint, a module for each noun."""

from lms.people.accounts.views import accounts, acting, codes, deputies, grants, own, sign_in
from lms.people.accounts.views.blueprint import bp

__all__ = ["accounts", "acting", "bp", "codes", "deputies", "grants", "own", "sign_in"]

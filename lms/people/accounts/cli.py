"""`lms accounts`: the first holders of the three posts, and help when nobody on the pages can help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lms.core import clock, settings
from lms.core.database import db
from lms.core.permissions import Role
from lms.people.accounts import founding
from lms.people.accounts.policy import AccessPolicy
from lms.people.named_congress import named_congress

if TYPE_CHECKING:
    from lms.people.accounts.slips import Slip

# As they are typed.
POSTS = {"system": Role.SYSTEM_ADMIN, "security": Role.SECURITY_ADMIN, "auditor": Role.AUDITOR}


@click.group()
def accounts() -> None:
    """Accounts, as far as they are no matter of the pages."""


@accounts.command("create-admin")
@click.argument("post", type=click.Choice(sorted(POSTS)))
@click.option("--name", required=True, help="The person's name.")
@click.option("--username", required=True, help="What the person signs in with.")
@click.option("--congress", "congress_code", help="The congress's code; needed only if there are several.")
def create_admin(post: str, name: str, username: str, congress_code: str | None) -> None:
    """Open the account of a post's first holder and print the activation code, once."""
    slip = founding.found_post(
        POSTS[post],
        congress_code=named_congress(db.session(), congress_code).code,
        name=name,
        username=username,
        policy=_policy(),
        now=clock.now(),
    )
    _print(slip)


@accounts.command("new-code")
@click.argument("username")
@click.option("--second-factor", is_flag=True, help="Take the second factor away too.")
def new_code(username: str, *, second_factor: bool) -> None:
    """Take a password away and print a new code, once: for somebody whom nobody on the pages can help."""
    _print(founding.rescue(username, with_second_factor=second_factor, policy=_policy(), now=clock.now()))


@accounts.command("close")
@click.argument("username")
def close(username: str) -> None:
    """Close an account with its roles, e.g. of a post's last holder: the post can then be founded anew."""
    founding.close_by_operator(username, now=clock.now())
    click.echo(f"closed: {username}")


def _policy() -> AccessPolicy:
    return AccessPolicy.from_settings(settings.current())


def _print(slip: Slip) -> None:
    click.echo(f"user name:       {slip.username}")
    click.echo(f"activation code: {slip.code[:4]} {slip.code[4:]}  (shown only now; set the password at /activation)")
    click.echo(f"good until:      {slip.expires_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}")

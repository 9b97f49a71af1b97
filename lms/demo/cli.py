"""`lms demo`: a demonstration year in an empty database, and who can sign in to it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
import pyotp

from lms.core import clock, settings
from lms.core.i18n import N_, gettext
from lms.demo.words import words
from lms.demo.year import Size, is_laid, lay

if TYPE_CHECKING:
    from collections.abc import Callable

STAFF_CODE = N_("Staff also need a code, good for half a minute: lms demo --code prints it.")


@click.command()
@click.option("--per-unit", type=click.IntRange(min=1), help="Only so many deputies of each unit, for a quick look.")
@click.option("--code", is_flag=True, help="Only print the present code of the demonstration's authenticator.")
def demo(per_unit: int | None, *, code: bool) -> None:
    """Lay a demonstration year relative to today, and print who can sign in."""
    if code:
        click.echo(pyotp.TOTP(words("people")["totp_secret"]).now())
        return
    if not settings.current().demonstration:
        raise click.ClickException(
            "set LMS_DEMONSTRATION=1: demonstration accounts have passwords that anyone can read"
        )
    if not is_laid():
        lay(today=clock.today(), size=Size(per_unit), say=_say)
    _print_accounts()


def _say(part: str) -> Callable[[int, int], None]:
    """Announce a part; on a terminal its progress goes on in the same line."""
    label = gettext(part)
    shows = sys.stdout.isatty()
    if not shows:
        click.echo(f"    {label}")

    def progress(done: int, total: int) -> None:
        if shows:
            click.echo(f"\r    {label} {done * 100 // max(total, 1)}%", nl=done >= total)

    return progress


def _print_accounts() -> None:
    said = words("people")
    names = [name for each in said["deputies"] for name in each["usernames"]]
    password, deputies = gettext("Password of all demonstration accounts"), gettext("Deputies")
    click.echo(f"    {password}: {said['password']}")
    click.echo(f"    {deputies}: {', '.join(names)}")
    for each in said["staff"]:
        click.echo(f"    {each['username']:<17} {each['name']} ({each['role']}, {each['congress']})")
    click.echo(f"    {gettext(STAFF_CODE)}")

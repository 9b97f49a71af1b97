"""`lms courses index`."""

from __future__ import annotations

import click

from lms.catalog.search.indexing import index_all
from lms.core.i18n import ngettext


@click.command()
def index() -> None:
    """Index every course for search anew; courses that change are indexed by themselves."""
    count = index_all()
    click.echo(ngettext("%(num)d course indexed", "%(num)d courses indexed", count))

"""Bad input is tried on a laid-out site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lms.core.database import db
from tests.bad_input.asking import Asking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.support.databases import Databases


@pytest.fixture(scope="session")
def one_site(app: Flask, laid_databases: Databases) -> Asking:
    return Asking(app, laid_databases)


@pytest.fixture
def asking(one_site: Asking) -> Iterator[Asking]:
    """Asks the site as anybody, and holds each answer to the rules of this folder. The site is as it was laid."""
    one_site.make_ready()
    yield one_site
    db.session.remove()

"""Every form and every request that writes brings the token of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def test_only_beats_and_other_systems_do_without_the_token_of_the_page(app: Flask) -> None:
    protection = app.extensions["csrf"]
    assert protection._exempt_views == {"lms.learning.views.beats"}
    assert {blueprint.name for blueprint in protection._exempt_blueprints} == {"api"}
    assert "POST" in app.config["WTF_CSRF_METHODS"]

"""How templates are looked up: Flask's environment, but for one map that Jinja builds anew for every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask.templating import Environment

if TYPE_CHECKING:
    from collections.abc import MutableMapping


class HouseEnvironment(Environment):
    """Templates without globals of their own share the environment's.

    Jinja layers a map over them for each template, and compares the layers at every import: a page with twenty
    includes and imports spent a third of its rendering on that. We give no template globals of its own.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template."""
        return super().make_globals(d) if d else self.globals

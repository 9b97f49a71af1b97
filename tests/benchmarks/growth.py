"""Statements of each page with a few things on it and with ten times as many: they must be the same, and few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.figures import Figure
from tests.web.growing import FEW, MANY, MOST, counts_as_it_grows

if TYPE_CHECKING:
    from flask import Flask


def run(app: Flask) -> list[Figure]:
    """Count on the bound, empty database."""
    few, many = counts_as_it_grows(app)
    goal = f"the same with {FEW} and {MANY}, <= {MOST}"
    return [
        Figure(
            f"statements: {who} {path}",
            f"{few[who, path]}, {many[who, path]}",
            goal,
            few[who, path] == many[who, path] <= MOST,
        )
        for who, path in few
    ]

"""One real object for each argument of an address: what the matrix asks for. Each room says it of its own pages.

A room's module has `SAMPLES`, and `lay()` where the demonstration year lacks what its pages are tried on. A sample is
found by endpoint, by blueprint and argument, by blueprint, or by the argument's name alone, in this order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.architecture.samples import (
    call_up,
    catalog,
    core,
    interop,
    learning,
    people,
    planning,
    records,
    study_sessions,
)

if TYPE_CHECKING:
    from werkzeug.routing import Rule

_ROOMS = (core, people, records, catalog, learning, planning, study_sessions, call_up, interop)
_SAMPLES: dict[str, Any] = {name: sample for room in _ROOMS for name, sample in room.SAMPLES.items()}


def lay_samples() -> None:
    """Lay what the demonstration year lacks, room by room."""
    for room in _ROOMS:
        if hasattr(room, "lay"):
            room.lay()


def arguments(rule: Rule) -> dict[str, Any]:
    """A value for each argument of an address: always of the national congress and the unit of Hebei."""
    return {name: _sample(rule.endpoint, name) for name in rule.arguments}


def _sample(endpoint: str, name: str) -> Any:
    blueprint, _, page = endpoint.partition(".")
    asked = (endpoint, f"{blueprint}.{name}", blueprint, name)
    known = next((_SAMPLES[each] for each in asked if each in _SAMPLES), None)
    assert known is not None, f"say in tests/architecture/samples/ what {endpoint} is tried on ({page}: {name})"
    return known()

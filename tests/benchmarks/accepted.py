"""What ADR 0016 and ADR 0028 accept of figures that do not reach their goals: engine and name, and the lowest ratio."""

from __future__ import annotations

_FLOORS = {
    "home of a deputy": 0.14,
    "course page": 0.14,
    "list of courses": 0.11,
    "own record": 0.13,
    "roster, 50 of 2,977": 0.15,
    "recommendation": 0.11,
}

ACCEPTED: dict[tuple[str, str], float] = {
    (engine, name): floor for engine in ("sqlite", "postgresql") for name, floor in _FLOORS.items()
} | {("sqlite", "heartbeat"): 0.45, ("postgresql", "heartbeat"): 0.55}

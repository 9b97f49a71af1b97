"""What ADR 0016 accepts of figures that do not reach their goals: engine and name, and the lowest ratio."""

from __future__ import annotations

ACCEPTED: dict[tuple[str, str], float] = {}

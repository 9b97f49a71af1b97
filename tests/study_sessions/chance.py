"""How long chance drives the seats: briefly and always alike in the suite, long and always differently in `make soak`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

if TYPE_CHECKING:
    from hypothesis.stateful import RuleBasedStateMachine

SOAK = int(os.environ.get("SOAK_EXAMPLES", "0"))


def drive(machine: type[RuleBasedStateMachine], *, examples: int, steps: int) -> None:
    """Run a machine so often and so far; the steps that led to a failure are printed."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=SOAK or examples,
            stateful_step_count=2 * steps if SOAK else steps,
            derandomize=not SOAK,
            deadline=None,
            database=None,
            # Shrinking takes minutes here; the steps that led to a failure are printed anyway.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

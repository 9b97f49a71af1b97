"""What a manifest may ask of a platform between several parts, and we do not give (SCORM 2004 SN 3; SCORM 1.2 CAM 2.3.2).

We give two things: a reader may choose any part, and go from one to the next. A package that needs more would run wrongly
here and not say so; it is refused, with the reason. With a single part there is nothing between parts, and nobody asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.catalog.packages.refusals import (
    DrawsParts,
    FixesOrder,
    LimitsAttempts,
    PackageRefused,
    RulesDecide,
    SharesResults,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Given = Mapping[str, str]

PREREQUISITES = "prerequisites"

_TRUE, _FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})


def _says(name: str, words: frozenset[str]) -> Callable[[Given], bool]:
    return lambda given: given.get(name, "").strip().lower() in words


def _is_drawn(given: Given) -> bool:
    return any(
        given.get(name, "never").strip().lower() != "never" for name in ("selectiontiming", "randomizationtiming")
    )


def _always(_given: Given) -> bool:
    return True


def _never_rolls_up(given: Given) -> bool:
    return any(name.startswith("requiredfor") and value.strip().lower() != "always" for name, value in given.items())


# By element, in small letters as are the names of its attributes: when it asks for something, and what.
_DEMANDS: Mapping[str, tuple[tuple[Callable[[Given], bool], type[PackageRefused]], ...]] = {
    "controlmode": (
        (_says("choice", _FALSE), FixesOrder),
        (_says("choiceexit", _FALSE), FixesOrder),
        (_says("forwardonly", _TRUE), FixesOrder),
    ),
    "constrainedchoiceconsiderations": (
        (_says("preventactivation", _TRUE), FixesOrder),
        (_says("constrainchoice", _TRUE), FixesOrder),
    ),
    "preconditionrule": ((_always, RulesDecide),),
    "postconditionrule": ((_always, RulesDecide),),
    "exitconditionrule": ((_always, RulesDecide),),
    "rolluprule": ((_always, RulesDecide),),
    "rollupconsiderations": ((_never_rolls_up, RulesDecide),),
    "limitconditions": ((lambda given: "attemptlimit" in given, LimitsAttempts),),
    "randomizationcontrols": ((_is_drawn, DrawsParts),),
    "mapinfo": ((_always, SharesResults),),
    "map": ((_always, SharesResults),),
}


def demand_of(element: str, given: Given) -> PackageRefused | None:
    """The refusal of what an element asks for; None if it asks for nothing that we do not give."""
    for asks, refusal in _DEMANDS.get(element, ()):
        if asks(given):
            return refusal(element=element)
    return None

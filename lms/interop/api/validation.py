"""What was sent, held to its declared shape; what is wrong comes back as faults, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from lms.core.i18n import N_
from lms.interop.api.problems import Fault, Invalid, NotJson
from lms.interop.api.shapes import Sent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic_core import ErrorDetails

Shape = TypeVar("Shape", bound=Sent)

# pydantic's names for what can be wrong, and ours (`shapes.py`); the rest is said in general words.
_WORDS = {
    "missing": N_("This is missing."),
    "extra_forbidden": N_("There is no such member or parameter."),
    "string_type": N_("A text is expected."),
    "string_too_short": N_("The text is too short."),
    "string_too_long": N_("The text has more than %(max_length)d characters."),
    "string_pattern_mismatch": N_("The text is not of the form “%(pattern)s”."),
    "list_type": N_("An array is expected."),
    "dict_type": N_("An object is expected."),
    "model_type": N_("An object is expected."),
    "too_short": N_("At least %(min_length)d is expected."),
    "too_long": N_("At most %(max_length)d are expected."),
    "int_type": N_("A whole number is expected."),
    "int_parsing": N_("A whole number is expected."),
    "int_parsing_size": N_("The number is too large."),
    "greater_than_equal": N_("The number is below %(ge)d."),
    "less_than_equal": N_("The number is above %(le)d."),
    "enum": N_("This is none of the known values."),
    "day": N_("A day is expected, written as YYYY-MM-DD, from 1954 to 2200."),
    "instant": N_("An instant is expected as RFC 3339 writes it, e.g. 2026-03-16T01:00:00Z."),
    "public_id": N_("A UUID is expected."),
    "one_deputy": N_("Please name the deputy either by “mandate” or by “card_number”."),
    "twice": N_("The parameter is given more than once."),
}
_ELSE = N_("This value cannot be used.")


def body_of(shape: type[Shape], raw: bytes) -> Shape:
    """The body as its shape.

    Raises:
        NotJson: it is no JSON.
        Invalid: it is not of the shape.
    """
    try:
        return shape.model_validate_json(raw)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        if found[0]["type"] == "json_invalid":
            raise NotJson from None
        raise Invalid(faults=[_fault(each, pointer=pointer_to(each["loc"])) for each in found]) from None


def query_of(shape: type[Shape], given: Mapping[str, Sequence[str]]) -> Shape:
    """What follows the question mark, as its shape.

    Raises:
        Invalid: it is not of the shape, or a parameter comes twice.
    """
    faults = [Fault(_WORDS["twice"], parameter=name) for name, values in given.items() if len(values) > 1]
    try:
        found = shape.model_validate_strings({name: values[0] for name, values in given.items()})
    except ValidationError as error:
        found_wrong = error.errors(include_url=False, include_input=False)
        faults += [_fault(each, parameter=str(each["loc"][0])) for each in found_wrong]
        raise Invalid(faults=faults) from None
    if faults:
        raise Invalid(faults=faults)
    return found


def pointer_to(place: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901) from pydantic's path."""
    return "".join(f"/{_escaped(str(part))}" for part in place if part != "[key]")


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _fault(error: ErrorDetails, **place: str) -> Fault:
    message = _WORDS.get(error["type"], _ELSE)
    context: dict[str, Any] = error.get("ctx") or {}
    return Fault(message, tuple(_params(message, context)), **place)


def _params(message: str, context: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """What the words name, and nothing that was sent."""
    return ((name, value) for name, value in context.items() if f"%({name})" in message)

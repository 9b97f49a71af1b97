"""Every form with every kind of bad value in every field, as each role that may send it."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from tests.architecture.table import TABLE, parse
from tests.bad_input.asking import FORM, roles_that_may
from tests.bad_input.forms import APART, BUTTONS, FORMS
from tests.bad_input.values import EVERYTHING, bad_values

if TYPE_CHECKING:
    from flask import Flask

    from tests.bad_input.asking import Asking

MATRIX = parse(TABLE)
TAKEN = sorted(line.removeprefix("POST ") for line in MATRIX["anonymous"] if line.startswith("POST "))


# The table walks them without the form that says who, and so into nobody.
SAY_WHO = {"study_sessions.recommend": ["liaison"], "study_sessions.substitute": ["liaison"]}


def senders(endpoint: str) -> list[str]:
    """Who may send it; who is not let in at all, where nobody is."""
    return SAY_WHO.get(endpoint) or roles_that_may(MATRIX, f"POST {endpoint}") or ["anonymous", "deputy"]


def test_every_address_that_takes_something_is_tried(app: Flask) -> None:
    assert sorted({*FORMS, *BUTTONS, *APART}) == TAKEN
    assert not {*FORMS} & BUTTONS


@pytest.mark.parametrize("endpoint", sorted(FORMS))
def test_one_bad_field_is_named_and_nothing_is_lost(asking: Asking, endpoint: str) -> None:
    good = FORMS[endpoint]()
    path, roles = asking.path(endpoint, **good.about), cycle(senders(endpoint))
    for turn, (name, right) in enumerate(good.fields.items()):
        for kind, value in bad_values(right, turn).items():
            with asking.telling(f"{name}: {kind}"):
                asking.send(next(roles), path, good.fields | {name: value})


@pytest.mark.parametrize("endpoint", sorted(FORMS))
def test_a_form_that_is_bad_throughout_is_refused_to_each_who_may_send_it(asking: Asking, endpoint: str) -> None:
    good = FORMS[endpoint]()
    path, kinds = asking.path(endpoint, **good.about), cycle(EVERYTHING)
    for role in senders(endpoint):
        asking.send(role, path, {})
        for _ in range(2):
            kind = next(kinds)
            with asking.telling(kind):
                asking.send(role, path, dict.fromkeys(good.fields, EVERYTHING[kind]))


@pytest.mark.parametrize("endpoint", sorted(FORMS))
def test_a_field_that_comes_twice_or_not_at_all_is_no_mishap(asking: Asking, endpoint: str) -> None:
    good = FORMS[endpoint]()
    path, roles = asking.path(endpoint, **good.about), cycle(senders(endpoint))
    for name in good.fields:
        without = {each: value for each, value in good.fields.items() if each != name}
        with asking.telling(name):
            asking.send(next(roles), path, without)
            asking.send(next(roles), path, [*without.items(), (name, "1"), (name, good.fields[name]), (name, "\0")])


@pytest.mark.parametrize("endpoint", TAKEN)
def test_what_is_no_form_and_what_bears_no_token_changes_nothing(asking: Asking, endpoint: str) -> None:
    path, role = asking.path(endpoint), senders(endpoint)[0]
    # A beat is proven by the token of its lease.
    refused = (400, 401, 413, 422) if endpoint == "learning.beats" else (400, 401, 413)
    for kind, body in NO_FORMS.items():
        with asking.telling(kind):
            answer = asking.ask(role, "POST", path, data=body, content_type=kind.split(" ", 1)[0], csrf=False)
            assert answer.status_code in refused, answer.status_code
    assert asking.ask(role, "POST", path, headers={"X-CSRFToken": "IjEi.stale"}).status_code in refused


@pytest.mark.parametrize("endpoint", TAKEN)
def test_what_is_no_form_is_none_with_the_token_either(asking: Asking, endpoint: str) -> None:
    path, roles = asking.path(endpoint), cycle(senders(endpoint))
    for kind, body in NO_FORMS.items():
        with asking.telling(kind):
            asking.ask(next(roles), "POST", path, data=body, content_type=kind.split(" ", 1)[0])


NO_FORMS: dict[str, bytes] = {
    f"{FORM} without a token": b"name=a",
    f"{FORM} that is no UTF-8": b"%ff%fe=\xff&&&=;%",
    "application/json of a number": b"1",
    "application/json of lists": b'{"name": [1], "reason": {"a": null}}',
    "application/json that breaks off": b'{"a": [',
    "application/json that is deep": b"[" * 100_000,
    "multipart/form-data without a boundary": b"--x",
    "multipart/form-data; boundary=x": b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--",
    "text/plain": "请".encode(),
    "\u7532/\u4e59".encode().decode("latin-1"): b"1",
}

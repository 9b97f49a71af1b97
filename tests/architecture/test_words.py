"""The Chinese catalogue is complete, and one English sentence has one Chinese one."""

from __future__ import annotations

import re

import pytest

from lms.core import messages

ROOMS = messages.rooms()
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def ids_and_texts(room: str) -> list[tuple[str, str]]:
    pairs = []
    for message in messages.stored(room):
        if message.id:
            msgid = message.id if isinstance(message.id, str) else message.id[-1]
            text = message.string if isinstance(message.string, str) else message.string[0]
            pairs.append((msgid, text))
    return pairs


@pytest.mark.parametrize("room", ROOMS)
def test_every_word_of_a_room_has_its_chinese(room: str) -> None:
    wanted = {_key(message.id) for message in messages.extracted(room) if message.id}
    kept = {_key(message.id) for message in messages.stored(room) if message.id}
    assert wanted - kept == set(), "run `lms messages update`"
    assert kept - wanted == set(), "no longer used: run `lms messages update`"
    assert messages.untranslated(messages.stored(room)) == []


@pytest.mark.parametrize("room", ROOMS)
def test_placeholders_are_the_same_in_both_languages(room: str) -> None:
    for msgid, translation in ids_and_texts(room):
        wanted, given = set(PLACEHOLDER.findall(msgid)), set(PLACEHOLDER.findall(translation))
        assert given <= wanted | {"num"}, msgid
        assert wanted - {"num"} <= given, msgid


def test_one_english_sentence_has_one_chinese_sentence() -> None:
    known: dict[str, tuple[str, str]] = {}
    for room in ROOMS:
        for msgid, translation in ids_and_texts(room):
            first_room, first = known.setdefault(msgid, (room, translation))
            assert first == translation, f"{msgid!r} in {room} and {first_room}"


def test_words_of_respect() -> None:
    """We remind and do not press; what is not completed is not behind."""
    texts = [text for room in ROOMS for _msgid, text in ids_and_texts(room)]
    assert [text for text in texts if re.search("催办|落后|排名|你(?!们)", text)] == []


def _key(msgid: object) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]

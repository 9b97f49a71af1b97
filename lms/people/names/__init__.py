"""Names of people: how they are written, in which order they stand, and how they are found by pinyin."""

from lms.people.names.pinyin import Pinyin, pinyin
from lms.people.names.sort_keys import sort_key
from lms.people.names.spelling import clean_name

__all__ = ["Pinyin", "clean_name", "pinyin", "sort_key"]

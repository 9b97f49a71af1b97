"""Settings are checked before anything starts, and each is documented."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from lms.core.settings import PREFIX, ROOT, Settings, SettingsError, from_environment


def test_without_any_setting_the_database_is_sqlite_in_the_data_folder() -> None:
    settings = from_environment({})
    assert settings.resolved_database_url == f"sqlite:///{ROOT / 'var' / 'lms.sqlite3'}"


def test_a_misspelt_setting_is_named() -> None:
    with pytest.raises(SettingsError, match="LMS_DATABSE_URL is no setting"):
        from_environment({"LMS_DATABSE_URL": "sqlite:///x"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LMS_IDLE_MINUTES_STAFF", "half an hour"),
        ("LMS_IDLE_MINUTES_STAFF", "0"),
        ("LMS_DEMONSTRATION", "maybe"),
        ("LMS_DATABASE_URL", "mysql://x"),
        ("LMS_SMS_GATEWAY", "http://sms.example.cn/send"),
        ("LMS_MAIL_GATEWAY", "smtp://mail.example.cn"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        from_environment({name: value})


def test_values_are_read_as_their_kind() -> None:
    settings = from_environment({"LMS_DEMONSTRATION": "1", "LMS_BEAT_SECONDS": "20", "LMS_DATA_DIR": "/srv/lms"})
    assert settings.demonstration is True
    assert settings.beat_seconds == 20
    assert settings.data_dir == Path("/srv/lms")


@pytest.mark.parametrize("each", fields(Settings), ids=lambda each: each.name)
def test_every_setting_is_documented(each: object) -> None:
    name, doc = each.name, each.metadata["doc"]
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert f"`{PREFIX}{name.upper()}`" in page
    assert doc in page

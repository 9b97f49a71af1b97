"""Settings come from the environment (`LMS_…`), are checked once at start, and each is documented in docs/settings.md."""

from __future__ import annotations

import re
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "LMS_"


class SettingsError(ValueError):
    """A setting is not what it must be; the message names it and says what is expected."""


def setting(default: Any, doc: str) -> Any:
    """A setting with its default and the sentence that docs/settings.md shows."""
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True)
class Settings:
    """All settings, checked."""

    data_dir: Path = setting(
        ROOT / "var", "Folder of the database (SQLite), blobs, keys and the outbox of a demonstration."
    )
    database_url: str = setting("", "SQLAlchemy URL; empty means SQLite in the data folder.")
    database_owner_url: str = setting(
        "",
        "PostgreSQL: URL of the role that owns the tables, for `lms db upgrade` and `lms restore`; empty means that the application's role owns them.",
    )
    keys_file: Path | None = setting(None, "The key file (mode 0600); empty means `keys/keys.json` in the data folder.")
    fonts_dir: Path = setting(
        ROOT / "fonts", "Folder of fonts that the site provides for documents, e.g. FangSong and XiaoBiaoSong."
    )
    courses_dir: Path = setting(ROOT / "courses", "Folder of course content that `lms courses sync` reads.")
    site_name: str = setting("", "The platform's name in the masthead; empty means the catalogue's own.")
    development: bool = setting(False, "Show the style guide and human-readable logs.")
    demonstration: bool = setting(
        False, "Allow demonstration accounts; refused when the server listens beyond loopback."
    )
    secure_cookies: bool = setting(True, "Send cookies over HTTPS only; `make run` turns it off on loopback.")
    idle_minutes_staff: int = setting(30, "A staff member's login session ends after so many idle minutes.")
    idle_minutes_deputy: int = setting(120, "A deputy's login session ends after so many idle minutes.")
    session_hours: int = setting(12, "A login session ends after so many hours, however busy.")
    lockout_failures: int = setting(5, "Failures in sign-in after which an account or source is locked.")
    lockout_minutes: int = setting(5, "Minutes after which a locked account or source opens by itself.")
    site_origin: str = setting(
        "",
        "Where people open the platform, e.g. `https://academy.example.org`. Whoever asks the content host for a page is led there; empty means that they are told that it is not found.",
    )
    content_origin: str = setting(
        "",
        "Where packages of other authoring tools run, e.g. `https://content.example.org`: another host than the platform's, best under another registered domain, led to the same server. Empty means that no package can be run.",
    )
    upload_megabytes: int = setting(20, "Largest upload, in MiB.")
    video_megabytes: int = setting(500, "Largest video that an editor uploads, in MiB.")
    lease_seconds: int = setting(120, "A playback lease ends so many seconds after its last accepted beat.")
    beat_seconds: int = setting(15, "The player reports what was played every so many seconds.")
    sms_gateway: str = setting(
        "file",
        "How short messages leave: `file` (into `outbox/` of the data folder) or `https://user:password@host/path`, see docs/operations.md.",
    )
    mail_gateway: str = setting(
        "file",
        "How mail leaves: `file` (into `outbox/` of the data folder) or `smtp(s)://user:password@host:port?from=address`.",
    )
    log_origin: str = setting(
        "",
        "The name of the record's log in its checkpoints, e.g. `academy.example.cn/record`; set it once and keep it. Empty means a name made from the first checkpoint key.",
    )
    checkpoint_mail: str = setting(
        "",
        "Where the log's newest checkpoint is mailed each night: a postbox outside of this installation; empty means nowhere.",
    )
    api_writes_per_minute: int = setting(
        120, "Requests that change something which one token of another system may send in a minute."
    )
    web_processes: int = setting(2, "Web processes on PostgreSQL; on SQLite there is always one.")
    web_threads: int = setting(4, "Threads of each web process.")

    @property
    def resolved_database_url(self) -> str:
        """The URL that is really used."""
        return self.database_url or f"sqlite:///{self.data_dir / 'lms.sqlite3'}"

    @property
    def resolved_keys_file(self) -> Path:
        """The key file that is really used."""
        return self.keys_file or self.data_dir / "keys" / "keys.json"


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read and check all settings.

    Raises:
        SettingsError: a value is not of its kind, or an `LMS_` name is unknown (most often a typing slip).
    """
    known = {PREFIX + each.name.upper(): each for each in fields(Settings)}
    given: dict[str, Any] = {}
    for name, value in environ.items():
        if not name.startswith(PREFIX) or name.startswith(f"{PREFIX}TEST_"):
            continue
        if name not in known:
            raise SettingsError(f"{name} is no setting; docs/settings.md lists them all")
        given[known[name].name] = _parse(name, value, known[name])
    settings = Settings(**given)
    _check(settings)
    return settings


def _parse(name: str, value: str, spec: Field[Any]) -> Any:
    kind: type[object] = Path if spec.default is None else type(spec.default)
    if kind is bool:
        if value.lower() not in ("0", "1", "true", "false"):
            raise SettingsError(f"{name}={value!r}: expected 1 or 0")
        return value.lower() in ("1", "true")
    if kind is int:
        try:
            return int(value)
        except ValueError:
            raise SettingsError(f"{name}={value!r}: expected a whole number") from None
    if issubclass(kind, Path):
        return Path(value).resolve() if value else spec.default
    return value


def _check(settings: Settings) -> None:
    for each in fields(Settings):
        value = getattr(settings, each.name)
        if type(value) is int and value <= 0:
            raise SettingsError(f"{PREFIX}{each.name.upper()}={value}: expected a number above 0")
    url = settings.database_url
    if url and not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise SettingsError(f"{PREFIX}DATABASE_URL: expected sqlite:///… or postgresql://…")
    owner_url = settings.database_owner_url
    if owner_url and not (owner_url.startswith("postgresql") and url.startswith("postgresql")):
        raise SettingsError(
            f"{PREFIX}DATABASE_OWNER_URL: expected postgresql://…, beside a {PREFIX}DATABASE_URL of PostgreSQL"
        )
    # The URL is not quoted in the message: it holds a password.
    if settings.sms_gateway != "file" and not settings.sms_gateway.startswith("https://"):
        raise SettingsError(f"{PREFIX}SMS_GATEWAY: expected file or https://…")
    mail = settings.mail_gateway
    if mail != "file" and not (mail.startswith(("smtp://", "smtps://")) and "?from=" in mail):
        raise SettingsError(f"{PREFIX}MAIL_GATEWAY: expected file or smtp(s)://…?from=…")
    _check_origins(settings)
    _check_log(settings)


def _check_origins(settings: Settings) -> None:
    for name in ("SITE_ORIGIN", "CONTENT_ORIGIN"):
        origin = getattr(settings, name.lower())
        if origin and not re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]+)?", origin):
            raise SettingsError(f"{PREFIX}{name}={origin!r}: expected https://host in small letters and no path")
    if settings.content_origin and settings.content_origin == settings.site_origin:
        raise SettingsError(f"{PREFIX}CONTENT_ORIGIN: expected another origin than {PREFIX}SITE_ORIGIN")


def _check_log(settings: Settings) -> None:
    name, mail = settings.log_origin, settings.checkpoint_mail
    if not name.isprintable() or "+" in name or any(each.isspace() for each in name):
        raise SettingsError(f"{PREFIX}LOG_ORIGIN={name!r}: expected a name without blanks and plus signs")
    if mail and not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+", mail):
        raise SettingsError(f"{PREFIX}CHECKPOINT_MAIL: expected one mail address")


_used: list[Settings] = []


def use(settings: Settings) -> None:
    """Take the settings for this process."""
    _used[:] = [settings]


def current() -> Settings:
    """The settings of this process.

    Raises:
        RuntimeError: the process was not started (`lms.startup.start`).
    """
    if not _used:
        raise RuntimeError("no settings were taken")
    return _used[0]

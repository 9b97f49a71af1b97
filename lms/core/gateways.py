"""How a message leaves the house: a folder (demonstration), an HTTPS endpoint for short messages, SMTP for mail."""

from __future__ import annotations

import base64
import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from lms.core.outbox import Channel

if TYPE_CHECKING:
    from pathlib import Path

    from lms.core.settings import Settings

TIMEOUT_SECONDS = 15
PASSING = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)


class Bounced(Exception):
    """The gateway refuses this message for good: a number that does not exist, a text it may not carry."""


class Unreachable(Exception):
    """The gateway did not take the message now; it may later."""


@dataclass(frozen=True)
class Letter:
    """A message opened for the gateway. `reference` is the same at every try, so that a gateway can tell repeats."""

    reference: str
    to: str
    text: str
    subject: str = ""


class Gateway(Protocol):
    """Takes a letter, or raises Bounced or Unreachable."""

    def send(self, letter: Letter) -> None:
        """Hand one letter over; a second hand-over of the same reference must do no harm."""


class FileGateway:
    """Writes each letter into a folder that only the owner reads: for demonstration and tests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> None:
        """One file for each letter, whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lines = [f"to: {letter.to}", *([f"subject: {letter.subject}"] if letter.subject else []), "", letter.text, ""]
        draft = self._folder / f".{letter.reference}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("\n".join(lines))
        draft.replace(self._folder / f"{letter.reference}.txt")


class HttpGateway:
    """POSTs `{"id", "to", "text"}` as JSON; user and password of the URL are sent as Basic authentication.

    Any 2xx means taken; 408, 425, 429 and 5xx mean later; every other answer means never.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        self._headers = {"Content-Type": "application/json"} | _authorization(parts)

    def send(self, letter: Letter) -> None:
        """One request for each letter."""
        body = json.dumps({"id": letter.reference, "to": letter.to, "text": letter.text}).encode()
        request = urllib.request.Request(self._url, body, self._headers)  # noqa: S310  # The scheme was checked at start.
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310  # As above.
                return
        except urllib.error.HTTPError as error:
            if error.code in PASSING or error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise Unreachable(error.code) from None
            raise Bounced(error.code) from None
        except OSError as error:
            raise Unreachable(type(error).__name__) from None


class SmtpGateway:
    """Mail by `smtp://` (STARTTLS wherever the server has it) or `smtps://`, sender in `?from=`."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._sender = parse_qs(self._parts.query)["from"][0]

    def send(self, letter: Letter) -> None:
        """One connection for each letter: mail is rare here."""
        try:
            server = self._connect()
            try:
                server.send_message(self._compose(letter))
            finally:
                # What was taken stays taken, even when the parting words go wrong.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise (Bounced if all(code >= 500 for code in codes) else Unreachable)(codes[0]) from None
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(type(error).__name__) from None

    def _connect(self) -> smtplib.SMTP:
        parts, context = self._parts, ssl.create_default_context()
        server: smtplib.SMTP
        if parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(parts.hostname or "", parts.port or 465, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=TIMEOUT_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server

    def _compose(self, letter: Letter) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._sender, letter.to, letter.subject
        mail["Message-ID"] = f"<{letter.reference}@{self._sender.rpartition('@')[2]}>"
        mail.set_content(letter.text)
        return mail


def gateway_for(channel: Channel, settings: Settings) -> Gateway:
    """The gateway that the settings name for a channel."""
    target = settings.sms_gateway if channel is Channel.SMS else settings.mail_gateway
    if target == "file":
        return FileGateway(settings.data_dir / "outbox")
    return HttpGateway(target) if channel is Channel.SMS else SmtpGateway(target)


def _authorization(parts: SplitResult) -> dict[str, str]:
    if not parts.username:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

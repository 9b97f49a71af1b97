"""The border: real HTTP and SMTP, spoken with a server of the test's own on loopback."""

from __future__ import annotations

import base64
import json
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lms.core.gateways import Bounced, HttpGateway, Letter, SmtpGateway, Unreachable

LETTER = Letter("ref-1", "13800138000", "验证码 204713", "通知")


def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def endpoint():
    """An SMS provider: `status` is what it answers, `asked` what it was asked."""

    class Provider(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.asked.append((self.path, self.headers["Authorization"], json.loads(body)))
            self.send_response(self.server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args): ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.status, server.asked = 202, []
    yield from serving(server)


def url(server, user="", path="/send"):
    return f"http://{user}127.0.0.1:{server.server_address[1]}{path}"


def test_a_short_message_is_posted_as_json_with_the_url_s_credentials(endpoint):
    HttpGateway(url(endpoint, "npc:s%40crt@")).send(LETTER)
    basic = base64.b64encode(b"npc:s@crt").decode()
    assert endpoint.asked == [
        ("/send", f"Basic {basic}", {"id": "ref-1", "to": "13800138000", "text": "验证码 204713"})
    ]


@pytest.mark.parametrize(("status", "error"), [(400, Bounced), (404, Bounced), (429, Unreachable), (503, Unreachable)])
def test_an_answer_is_never_or_later(endpoint, status, error):
    endpoint.status = status
    with pytest.raises(error, match=str(status)):
        HttpGateway(url(endpoint)).send(LETTER)


def test_nobody_listening_is_later():
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as nobody:
        address = url(nobody)
    with pytest.raises(Unreachable):
        HttpGateway(address).send(LETTER)


class MailServer(socketserver.StreamRequestHandler):
    """As much of SMTP as one mail needs; `refuse` is its answer to the recipient."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while (line := self.rfile.readline().strip().upper()) != b"QUIT":
            if line == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            refused = line.startswith(b"RCPT") and self.server.refuse
            self.wfile.write((self.server.refuse if refused else b"250 ok") + b"\r\n")


@pytest.fixture
def mail_server():
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailServer)
    server.refuse, server.mails = b"", []
    yield from serving(server)


def mail_gateway(server):
    return SmtpGateway(f"smtp://127.0.0.1:{server.server_address[1]}?from=academy@example.cn")


def test_a_mail_is_sent_with_sender_and_subject(mail_server):
    mail_gateway(mail_server).send(LETTER)
    (mail,) = mail_server.mails
    assert b"From: academy@example.cn" in mail
    assert b"Message-ID: <ref-1@example.cn>" in mail


@pytest.mark.parametrize(("answer", "error"), [(b"550 no such user", Bounced), (b"451 later", Unreachable)])
def test_a_refused_recipient_is_never_or_later(mail_server, answer, error):
    mail_server.refuse = answer
    with pytest.raises(error):
        mail_gateway(mail_server).send(LETTER)

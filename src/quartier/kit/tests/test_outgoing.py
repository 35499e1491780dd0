"""What is sent to addresses that others chose: nowhere inside, no further than asked, never for long."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from quartier.kit import outgoing
from quartier.kit.outgoing import MOST, Answer, Unfit, Unsent, Why, is_open, send, target

# Who gave an address away to whom: RFC 6890 and the registries of IANA, and the places where clouds keep secrets.
CLOSED = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
)  # fmt: skip
OPEN = ("8.8.8.8", "1.1.1.1", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "9.9.9.9",
        "2606:4700::1111", "2a00:1450:4001:82b::200e")  # fmt: skip
UNFIT = (
    "", "http://empfang.example/", "ftp://empfang.example/", "//empfang.example/", "empfang.example", "https://",
    "https:///pfad", "https://localhost/", "https://empfang/", "https://127.0.0.1/", "https://127.1/",
    "https://2130706433/", "https://0x7f000001/", "https://0x7f.1/", "https://017700000001/", "https://[::1]/",
    "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest/meta-data/", "https://metadata.google.internal/",
    "https://drucker.local/", "https://dienst.localhost/", "https://ada@empfang.example/", "https://a:b@empfang.example",
    "https://@empfang.example/", "https://empfang.example/#ende", "https://empfang.example:22/",
    "https://empfang.example:80/", "https://empfang.example:1023/", "https://empfang.example:65536/",
    "https://empfang.example:0/", "https://empfang.example:x/", "https://empfang..example/", "https://.example/",
    "https://empfang.example\r\nX: y/", "https://empfang.example/a b", "https://empfang.example\\@innen/",
    "https://empfäng.example/", "https://empfang.example/\x00", "https://empfang.123/", "javascript:alert(1)",
)  # fmt: skip


@pytest.mark.parametrize("address", CLOSED)
def test_no_address_of_a_network_of_our_own_is_open(address: str) -> None:
    assert not is_open(ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_addresses_of_the_internet_are_open(address: str) -> None:
    assert is_open(ip_address(address))


@pytest.mark.parametrize("local", [False, True])
@pytest.mark.parametrize("url", UNFIT, ids=repr)
def test_what_is_no_public_https_address_is_refused(url: str, local: bool) -> None:
    with pytest.raises(Unfit):
        target(url, local=local)
    with pytest.raises(Unfit):
        send(url, b"", {}, local=local)


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "authority"),
    [
        ("https://empfang.example", "empfang.example", 443, "/", "empfang.example"),
        ("https://Empfang.Example./x?a=1", "empfang.example", 443, "/x?a=1", "empfang.example"),
        ("https://empfang.example:8443/x", "empfang.example", 8443, "/x", "empfang.example:8443"),
        ("https://8.8.8.8:1024/", "8.8.8.8", 1024, "/", "8.8.8.8:1024"),
        ("https://[2606:4700::1111]/", "2606:4700::1111", 443, "/", "[2606:4700::1111]"),
    ],
)
def test_an_address_is_taken_apart(url: str, host: str, port: int, path: str, authority: str) -> None:
    found = target(url)
    assert (found.host, found.port, found.path, found.authority) == (host, port, path, authority)


def test_this_machine_is_reached_only_where_that_was_set() -> None:
    assert target("http://localhost:8080/x", local=True).is_local
    for url in ("http://localhost:8080/x", "http://127.0.0.1:8080/x"):
        with pytest.raises(Unfit):
            target(url)
    with pytest.raises(Unfit):
        target("http://localhost:5432x/", local=True)
    with pytest.raises(Unfit):
        target("http://localhost:80/", local=True)


@contextmanager
def listening(answer: Callable[[Any], None], context: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[Any]]]:
    """A real server on this machine; gives its port and what it was asked."""
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def _hear(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, dict(self.headers), body))
            answer(self)

        def log_message(self, *_said: Any) -> None:
            """Say nothing."""

        do_POST = _hear  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()


def say(status: int, content: bytes = b"", **headers: str) -> Callable[[Any], None]:
    """An answer."""

    def answer(handler: Any) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def test_a_body_arrives_with_its_headers() -> None:
    with listening(say(202, b"danke")) as (port, asked):
        answer = send(f"http://127.0.0.1:{port}/an?a=1", b"{}", {"Content-Type": "application/json"}, local=True)
    assert answer == Answer(202, b"danke")
    (path, headers, body) = asked[0]
    assert (path, body, headers["Host"], headers["Content-Type"]) == (
        "/an?a=1", b"{}", f"127.0.0.1:{port}", "application/json",
    )  # fmt: skip


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with listening(say(302, Location="http://127.0.0.1:1/innen")) as (port, asked):
        assert send(f"http://localhost:{port}/", b"", {}, local=True).status == 302
    assert len(asked) == 1


def test_of_a_long_answer_a_bounded_part_is_read() -> None:
    with listening(say(200, b"x" * (MOST * 3))) as (port, _asked):
        assert len(send(f"http://localhost:{port}/", b"", {}, local=True).content) == MOST


def test_proxies_of_the_environment_count_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with listening(say(204)) as (port, _asked):
        assert send(f"http://localhost:{port}/", b"", {}, local=True).status == 204


@pytest.mark.parametrize("slow", ["status", "headers", "content"])
def test_nobody_is_waited_for_longer_than_the_bound(slow: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter now and then keeps no line open."""
    monkeypatch.setattr(outgoing, "PATIENCE_S", 0.3)
    ended = threading.Event()

    def drip(handler: Any) -> None:
        begin = {"status": b"", "headers": b"HTTP/1.1 200 OK\r\nX: ", "content": b"HTTP/1.0 200 OK\r\n\r\n"}[slow]
        try:
            handler.wfile.write(begin)
            while not ended.wait(0.05):
                handler.wfile.write(b"x")
        except OSError:
            pass

    began = time.monotonic()
    with listening(drip) as (port, _asked), pytest.raises(Unsent) as failed:
        send(f"http://localhost:{port}/", b"", {}, local=True)
    ended.set()
    assert failed.value.why is Why.TOO_SLOW
    assert time.monotonic() - began < 5


def test_nobody_there_and_nonsense_have_names_of_their_own() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(Unsent) as failed:
            send(f"http://127.0.0.1:{port}/", b"", {}, local=True)
    assert failed.value.why is Why.NO_LINE
    talk = listening(lambda handler: handler.wfile.write(b"Guten Tag\r\n\r\n"))
    with talk as (port, _asked), pytest.raises(Unsent) as failed:
        send(f"http://127.0.0.1:{port}/", b"", {}, local=True)
    assert failed.value.why is Why.BROKEN


def names(monkeypatch: pytest.MonkeyPatch, *addresses: str, port: int = 443) -> list[str]:
    """Let every name lead to these addresses; gives what was asked for."""
    asked: list[str] = []

    def resolve(host: str, _port: int, **_more: Any) -> list[Any]:
        asked.append(host)
        if not addresses:
            raise socket.gaierror
        family = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [(family[ip_address(one).version], socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize("address", CLOSED)
def test_a_name_that_leads_inside_is_not_called(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, address)
    with pytest.raises(Unsent) as failed:
        send("https://empfang.example/", b"", {})
    assert failed.value.why is Why.FORBIDDEN


def test_one_closed_address_among_open_ones_closes_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(Unsent) as failed:
        send("https://empfang.example/", b"", {})
    assert failed.value.why is Why.FORBIDDEN
    names(monkeypatch)
    with pytest.raises(Unsent) as failed:
        send("https://empfang.example/", b"", {})
    assert failed.value.why is Why.NO_NAME


def test_the_local_exception_reaches_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "93.184.216.34")
    with pytest.raises(Unsent) as failed:
        send("http://localhost:8080/", b"", {}, local=True)
    assert failed.value.why is Why.FORBIDDEN


def certificate(folder: Path, name: str) -> Path:
    """A certificate of a name that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / f"{name}.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(("trusted", "asked_for"), [(True, "empfang.example"), (True, "anders.example"), (False, "")])
def test_the_line_is_encrypted_and_the_certificate_the_names(
    trusted: bool, asked_for: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is resolved once, the line goes to that address, and asks for the name."""
    pem, host = certificate(tmp_path, "empfang.example"), asked_for or "empfang.example"
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    seen: list[str | None] = []
    server.sni_callback = lambda _socket, name, _context: seen.append(name)
    if trusted:
        known = ssl.create_default_context(cafile=str(pem))
        monkeypatch.setattr(ssl, "create_default_context", lambda: known)
    with listening(say(204), server) as (port, asked):
        resolved = names(monkeypatch, "127.0.0.1", port=port)
        monkeypatch.setattr(outgoing, "is_open", lambda _address: True)
        if trusted and asked_for == "empfang.example":
            assert send(f"https://{host}:{port}/", b"{}", {}).status == 204
            assert asked[0][1]["Host"] == f"{host}:{port}"
        else:
            with pytest.raises(Unsent) as failed:
                send(f"https://{host}:{port}/", b"{}", {})
            assert (failed.value.why, asked) == (Why.INSECURE, [])
    assert (resolved, seen) == ([host], [host])

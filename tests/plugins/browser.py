"""A real server on the test database and a real browser to look at it."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from signal import SIGTERM
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from quartier.kit.processes import die_with_parent
from tests.mode import DATA_DIR

READY_LIMIT_S = 30.0
QUIET = (
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync",
    "--disable-domain-reliability", "--disable-client-side-phishing-detection", "--no-first-run", "--no-pings",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE *.localhost , EXCLUDE 127.0.0.1",
)  # fmt: skip


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def _is_ready(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        line.request("GET", "/health/ready")
        return line.getresponse().status == http.HTTPStatus.OK
    return False


@pytest.fixture
def live_server_for(committed_db: None) -> Iterator[Callable[[str], str]]:
    """A web server on this process's clone: ``live_server_for("alpha")`` is the address of alpha's portal.

    ``live_server_for("")`` is the console's. The server ends with the test, because its copies would outlive the rows.
    """
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    DATA_DIR.mkdir(exist_ok=True)
    with (DATA_DIR / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [*command, "quartier.config.wsgi:application"],
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent(SIGTERM),  # noqa: PLW1509
        )
    try:
        deadline = time.monotonic() + READY_LIMIT_S
        while not _is_ready(port):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The web server did not start:\n{(DATA_DIR / 'server.log').read_text()[-3000:]}")
            time.sleep(0.05)
        yield lambda key: f"http://{key}.localhost:{port}" if key else f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window and without calls home; its loop lives in this thread until the module has ended."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("Chromium is not installed: apt-get install chromium, or name it in CHROMIUM")
    # Playwright's loop makes Django think it runs inside async code.
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=program, args=[*QUIET, *root])
        yield made
        made.close()
    patch.undo()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh German-speaking visitor; a request to another host fails the test."""
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin")
    strangers: list[str] = []

    def note(request: Any) -> None:
        host = request.url.split("/")[2].rsplit(":", 1)[0] if "://" in request.url else "localhost"
        if host not in ("localhost", "127.0.0.1") and not host.endswith(".localhost"):
            strangers.append(request.url)

    context.on("request", note)
    yield context.new_page()
    context.close()
    assert strangers == []

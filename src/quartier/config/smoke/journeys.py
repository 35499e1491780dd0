"""The journeys of the smoke run, in the order they are walked. Each leaves the demo as it found it."""

from __future__ import annotations

import base64
import hmac
import os
import re
import signal
import stat
import struct
import time
from collections.abc import Callable
from functools import cache
from http import HTTPStatus

from quartier.config.demo.people import ACCOUNT, ISSUED_ID, KNOWN_CODES, USER_NAME
from quartier.config.smoke import getting_in, ordering, paying, surveying
from quartier.config.smoke.client import Answer, Unexpected, Visitor
from quartier.config.smoke.running import Running
from quartier.kit.postgres import Embedded

PASSWORD = "Quartier-Demo-2026"  # noqa: S105 - the demo prints it
OPERATOR, OPERATOR_SECRET = "betrieb@quartier.example", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PORTALS = ("rheinufer", "planmass", "raumhafen", "werkstatt", "emscher")
SECURITY_HEADERS = (
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
    "Permissions-Policy", "X-Frame-Options", "Cache-Control",
)  # fmt: skip
LOADED = re.compile(r'<(?:script|link|img|iframe|source|form)\b[^>]*(?:src|href|action)="((?:https?:)?//[^"]+)"')
PRIVATE = 0o600
POLICIES = "/buero/einstellungen/richtlinien/"
FLATS = 24
FEWEST_GAPS = 4
COLD_LIMIT_S, WARM_LIMIT_S = 90.0, 9.0

Check = Callable[[Running], str | None]
CHECKS: list[tuple[str, Check]] = []
FIRST = "a demo with fresh data is ready within 90 s"
LAST = "Ctrl-C leaves nothing running"
ALWAYS = (FIRST, LAST)


def check(name: str) -> Callable[[Check], Check]:
    """Add a check to the walk."""

    def add(act: Check) -> Check:
        CHECKS.append((name, act))
        return act

    return add


def expect(holds: object, sentence: str) -> None:
    """Go on only if it holds."""
    if not holds:
        raise Unexpected(sentence)


def page(visitor: Visitor, url: str, status: int = 200) -> Answer:
    """Open a page that must have this status."""
    answer = visitor.get(url)
    expect(answer.status == status, f"{url} answers {answer.status}, not {status}")
    return answer


def log_in(demo: Running, host: str, email: str, password: str = PASSWORD) -> tuple[Visitor, Answer]:
    """Fill in the login form; returns the visitor and what came after it."""
    visitor = demo.visitor()
    form = page(visitor, f"{host}/anmelden/")
    return visitor, visitor.submit(form, form.form_with("login", "password"), login=email, password=password)


def come_in(demo: Running, key: str) -> tuple[Visitor, Answer]:
    """Let the customer of a portal log in, the way that portal asks for."""
    if key != "raumhafen":
        return log_in(demo, f"{key}.localhost", ISSUED_ID if key == "werkstatt" else f"kunde@{key}.example")
    visitor = demo.visitor()
    form = page(visitor, f"{key}.localhost/anmelden/")
    names = {"account": ACCOUNT, "user_name": USER_NAME}
    return visitor, visitor.submit(form, form.form_with("account", "user_name", "password"), **names, password=PASSWORD)


def one_time_code(secret: str, at: float) -> str:
    """The six digits of RFC 6238 for this moment."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at) // 30), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def refused(demo: Running, code: int, *words: str, **settings: str) -> str:
    """A command that must end with this code and one plain sentence."""
    done = demo.command(*words, **settings)
    expect(done.returncode == code, f"{' '.join(words)} ends with {done.returncode}, not {code}: {done.stderr[-300:]}")
    expect(
        "Traceback" not in done.stderr and done.stderr.startswith("quartier: "), f"no sentence: {done.stderr[-300:]}"
    )
    return done.stderr


def done(demo: Running, *words: str) -> str:
    """A command that must succeed."""
    said = demo.command(*words)
    expect(said.returncode == 0, f"quartier {' '.join(words)} ends with {said.returncode}: {said.stderr[-300:]}")
    return said.stdout


@check(FIRST)
def _cold_start(demo: Running) -> str:
    seconds = demo.start()
    expect(seconds <= COLD_LIMIT_S, f"it took {seconds:.1f} s")
    return f"{seconds:.1f} s"


@check("five portals each wear their own brand")
def _brands(demo: Running) -> None:
    looks = set()
    for key in PORTALS:
        start = page(demo.visitor(), f"{key}.localhost/")
        sheet = page(demo.visitor(), f"{key}.localhost/brand.css")
        title = re.search(r"<title>(.*?)</title>", start.text, re.DOTALL)
        colours = re.findall(r"#[0-9a-f]{6}", sheet.text)
        expect(title and colours, f"{key} has no title or no colours")
        looks.add((title[1] if title else "", *colours[:2]))
    expect(len(looks) == len(PORTALS), f"only {len(looks)} different looks: {looks}")


@check("imprint, privacy and terms stand on every portal, linked from start and login")
def _legal_pages(demo: Running) -> None:
    for key in PORTALS:
        host = f"{key}.localhost"
        for place in ("/", "/anmelden/"):
            text = page(demo.visitor(), host + place).text
            missing = [
                path for path in ("/impressum/", "/datenschutz/", "/nutzungsbedingungen/") if f'"{path}"' not in text
            ]
            expect(not missing, f"{host}{place} does not link {', '.join(missing)}")
        for path in ("/impressum/", "/datenschutz/", "/nutzungsbedingungen/"):
            page(demo.visitor(), host + path)


@check("an unknown host gets a neutral 404")
def _unknown_host(demo: Running) -> None:
    text = page(demo.visitor(), "nirgends.localhost/", 404).text
    named = [key for key in PORTALS if key in text.lower()]
    expect(not named, f"the neutral page names {', '.join(named)}")


@check("errors carry every security header")
def _headers(demo: Running) -> None:
    visitor = demo.visitor()
    login = page(visitor, "rheinufer.localhost/anmelden/")
    visitor.jar.clear()
    forged = visitor.submit(login, login.form_with("login", "password"), login="x", password="x")  # noqa: S106
    expect(forged.status == HTTPStatus.FORBIDDEN, f"a form without its cookie answers {forged.status}, not 403")
    for answer in (
        forged,
        page(visitor, "rheinufer.localhost/gibt-es-nicht/", 404),
        page(visitor, "x.localhost/", 404),
    ):
        missing = [name for name in SECURITY_HEADERS if name not in answer.headers]
        expect(not missing, f"{answer.url} ({answer.status}) lacks {', '.join(missing)}")
        expect("unsafe" not in answer.headers["Content-Security-Policy"], f"{answer.url} allows inline code")


@check("German is the default, English a visitor's choice")
def _language(demo: Running) -> None:
    visitor = demo.visitor()
    start = page(visitor, "planmass.localhost/")
    expect('lang="de"' in start.text, "the start page is not German")
    english = visitor.submit(start, start.form_to("/sprache/"), language="en")
    expect('lang="en"' in english.text, "the start page stays German")


@check("a wrong password is refused")
def _wrong_password(demo: Running) -> None:
    visitor, answer = log_in(demo, "rheinufer.localhost", "kunde@rheinufer.example", "falsch")
    expect("password" in answer.text and "__Host-session" not in visitor.jar["rheinufer.localhost"], "it was accepted")


@check("a customer sees the overview, and nothing of the office")
def _customer(demo: Running) -> None:
    for key in PORTALS:
        visitor, answer = come_in(demo, key)
        expect(
            answer.url.endswith("/uebersicht/") and answer.status == HTTPStatus.OK,
            f"login leads to {answer.url} ({answer.status})",
        )
        page(visitor, f"{key}.localhost/buero/", 403)


@check("a login of one portal opens no other")
def _other_portal(demo: Running) -> None:
    visitor, _ = log_in(demo, "rheinufer.localhost", "kunde@rheinufer.example")
    visitor.jar["emscher.localhost"] = dict(visitor.jar["rheinufer.localhost"])
    answer = visitor.get("emscher.localhost/uebersicht/")
    expect("/anmelden/" in answer.url, f"a stolen session opens {answer.url}")


@check("staff work in the office")
def _office(demo: Running) -> None:
    visitor, answer = log_in(demo, "emscher.localhost", "leitung@emscher.example")
    expect(
        answer.url.endswith("/buero/") and answer.status == HTTPStatus.OK,
        f"login leads to {answer.url} ({answer.status})",
    )
    for path in (
        "/buero/kundschaft/",
        "/buero/einstellungen/unternehmen/",
        "/buero/einstellungen/funktionen/",
        POLICIES,
    ):
        page(visitor, f"emscher.localhost{path}")


@check("every cookie is bound to its host and closed to scripts, and no personal page is kept")
def _cookies(demo: Running) -> None:
    visitor, answer = log_in(demo, "rheinufer.localhost", "kunde@rheinufer.example")
    expect("no-store" in answer.headers["Cache-Control"], "the overview may be kept")
    names = {name for cookie in visitor.cookies for name in cookie}
    expect(names >= {"__Host-session", "__Host-csrf"}, f"there are only {names}")
    for name, morsel in (pair for cookie in visitor.cookies for pair in cookie.items()):
        safe = morsel["secure"] and morsel["httponly"] and morsel["samesite"] == "Lax" and not morsel["domain"]
        expect(safe and name.startswith("__Host-"), f"{name} is not safe: {morsel.OutputString()}")


@check("no page loads anything from outside")
def _strangers(demo: Running) -> None:
    for key in PORTALS:
        for path in ("/", "/anmelden/", "/impressum/"):
            found = LOADED.findall(page(demo.visitor(), f"{key}.localhost{path}").text)
            expect(not found, f"{key}.localhost{path} loads {', '.join(found)}")


@check("the Kiebitzhof offers its 24 flats")
def _flats(demo: Running) -> None:
    visitor = demo.visitor()
    projects = re.findall(r'href="(/wohnungen/[^/"]+/)"', page(visitor, "emscher.localhost/wohnungen/").text)
    expect(projects, "there is no project")
    flats = set(re.findall(r'href="(/wohnungen/[^/"]+/[^/"]+/)', page(visitor, f"emscher.localhost{projects[0]}").text))
    expect(len(flats) == FLATS, f"{projects[0]} links {len(flats)} flats")
    page(visitor, f"emscher.localhost{min(flats)}")


@check("a function is switched off and on again")
def _switch(demo: Running) -> None:
    staff, _ = log_in(demo, "werkstatt.localhost", "leitung@werkstatt.example")
    customer, _ = log_in(demo, "werkstatt.localhost", ISSUED_ID)
    for state, status in (("0", 404), ("1", 200)):
        switch = page(staff, "werkstatt.localhost/buero/einstellungen/funktionen/my_data/")
        staff.submit(switch, switch.form_with("reason"), on=state, reason="Probelauf")
        page(customer, "werkstatt.localhost/meine-daten/", status)


@check("the operator needs a second factor")
def _operator(demo: Running) -> None:
    visitor = operator(demo)
    text = page(visitor, "localhost/anbieter/").text
    missing = [key for key in PORTALS if key not in text]
    expect(not missing, f"the console does not list {', '.join(missing)}")


def operator(demo: Running) -> Visitor:
    """Log in at the console with password and code; a code counts once, so a second login takes the next one."""
    visitor, asked = log_in(demo, "localhost", OPERATOR)
    expect("/anmelden/code/" in asked.url, f"the password alone leads to {asked.url}")
    for at in (time.time(), time.time() + 30):
        form = asked.form_with("code")
        asked = visitor.submit(asked, form, code=one_time_code(OPERATOR_SECRET, at))
        if "/anmelden/" not in asked.url:
            return visitor
    raise Unexpected(f"the code was refused: {asked.url}")


@cache
def reader(demo: Running) -> Visitor:
    """Somebody at the console who reads mail for all journeys: each code counts once."""
    return operator(demo)


@check("a portal is stopped and opened again by command")
def _stop(demo: Running) -> None:
    done(demo, "provider", "stop", "planmass")
    try:
        page(demo.visitor(), "planmass.localhost/", 503)
        staff, _ = log_in(demo, "planmass.localhost", "leitung@planmass.example")
        page(staff, "planmass.localhost/buero/")
        page(demo.visitor(), "raumhafen.localhost/")
    finally:
        done(demo, "provider", "publish", "planmass")
    page(demo.visitor(), "planmass.localhost/")


@check("a provider is created, published, exported and deleted by command")
def _life(demo: Running) -> None:
    host, copy = "probe.localhost", demo.home / "probe.sql"
    done(demo, "provider", "create", "probe", "--name", "Probe", "--hostname", host, "--preset", "werkstatt")
    page(demo.visitor(), f"{host}/", 503)
    done(demo, "provider", "publish", "probe")
    page(demo.visitor(), f"{host}/")
    done(demo, "provider", "export", "probe", "--to", str(copy))
    expect(stat.S_IMODE(copy.stat().st_mode) == PRIVATE, "others may read the export")
    expect("CREATE SCHEMA probe" in copy.read_text(encoding="utf-8"), "the export holds no schema")
    expect("probe" in done(demo, "provider", "list"), "the list does not name it")
    refused(demo, 1, "provider", "delete", "probe", "--confirm", "probe")
    done(demo, "provider", "stop", "probe")
    refused(demo, 1, "provider", "delete", "probe", "--confirm", "prob")
    done(demo, "provider", "delete", "probe", "--confirm", "probe")
    page(demo.visitor(), f"{host}/", 404)


@check("a bare provider cannot be published, and is told why")
def _bare(demo: Running) -> None:
    done(demo, "provider", "create", "karg", "--name", "Karg", "--hostname", "karg.localhost")
    said = refused(demo, 1, "provider", "publish", "karg")
    expect(len(said.splitlines()) >= FEWEST_GAPS, f"too little is named: {said}")
    done(demo, "provider", "delete", "karg", "--confirm", "karg")


@check("the operator reads mail in the mailbox")
def _mailbox(demo: Running) -> None:
    text = page(reader(demo), "localhost/postfach/").text
    expect(".example" in text, "the mailbox is empty")


@check("somebody new gets in with the number of a letter, and an organisation after a review")
def _getting_in(demo: Running) -> None:
    getting_in.by_letter(demo, reader(demo), KNOWN_CODES["rheinufer"])
    getting_in.by_review(demo, reader(demo), "leitung@raumhafen.example", PASSWORD)


@check("a guest orders with one click, follows the order by a link, and withdraws without a login")
def _ordering(demo: Running) -> None:
    number = ordering.order(demo)
    ordering.follow(demo, reader(demo), number)
    receipt = ordering.withdraw(demo, number)
    expect("Ihr Widerruf ist eingegangen" in receipt.text, f"the withdrawal answers {receipt.status}")
    staff, _inside = log_in(demo, "planmass.localhost", "leitung@planmass.example")
    listed = page(staff, f"planmass.localhost/buero/auftraege/?suche={number}").text
    expect(number in listed and "widerrufen" in listed, "staff do not see that the order was withdrawn")


check("a guest types rooms, sees their area, orders, finishes, and opens sheet and plan")(surveying.walk)


@check("an invoice is written, opened as a PDF with its XML, paid, and stands in books that agree")
def _paying(demo: Running) -> None:
    staff, _inside = log_in(demo, "planmass.localhost", "leitung@planmass.example")
    visitor, _overview = log_in(demo, "planmass.localhost", "kunde@planmass.example")
    paying.walk(staff, visitor, "Ebel")


@check("commands that cannot work say so in a sentence, with their own exit codes")
def _refusals(demo: Running) -> None:
    said = refused(demo, 3, "demo", "--port", str(demo.port + 1))
    expect("is in use by a Quartier that runs already" in said, said)
    other = {"QUARTIER_DATA_DIR": str(demo.home / "other")}
    said = refused(demo, 3, "demo", "--port", str(demo.port), **other)
    expect(f"Port {demo.port} on 127.0.0.1 is in use" in said, said)
    refused(demo, 2, "demo", DATABASE_URL="mysql://nobody@nowhere/none", **other)
    refused(demo, 2, "demo", "--port", "eighty", **other)
    refused(demo, 2, "provider", "list", QUARTIER_PROT="1")
    nobody = "postgresql://quartier@127.0.0.1:9/quartier"
    refused(demo, 4, "demo", "--port", str(demo.port + 1), DATABASE_URL=nobody, **other)
    refused(demo, 4, "provider", "list", DATABASE_URL=nobody, **other)


@check("a killed database comes back, and the portals with it")
def _killed_database(demo: Running) -> None:
    number = Embedded(demo.data_dir / "postgres").process_id()
    expect(number, "there is no database process")
    os.kill(number or 0, signal.SIGKILL)
    answer = demo.visitor().get("rheinufer.localhost/")
    expect(answer.status in (200, 503), f"meanwhile the portal answers {answer.status}")
    deadline = time.monotonic() + 20
    while demo.visitor().get("rheinufer.localhost/").status != HTTPStatus.OK:
        expect(time.monotonic() < deadline, "the portal stays away")
        time.sleep(0.1)


@check(LAST)
def _ctrl_c(demo: Running) -> str:
    begun = time.monotonic()
    code = demo.stop()
    expect(code == 0, f"the demo ends with {code}: {demo.last_words()}")
    left = demo.left_behind()
    expect(not left, f"still running: {left}")
    return f"{time.monotonic() - begun:.1f} s, {len(demo.seen)} processes"


@check("a warm start is ready within 9 s, and kill -9 leaves nothing running either")
def _warm_start(demo: Running) -> str:
    seconds = COLD_LIMIT_S
    for _ in range(3):
        seconds = min(seconds, demo.start())
        demo.stop(signal.SIGKILL)
        left = demo.left_behind()
        expect(not left, f"still running: {left}")
    expect(seconds <= WARM_LIMIT_S, f"it took {seconds:.1f} s")
    return f"{seconds:.1f} s"

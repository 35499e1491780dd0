"""How somebody new gets in: at rheinufer with the number of a letter, at raumhafen by an order that is reviewed."""

from __future__ import annotations

import hashlib
import re
import time

from quartier.config.smoke.client import Answer, Form, Unexpected, Visitor
from quartier.config.smoke.running import Running

PASSWORD = "Rheinwiese-47-Kiesel"  # noqa: S105 - of nobody
WORK = re.compile(r'data-work="([^"]+)" data-bits="(\d+)"')
LINK = re.compile(r"/registrieren/weiter/[\w-]+/")
CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}\b")
MAIL_LIMIT_S = 20.0


def expect(holds: object, sentence: str) -> None:
    """Go on only if it holds."""
    if not holds:
        raise Unexpected(sentence)


def worked(challenge: str, number: int, bits: int) -> bool:
    """Tell whether a number is what the page asks a browser to find."""
    digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def send(visitor: Visitor, host: str, **entries: str) -> Answer:
    """Fill in the form, do the work that a browser's script does, check and send."""
    form = visitor.get(f"{host}/registrieren/")
    found = WORK.search(form.text)
    challenge, bits = (found[1], int(found[2])) if found else ("", 0)
    proof = next(number for number in range(10_000_000) if worked(challenge, number, bits))
    secret = {"password": PASSWORD, "password_again": PASSWORD}
    check = visitor.submit(form, form.form_with("_proof"), _proof=str(proof), **secret, **entries)
    expect("Stimmt alles?" in check.text, f"{host}/registrieren/ answers {check.status} instead of its check page")
    return visitor.submit(check, check.form_with("_answers"), _step="confirm", terms="on", privacy="on")


def button(page: Answer) -> Form:
    """The form of a page that has no address of its own: its one button."""
    return next(form for form in page.forms if not form.action)


def mail(operator: Visitor, key: str, address: str, pattern: re.Pattern[str]) -> str:
    """What the newest mail to an address says at a place, as the operator reads it in the demo's mailbox."""
    deadline = time.monotonic() + MAIL_LIMIT_S
    while time.monotonic() < deadline:
        listed = operator.get("localhost/postfach/").text
        for number in re.findall(rf"/postfach/{key}/(\d+)/", listed):
            text = operator.get(f"localhost/postfach/{key}/{number}/").text
            text += operator.get(f"localhost/postfach/{key}/{number}/ansicht/").text
            if address in text and (found := pattern.search(text)):
                return found[0]
        time.sleep(0.5)
    raise Unexpected(f"no mail to {address} says {pattern.pattern}")


def by_letter(demo: Running, operator: Visitor, code: str) -> None:
    """Register with a code, activate by the link, log in."""
    visitor, host, address = demo.visitor(), "rheinufer.localhost", "neu@posthaus.example"
    sent = send(visitor, host, code=code, email=address)
    expect("Bitte sehen Sie in Ihr Postfach" in sent.text, f"the code of the demo is refused ({sent.status})")
    asked = visitor.get(host + mail(operator, "rheinufer", address, LINK))
    done = visitor.submit(asked, button(asked))
    expect("Ihr Konto ist aktiv" in done.text, f"the activation answers {done.status}")
    login = visitor.get(f"{host}/anmelden/")
    inside = visitor.submit(login, login.form_with("login", "password"), login=address, password=PASSWORD)
    expect(inside.url.endswith("/uebersicht/"), f"the new login leads to {inside.url}")


def by_review(demo: Running, operator: Visitor, email: str, password: str) -> None:
    """Order an account, confirm the address, have it accepted by staff, activate it by code."""
    visitor, host, address = demo.visitor(), "raumhafen.localhost", "probe@posthaus.example"
    staff = demo.visitor()
    login = staff.get(f"{host}/anmelden/buero/")
    staff.submit(login, login.form_with("login", "password"), login=email, password=password)
    sent = send(
        visitor, host, email=address, customer_type="business", organisation="Probe GmbH", street="Neckarkai 1",
        postcode="69199", city="Heidelau", phone="06221 555-12", account_name="Probekonto", given_name="Paula",
        name="Probe", user_name="paula",
    )  # fmt: skip
    expect("Bitte sehen Sie in Ihr Postfach" in sent.text, f"the order is refused ({sent.status})")
    asked = visitor.get(host + mail(operator, "raumhafen", address, LINK))
    visitor.submit(asked, button(asked))
    number = re.findall(r"/buero/antraege/(\d+)/", staff.get(f"{host}/buero/antraege/?stand=confirmed").text)[0]
    page = staff.get(f"{host}/buero/antraege/{number}/")
    page = staff.submit(page, page.form_with("note"), note="Probelauf.")
    staff.submit(page, page.form_to("/annehmen/"))
    code = mail(operator, "raumhafen", address, CODE)
    asked = visitor.get(host + mail(operator, "raumhafen", address, LINK))
    done = visitor.submit(asked, asked.form_with("code"), code=code)
    expect("Ihr Konto ist aktiv" in done.text, f"the activation answers {done.status}")

"""The journey of an order: a guest orders with one click, follows it by a link, and withdraws without a login."""

from __future__ import annotations

import re
from http import HTTPStatus

from quartier.config.smoke.client import Answer, Visitor
from quartier.config.smoke.getting_in import button, expect, mail
from quartier.config.smoke.running import Running

HOST, PRODUCT = "planmass.localhost", "wohnflaeche-express"
BUTTON = "Jetzt kostenpflichtig bestellen"
LINK = re.compile(r"/auftrag/[\w.-]+/")
NUMBER = re.compile(r"A\d{4}-\d{6}")
GUEST = "gast@posthaus.example"
PERSON = {
    "standing": "consumer", "given_name": "Kim", "name": "Nordmann", "email": GUEST, "street": "Gasse 1",
    "postcode": "19399", "city": "Lübzin",
}  # fmt: skip


def order(demo: Running) -> str:
    """Order as a guest, step by step; returns the number of the order."""
    visitor = demo.visitor()
    shop = visitor.get(f"{HOST}/leistungen/{PRODUCT}/")
    done = click(visitor, to_the_review(visitor, visitor.submit(shop, button(shop))))
    found = NUMBER.search(done.text)
    expect(found is not None, f"the click leads to {done.url} ({done.status}) without a number")
    return found[0] if found else ""


def to_the_review(visitor: Visitor, page: Answer) -> Answer:
    """Walk from the basket to the page before the click, as a consumer without an account."""
    for entries in ({}, {}, PERSON, {"method": "invoice"}):
        if not page.url.endswith("/pruefen/"):
            page = visitor.submit(page, button(page), _do="next", **entries)
    expect(page.url.endswith("/pruefen/"), f"the steps of an order end at {page.url} ({page.status})")
    return page


def click(visitor: Visitor, page: Answer) -> Answer:
    """Tick every box and press the button."""
    expect(BUTTON in page.text, f"the page before the click does not say “{BUTTON}”")
    boxes = [tag for tag in re.findall(r"<input[^>]*>", page.text) if 'type="checkbox"' in tag]
    ticks = {found[1]: "on" for tag in boxes if (found := re.search(r'name="([^"]+)"', tag))}
    return visitor.submit(page, button(page), **ticks)


def follow(demo: Running, operator: Visitor, number: str) -> None:
    """Open the order by the address in the mail, which is all that a guest has."""
    link = mail(operator, "planmass", GUEST, LINK)
    page = demo.visitor().get(f"{HOST}{link}")
    expect(page.status == HTTPStatus.OK and number in page.text, f"the guest's link answers {page.status}")


def withdraw(demo: Running, number: str) -> Answer:
    """Withdraw from the order without a login, in two steps."""
    visitor = demo.visitor()
    form = visitor.get(f"{HOST}/vertrag-widerrufen/")
    entries = {"name": "Kim Nordmann", "about": number, "contact": GUEST}
    asked = visitor.submit(form, form.form_with("name"), **entries)
    expect("Widerruf bestätigen" in asked.text, f"the first step of a withdrawal answers {asked.status}")
    return visitor.submit(asked, asked.form_with("name", "about"), _step="confirm")

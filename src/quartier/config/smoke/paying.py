"""The journey of an invoice: written by staff, opened as a PDF with its XML, paid, found in the books."""

from __future__ import annotations

import re
import time
from http import HTTPStatus

from quartier.config.smoke.client import Answer, Visitor
from quartier.config.smoke.getting_in import button, expect

HOST = "planmass.localhost"
NUMBER = re.compile(r"RE-\d{4}-\d{6}")
LIMIT_S = 30.0


def walk(staff: Visitor, visitor: Visitor, name: str) -> None:
    """Write an invoice to a customer, let them open its paper, note their payment, and look into the books."""
    customer = number_of(staff, name)
    paper = opened(visitor, bill(staff, customer))
    expect(paper.body.startswith(b"%PDF-") and b"factur-x.xml" in paper.body, f"{paper.url} is no paper with its XML")
    pay(staff, customer, "117,81")
    expect("EXTF" in books(staff), "there is no file for DATEV")


def number_of(staff: Visitor, name: str) -> str:
    """The number by which the office's addresses know a customer."""
    listed = staff.get(f"{HOST}/buero/kundschaft/?suche={name}").text
    found = re.search(r"/buero/kundschaft/(\d+)/", listed)
    expect(found is not None, f"the office does not list {name}")
    return found[1] if found else ""


def bill(staff: Visitor, customer: str) -> str:
    """Write an invoice over twice 49.50 net and return its number."""
    form = staff.get(f"{HOST}/buero/rechnungen/kunde/{customer}/neu/")
    entries = {"title": "Beratung", "lines": "2; 49,50; Beratung in Stunden", "key": f"smoke {time.time():.0f}"}
    done = staff.submit(form, form.form_with("lines"), **entries)
    found = NUMBER.search(done.text)
    expect(found is not None, f"the invoice answers {done.status} at {done.url}")
    return found[0] if found else ""


def opened(visitor: Visitor, number: str) -> Answer:
    """The paper of an invoice, as its customer opens it once it is drawn."""
    listed = visitor.get(f"{HOST}/rechnungen/").text
    expect(number in listed, f"the customer does not see {number}")
    places = re.findall(r'href="(/rechnungen/\d+/)"', listed)
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        for place in places:
            page = visitor.get(HOST + place)
            if number in page.text and any("/dokumente/" in one.action for one in page.forms):
                return visitor.submit(page, page.form_to("/dokumente/"))
        time.sleep(0.5)
    return visitor.get(f"{HOST}/rechnungen/")


def pay(staff: Visitor, customer: str, amount: str) -> None:
    """Note money that came in by hand."""
    form = staff.get(f"{HOST}/buero/kunden/{customer}/zahlung/")
    done = staff.submit(form, form.form_with("amount"), kind="transfer", amount=amount)
    expect(done.status == HTTPStatus.OK, f"the payment answers {done.status}")


def books(staff: Visitor) -> str:
    """What the office says of the books, and the file for DATEV."""
    said = staff.get(f"{HOST}/buero/buchhaltung/").text
    expect("stimmen mit dem Forderungskonto überein" in said, "the books do not agree")
    form = staff.get(f"{HOST}/buero/buchhaltung/datev/")
    company = re.search(r'<option value="(\d+)"', form.text)
    entries = {"entity_id": company[1] if company else "", "consultant": "1001", "client": "1"}
    return staff.submit(form, button(form), **entries).text

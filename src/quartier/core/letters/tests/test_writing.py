"""One letter: form B to the millimetre, in the name of the one company, refused where post or law does not allow it."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from PIL import Image

from quartier.core.audit import queries as audit
from quartier.core.documents import queries as documents
from quartier.core.inbox import queries as inbox
from quartier.core.letters import queries, services
from quartier.core.letters.extension import GeneralLetter
from quartier.core.letters.models import Letter
from quartier.core.letters.tests.post import AT, CLERK, COMPANY, content, customer, written
from quartier.core.parties import services as parties
from quartier.core.providers import services as providers
from quartier.kit.errors import Refused
from quartier.kit.pdf import Unprintable
from quartier.kit.tests.paper import is_accessible_archive, places, reader, words
from quartier.values.actor import SYSTEM
from quartier.values.zone import BERLIN

FIELD = {"left": 20, "top": 45, "right": 105, "bottom": 90}
ADDRESS_ZONE = (62.7, 90.0)


def near(found: list[tuple[str, float, float]], text: str) -> tuple[float, float]:
    """Where a piece of text begins, in millimetres."""
    return next((x, y) for piece, x, y in found if piece.startswith(text))


def counts() -> tuple[int, int, int]:
    """How many letters, documents and facts there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_fact")
        facts = cursor.fetchone()[0]
    return Letter.everything.count(), apps.get_model("documents.Document")._default_manager.count(), facts


def test_a_letter_is_form_b_to_the_millimetre(company: Any) -> None:
    pdf = content(written(company, about="Ablesung am 14.12.2026").document)
    found = places(pdf)
    for line in ("Frau", "Łucja Çelik", "Uferstraße 14", "44199 Emscherstadt"):
        x, y = near(found, line)
        assert x == pytest.approx(25, abs=0.5), line
        assert ADDRESS_ZONE[0] < y < ADDRESS_ZONE[1], line
    x, y = near(found, "Emscher Bau- und Sparverein eG ·")
    assert x == pytest.approx(25, abs=0.5)
    assert FIELD["top"] < y < FIELD["top"] + 5.2
    assert near(found, "Unser Zeichen")[0] == pytest.approx(125, abs=0.5)
    assert near(found, "Unser Zeichen")[1] == pytest.approx(50 + 2.5, abs=1)
    assert near(found, "Ablesung am")[1] == pytest.approx(98.46 + 2.6, abs=1)
    inside = [
        piece for piece, x, y in found if FIELD["left"] <= x < FIELD["right"] and FIELD["top"] < y < FIELD["bottom"]
    ]
    assert len(inside) == 5, "nothing but return line and address is in the window"


def test_marks_for_folding_and_punching_are_on_the_first_page_alone(company: Any) -> None:
    pages = reader(content(written(company, text="Absatz.\n\n" * 80).document)).pages
    marks = re.compile(r"1 0 0 -1 11\.33\d* ([\d.]+) cm")
    found = [marks.findall(page.get_contents().get_data().decode("latin-1")) for page in pages]
    assert [round(297 - float(height) / 72 * 25.4, 1) for height in found[0]] == [105.0, 210.0, 148.5]
    assert found[1:] == [[], []]


def test_a_letter_is_an_accessible_archive_with_its_subject_as_title(company: Any) -> None:
    pdf = content(written(company, with_it=("Merkblatt",)).document)
    assert is_accessible_archive(pdf)
    assert (reader(pdf).metadata.title, reader(pdf).metadata.author) == ("Ablesung am 14.12.2026", company.name)
    said = words(pdf)
    for part in (
        "Sehr geehrte Frau Çelik-Ștefănescu,",
        "Mit freundlichen Grüßen",
        "Sinan Kühn",
        "Anlage",
        "22.11.2026",
    ):
        assert part in said


def test_the_company_says_what_its_law_asks_for(company: Any) -> None:
    said = words(content(written(company).document))
    for part in (
        "Sitz: Emscherstadt", "Amtsgericht Emscherstadt, GnR 9421", "USt-IdNr. DE000005501",
        "Vorstand: Rena Quint, Till Oster", "Vorsitz des Aufsichtsrats: Hedda Volk",
    ):  # fmt: skip
        assert part in said


def logo_of(kind: str) -> bytes:
    """A wide logo."""
    if kind == "svg":
        shape = '<rect width="400" height="20" fill="#123456"/>'
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 20">{shape}</svg>'.encode()
    box = io.BytesIO()
    Image.new("RGB", (300, 100), "#0f5c7a").save(box, "PNG")
    return box.getvalue()


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_logos_of_both_kinds_stand_in_the_head_and_leave_room_for_the_name(company: Any, kind: str) -> None:
    brand = {"name": "Emscher", "tagline": "", "colour": "#2c7a4b", "accent": "#f0b429"}
    providers.change_brand(actor=SYSTEM, at=AT, values=brand, logo=logo_of(kind))
    pdf = content(written(company).document)
    assert is_accessible_archive(pdf)
    assert near(places(pdf), "Emscher")[0] < 100


def test_pages_are_numbered_from_two_on(company: Any) -> None:
    one, many = written(company), written(company, text="Ein Absatz.\n\n" * 60)
    assert (one.page_count, "Seite 1 von" in words(content(one.document))) == (1, False)
    pdf = content(many.document)
    assert [f"Seite {n} von {many.page_count}" in words(pdf) for n in range(1, many.page_count + 1)] == [True] * 3
    assert f"{many.number} vom 22.11.2026" in reader(pdf).pages[1].extract_text()


def test_the_sender_is_the_company_that_the_contract_is_with(company: Any) -> None:
    values = {
        **COMPANY,
        "key": "gmbh",
        "name": "Emscher Betreuungs GmbH",
        "legal_form": "GmbH",
        "register_number": "HRB 1",
    }
    other = providers.add_entity(actor=SYSTEM, at=AT, values=values)
    party, foreign = customer(company), customer(other, "Adler")
    row = written(other, foreign)
    assert (row.entity_id, row.document.entity_id) == (other.pk, other.pk)
    assert "Emscher Betreuungs GmbH" in words(content(row.document))
    assert company.name not in words(content(row.document))
    for entity_id in (None, other.pk, 0):
        before = counts()
        with pytest.raises(services.SenderMissing):
            written(company, party, entity_id=entity_id)
        assert counts() == before


def test_a_letter_is_kept_waits_and_is_seen_by_its_customer(company: Any) -> None:
    party = customer(company, email="lucja@posthaus.example")
    row = written(company, party)
    assert (row.number, row.state, row.batch_id) == (f"B-{row.pk:06}", "waiting", None)
    assert row.address == "Frau\nŁucja Çelik-Ștefănescu\nUferstraße 14\n44199 Emscherstadt"
    assert list(documents.own(party)) == [row.document]
    assert (row.document.kind, row.document.title) == ("letter", "Ablesung am 14.12.2026")
    assert audit.about(f"parties.party:{party.pk}")[0].kind == "letter.written"
    assert inbox.about(f"parties.party:{party.pk}", 9) == []
    written(company, party, tell=True)
    assert inbox.about(f"parties.party:{party.pk}", 9)[0].template == "documents.published"
    parties.change_contact(
        actor=SYSTEM, at=AT, party_id=party.pk, shown={},
        values={"email": "", "phone": "", "street": "Neuer Weg 1", "postcode": "40299", "city": "Düsselau"},
    )  # fmt: skip
    row.refresh_from_db()
    assert "Uferstraße 14" in row.address


def test_organisations_and_people_without_a_title_are_greeted_properly(company: Any) -> None:
    firm = customer(company, "Kontor Süd GmbH", kind="organisation", given_name="", salutation="")
    somebody = customer(company, "Osei", given_name="Malik", salutation="")
    assert "Sehr geehrte Damen und Herren," in words(content(written(company, firm).document))
    assert "Guten Tag Malik Osei," in words(content(written(company, somebody).document))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"address_state": "unknown", "address_state_since": date(2026, 5, 1)}, services.AddressUnknown),
        ({"street": ""}, services.AddressUnknown),
        ({"city": ""}, services.AddressUnknown),
        ({"restricted_at": AT}, services.RecipientRestricted),
        ({"given_name": "Mara " * 16, "name": "Lindqvist " * 12, "street": "Am Weg " * 17}, services.AddressTooLong),
        ({"name": "李"}, Unprintable),
    ],
)  # fmt: skip
def test_no_letter_where_post_law_or_paper_forbid_it(
    company: Any, change: dict[str, Any], reason: type[Refused]
) -> None:
    party = customer(company)
    type(party).everything.filter(pk=party.pk).update(**change)
    before = counts()
    with pytest.raises(reason):
        written(company, party)
    assert counts() == before


def test_a_letter_abroad_is_written(company: Any) -> None:
    party = customer(company)
    parties.set_address_state(actor=SYSTEM, at=AT, party_id=party.pk, state="abroad", since=date(2026, 5, 1))
    assert written(company, party).state == "waiting"


@pytest.mark.parametrize(
    ("field", "label", "source"),
    [
        ("register_number", "Registernummer", "§ 25a GenG"),
        ("represented_by", "Vertreten durch", "§ 25a GenG"),
        ("supervisory_board_chair", "Vorsitz des Aufsichtsrats", "§ 25a GenG"),
    ],
)
def test_a_letterhead_that_lacks_what_the_law_asks_for_is_refused(
    company: Any, field: str, label: str, source: str
) -> None:
    party = customer(company)
    providers.change_entity(actor=SYSTEM, at=AT, key="eg", values={field: ""})
    before = counts()
    with pytest.raises(services.LetterheadIncomplete) as refusal:
        written(company, party)
    assert label in str(refusal.value)
    assert source in str(refusal.value)
    assert counts() == before


def test_text_of_people_is_printed_and_never_run(company: Any) -> None:
    nasty = 'Wert: #read("/etc/passwd") $x$ @a <b> \\# `x` = #sys.inputs'
    party = customer(company, '#panic("x") *Stern* $')
    said = words(content(written(company, party, text=nasty, about="= #eval(1) @x").document))
    for part in ('#read("/etc/passwd") $x$ @a <b>', '#panic("x") *Stern* $', "= #eval(1) @x"):
        assert part in said


def test_the_preview_keeps_nothing(company: Any) -> None:
    party = customer(company)
    before = counts()
    said = GeneralLetter(about="Probe", text="Guten Tag")
    drafted = services.draft(actor=CLERK, at=AT, party_id=party.pk, entity_id=company.pk, text=said)
    assert "Entwurf" in words(drafted.content)
    assert counts() == before


def test_a_letter_that_waits_can_be_taken_back_and_its_customer_sees_it_no_more(company: Any) -> None:
    row = written(company)
    services.take_back(actor=CLERK, at=AT, letter_id=row.pk, reason="Zahlendreher")
    row.refresh_from_db()
    assert (row.state, row.document.hidden_reason) == ("taken_back", "Zahlendreher")
    assert documents.own_document(row.party, row.document_id) is None
    before = counts()
    with pytest.raises(services.NotWaiting):
        services.take_back(actor=CLERK, at=AT, letter_id=row.pk, reason="noch einmal")
    assert counts() == before


def test_letters_are_kept_six_years_to_the_end_of_the_year(company: Any) -> None:
    row = written(company)
    end = datetime(2033, 1, 1, tzinfo=BERLIN)
    assert queries.kept_until(row) == end
    rows = Letter.everything.all()
    assert [row in queries.due(rows, at) for at in (end - timedelta(seconds=1), end)] == [False, True]

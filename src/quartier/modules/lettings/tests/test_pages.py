"""What visitors and the letting team see, and what they are refused."""

from __future__ import annotations

import html
import re
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quartier.core.audit import queries as audit
from quartier.core.providers import services as providers
from quartier.kit.roles import StaffRole
from quartier.modules.lettings import queries, services
from quartier.modules.lettings.models import Flat, House, Project, StateChange
from quartier.modules.lettings.tests.conftest import CLERK, Visit, publish

PUBLIC = ["/wohnungen/", "/wohnungen/kiebitzhof/", "/wohnungen/kiebitzhof/C.3/"]
VIEWED = ["/buero/wohnungen/", "/buero/wohnungen/kiebitzhof/", "/buero/wohnungen/kiebitzhof/C.3/"]
EDITED = [
    "/buero/wohnungen/neu/",
    "/buero/wohnungen/kiebitzhof/einlesen/",
    "/buero/wohnungen/kiebitzhof/sichtbarkeit/",
    "/buero/wohnungen/kiebitzhof/C.3/stand/",
]
HEAD = "Wohnung;Lage;Zimmer;Wohnfläche;Grundmiete;Verfügbarkeit;Grundriss\n"
EXPORT = {"export": "office-flats"}
LERCHENHOF = {
    "name": "Lerchenhof",
    "key": "lerchenhof",
    "houses": "1, 2",
    "street": "Lerchenweg 3",
    "postcode": "44199",
    "city": "Emscherstadt",
}


def words(response: Any) -> str:
    """The text of a page as a person reads it."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = re.sub(r"<[^>]+>", " ", body.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


def rows_of(response: Any) -> list[list[str]]:
    """The cells of the page's table."""
    rows = re.findall(r"<tr>(.*?)</tr>", response.content.decode(), re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    text = [[re.sub(r"<[^>]+>", "", cell) for cell in row] for row in cells]
    return [[html.unescape(cell).replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in text][1:]


def free(name: str, on: date, at: datetime) -> None:
    project = Project.objects.get()
    flat = queries.flat_named(project, name, on)
    assert flat is not None
    services.free_flat(actor=CLERK, at=at, on=on, flat_id=flat.pk, reason="Auszug")


@pytest.mark.parametrize("url", PUBLIC)
def test_everybody_may_see_the_public_pages(kiebitzhof: Any, visit: Visit, url: str) -> None:
    assert visit().get(url).status_code == 200


def test_the_project_page_says_what_is_free_and_for_how_much(kiebitzhof: Any, visit: Visit) -> None:
    text = words(visit().get("/wohnungen/kiebitzhof/"))
    assert "Eine Wohnung ist frei: C.3" in text
    assert "1 von 24 verfügbar" in text
    assert "726,10 € Grundmiete im Monat" in text
    assert "24 Wohnungen, Stand 22.11.2026" in text
    assert "Frühjahr 2024" in text


@pytest.mark.req("SBV-02")
def test_both_unit_groups_are_shown_with_their_figures_and_why_one_is_closed(kiebitzhof: Any, visit: Visit) -> None:
    text = words(visit().get("/wohnungen/kiebitzhof/"))
    assert "Freifinanzierte Mietwohnungen Anzahl 24 in 4 Häusern Wohnfläche 60–142 m² Zimmer 2–4" in text
    assert "Preisgebundene Apartments geschlossen Anzahl 13 in 1 Haus Wohnfläche 38–87 m² Zimmer 2–7" in text
    assert "Unser Partnerverein hat die Vermietung weitgehend vorbereitet." in text


def test_the_list_shows_all_24_flats_in_the_order_of_the_houses(kiebitzhof: Any, visit: Visit) -> None:
    rows = rows_of(visit().get("/wohnungen/kiebitzhof/"))
    assert len(rows) == 24
    assert rows[0] == ["A.1", "EG rechts", "4", "96 m²", "1.083,70 €", "1.468 €", "Vermietet"]
    assert rows[16] == ["C.3", "1. OG links", "2", "66 m²", "726,10 €", "990 €", "Verfügbar"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("stand=free", ["C.3"]),
        ("haus=D", ["D.1", "D.2", "D.3", "D.4", "D.5"]),
        ("zimmer=3.0", ["A.2", "B.2", "C.2", "D.2"]),
        ("miete=700", ["C.1", "D.1"]),
        ("flaeche=142", ["A.7", "B.7"]),
        ("miete=1.000,00+%E2%82%AC&sort=-base_rent&zimmer=2.0", ["D.3", "C.3", "D.1", "C.1"]),
        ("sort=-area&flaeche=110,5", ["B.7", "A.7"]),
        ("haus=Z&miete=viel&sort=nix&stand=let';--&zimmer=&flaeche=NaN", None),
    ],
)
def test_the_list_is_filtered_and_sorted(kiebitzhof: Any, visit: Visit, query: str, names: list[str] | None) -> None:
    rows = rows_of(visit().get(f"/wohnungen/kiebitzhof/?{query}"))
    assert len(rows) == 24 if names is None else [row[0] for row in rows] == names


def test_the_picture_says_the_same_as_the_list(kiebitzhof: Any, visit: Visit) -> None:
    page = visit().get("/wohnungen/kiebitzhof/").content.decode()
    picture = page[page.index('<svg class="elevation"') : page.index("</svg></div>")]
    boxes = re.findall(r'<rect class="flat"', picture)
    linked = re.findall(r'<a href="([^"]+)">', picture)
    assert len(boxes) == 24
    assert linked == ["/wohnungen/kiebitzhof/C.3/"]
    assert "frei" in picture


@pytest.mark.req("SBV-07")
def test_a_flat_shows_base_rent_estimate_parking_and_deposit(kiebitzhof: Any, visit: Visit) -> None:
    text = words(visit().get("/wohnungen/kiebitzhof/C.3/"))
    for line in ("726,10 € Grundmiete im Monat", "ca. 264,00 €", "ca. 990,10 €", "50,00 € im Monat, auf Wunsch",
                 "höchstens 2.178,30 €, in drei Raten (§ 551 BGB)"):  # fmt: skip
        assert line in text
    Project.objects.update(ancillary_per_m2="5.00", parking_rent="60.00")
    text = words(visit().get("/wohnungen/kiebitzhof/C.3/"))
    assert "ca. 330,00 €" in text
    assert "60,00 € im Monat, auf Wunsch" in text


@pytest.mark.req("SBV-04")
def test_a_lift_is_listed_only_where_there_is_one_and_partial_things_say_so(kiebitzhof: Any, visit: Visit) -> None:
    with_lift, without = (words(visit().get(f"/wohnungen/kiebitzhof/{name}/")) for name in ("A.1", "C.3"))
    assert "Aufzüge" in with_lift
    assert "Aufzüge" not in without
    assert "Gäste-WC (teilweise)" in without
    assert "Aufzüge (Haus A, B)" in words(visit().get("/wohnungen/kiebitzhof/"))


def test_a_flat_shows_its_energy_certificate(kiebitzhof: Any, visit: Visit) -> None:
    text = words(visit().get("/wohnungen/kiebitzhof/C.3/"))
    assert "Energieausweis Bedarfsausweis Endenergie 22,8 kWh/(m²·a), Klasse A+" in text


def test_an_energy_certificate_that_is_not_there_yet_is_promised(kiebitzhof: Any, visit: Visit) -> None:
    House.objects.update(energy_demand=None)
    assert "Endenergie" not in words(visit().get("/wohnungen/kiebitzhof/C.3/"))
    House.objects.update(energy_certificate="")
    assert "Wir legen ihn spätestens bei der Besichtigung vor." in words(visit().get("/wohnungen/kiebitzhof/C.3/"))


def test_a_let_flat_leads_to_the_free_ones(kiebitzhof: Any, visit: Visit) -> None:
    response = visit().get("/wohnungen/kiebitzhof/A.1/")
    assert "Diese Wohnung ist nicht verfügbar In diesem Projekt frei: C.3" in words(response)


def test_a_flat_that_becomes_free_is_announced(kiebitzhof: Any, visit: Visit, at: datetime) -> None:
    free("A.1", date(2027, 2, 1), at)
    assert "Frei ab 01.02.2027" in rows_of(visit().get("/wohnungen/kiebitzhof/"))[0][6]
    assert "Sie ist ab 01.02.2027 zu haben." in words(visit().get("/wohnungen/kiebitzhof/A.1/"))


def test_several_free_flats_are_listed_cheapest_first(kiebitzhof: Any, visit: Visit, at: datetime) -> None:
    free("D.1", date(2026, 11, 1), at)
    text = words(visit().get("/wohnungen/kiebitzhof/"))
    assert "2 Wohnungen sind frei" in text
    assert text.index("Wohnung D.1") < text.index("Wohnung C.3")


def test_when_nothing_is_free_the_pages_say_so(kiebitzhof: Any, visit: Visit, at: datetime) -> None:
    flat = queries.flat_named(Project.objects.get(), "C.3", at.date())
    assert flat is not None
    services.let_flat(actor=CLERK, at=at, on=at.date(), flat_id=flat.pk, reason="x")
    assert "Zurzeit sind alle Wohnungen vergeben" in words(visit().get("/wohnungen/kiebitzhof/"))
    assert "Frei 0 von 24" in words(visit().get("/wohnungen/"))


def test_the_start_page_shows_the_project(kiebitzhof: Any, visit: Visit) -> None:
    text = words(visit().get("/"))
    assert "Wohnen bei uns" in text
    assert "Frei 1 von 24" in text


def test_english_pages_speak_english_and_keep_the_figures(kiebitzhof: Any, visit: Visit) -> None:
    client = visit()
    client.cookies["__Host-language"] = "en"
    text = words(client.get("/wohnungen/kiebitzhof/C.3/"))
    assert "2 rooms, approx. 66 m², House C, Floor 1 left" in text
    assert "726.10 € Base rent a month" in text


@pytest.mark.parametrize(
    "url",
    [
        "/wohnungen/ziegelhof/",
        *(f"/wohnungen/kiebitzhof/{name}/" for name in ("C.9", "C3", "C.٣", "C.9999999", "%00.1")),
    ],
)
def test_what_is_not_there_is_404(kiebitzhof: Any, visit: Visit, url: str) -> None:
    assert visit().get(url).status_code == 404
    assert visit(StaffRole.LEAD).get(url.replace("/wohnungen", "/buero/wohnungen")).status_code == 404


@pytest.mark.parametrize("url", [*PUBLIC[1:], *VIEWED[1:], *EDITED[1:]])
def test_another_provider_knows_nothing_of_it(
    kiebitzhof: Any, provider: Any, at: datetime, visit: Visit, url: str
) -> None:
    provider("beta")
    publish("beta")
    providers.switch_feature(actor=CLERK, at=at, feature="lettings", on=True, effective_at=at)
    assert visit(StaffRole.LEAD, host="beta.localhost").get(url).status_code == 404
    assert "Kiebitzhof" not in words(visit(host="beta.localhost").get("/wohnungen/"))


@pytest.mark.parametrize("url", [*PUBLIC, *VIEWED, *EDITED])
def test_switched_off_every_page_is_gone_and_so_is_the_menu(
    kiebitzhof: Any, at: datetime, visit: Visit, url: str
) -> None:
    client = visit(StaffRole.LEAD)
    assert client.get(url).status_code == 200
    providers.switch_feature(actor=CLERK, at=at, feature="lettings", on=False, effective_at=at)
    assert client.get(url).status_code == 404
    assert "/wohnungen/" not in visit().get("/").content.decode()
    assert "/buero/wohnungen/" not in client.get("/buero/").content.decode()


@pytest.mark.parametrize("url", [*VIEWED, *EDITED])
def test_the_office_is_closed_to_strangers_and_wrong_roles(kiebitzhof: Any, visit: Visit, url: str) -> None:
    assert visit().get(url).status_code == 302
    assert visit(StaffRole.BOOKKEEPER).get(url).status_code == 403
    assert visit(audience="customer").get(url).status_code == 403


@pytest.mark.parametrize("url", EDITED)
def test_who_may_only_look_cannot_change(kiebitzhof: Any, visit: Visit, url: str) -> None:
    client = visit(StaffRole.HOTLINE)
    assert client.get("/buero/wohnungen/kiebitzhof/C.3/").status_code == 200
    assert client.post(url, {"state": "let", "on": "22.11.2026", "reason": "x"}).status_code == 403
    assert StateChange.objects.filter(reason="x").count() == 0


def test_a_clerk_lets_a_flat(kiebitzhof: Any, visit: Visit) -> None:
    client = visit(StaffRole.CLERK)
    url = "/buero/wohnungen/kiebitzhof/C.3/"
    answer = client.post(f"{url}stand/", {"state": "let", "on": "22.11.2026", "reason": "Vertrag unterschrieben"})
    assert (answer.status_code, answer["Location"]) == (302, url)
    text = words(client.get(url))
    assert "Wohnung C.3: „Vermietet“ ab 22.11.2026." in text
    assert "Vertrag unterschrieben" in text
    assert "Vertrag unterschrieben" not in words(visit().get("/wohnungen/kiebitzhof/C.3/"))
    assert audit.about("lettings.flat:kiebitzhof/C.3")[0].actor_name == "M. Brandt"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"state": "free"}, "Wohnung C.3 hat an diesem Tag schon den Stand „Verfügbar“."),
        ({"on": "1.10.2026"}, "Die letzte Änderung der Wohnung C.3 gilt ab 01.11.2026."),
        ({"on": "bald"}, "Bitte schreiben Sie den Tag so"),
        ({"reason": ""}, "„Grund“ fehlt noch."),
        ({"state": "gone"}, "Neuer Stand"),
    ],
)
def test_a_refused_state_keeps_what_was_typed_and_changes_nothing(
    kiebitzhof: Any, visit: Visit, values: dict[str, str], sentence: str
) -> None:
    count = StateChange.objects.count()
    typed = {"state": "let", "on": "22.11.2026", "reason": "Weil es so ist"} | values
    answer = visit(StaffRole.CLERK).post("/buero/wohnungen/kiebitzhof/C.3/stand/", typed)
    assert sentence in words(answer)
    assert typed["reason"] in answer.content.decode()
    assert StateChange.objects.count() == count


def upload(text: str, name: str = "flats.csv") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, (HEAD + text).encode()), "on": "22.11.2026"}


def test_a_wrong_file_is_told_row_by_row_and_keeps_nothing(kiebitzhof: Any, visit: Visit) -> None:
    answer = visit(StaffRole.CLERK).post(
        EDITED[1], upload("C.6;3. OG;4;80;900;frei;nein\nE.1;EG;4;80;900;frei;nein\nx;EG;4;80;900;frei;nein\n")
    )
    assert answer.status_code == 422
    assert rows_of(answer)[:2] == [
        ["3", "Das Projekt hat kein Haus E; es hat A, B, C, D."],
        ["4", "Wohnung: „x“ ist keine Wohnung; schreiben Sie Haus, Punkt und Nummer, zum Beispiel C.3."],
    ]
    assert Flat.objects.count() == 24


def test_a_right_file_is_taken_over(kiebitzhof: Any, visit: Visit) -> None:
    client = visit(StaffRole.CLERK)
    answer = client.post(EDITED[1], upload("C.6;3. OG;4;80;900;frei;nein\n"), follow=True)
    assert "1 Wohnungen neu, 0 geändert, 0 wie bisher." in words(answer)
    assert visit().get("/wohnungen/kiebitzhof/C.6/").status_code == 200


@pytest.mark.parametrize(("name", "text"), [("flats.xlsx", ""), ("flats.csv", "x" * 1_000_001)])
def test_a_file_of_another_kind_or_size_is_refused(kiebitzhof: Any, visit: Visit, name: str, text: str) -> None:
    answer = visit(StaffRole.CLERK).post(EDITED[1], upload(text, name))
    assert "error-summary" in answer.content.decode()
    assert Flat.objects.count() == 24


def test_the_office_list_exports_what_the_import_reads_back_unchanged(
    kiebitzhof: Any, visit: Visit, at: datetime
) -> None:
    client = visit(StaffRole.CLERK)
    answer = client.post("/buero/wohnungen/", EXPORT)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert (
        content.decode("utf-8-sig")
        .splitlines()[17]
        .startswith("C.3;Kiebitzhof;1. OG links;2;66;726,10;990,10;Verfügbar;ja")
    )
    listed = services.list_flats(
        actor=CLERK, at=at, on=at.date(), project="kiebitzhof", name="wohnungen.csv", content=content
    )
    assert listed == services.Listed(created=0, changed=0, unchanged=24)
    assert [fact.data for fact in audit.about("lettings.flat:*")] == [{"rows": 24}]


def test_visitors_take_the_filtered_list_away_as_csv(kiebitzhof: Any, visit: Visit) -> None:
    answer = visit().post("/wohnungen/kiebitzhof/?stand=free", {"export": "flats"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines == [
        "Wohnung;Lage;Zimmer;Wohnfläche (ca.);Grundmiete;Gesamt (ca.);Verfügbarkeit;Grundriss",
        "C.3;1. OG links;2;66;726,10;990,10;Verfügbar;ja",
    ]


def test_a_project_is_opened_filled_and_published(kiebitzhof: Any, visit: Visit) -> None:
    client = visit(StaffRole.CLERK)
    answer = client.post("/buero/wohnungen/neu/", LERCHENHOF)
    assert answer["Location"] == "/buero/wohnungen/lerchenhof/einlesen/"
    assert visit().get("/wohnungen/lerchenhof/").status_code == 404
    assert "Das ist ein Entwurf" in words(client.get("/wohnungen/lerchenhof/"))
    sight = "/buero/wohnungen/lerchenhof/sichtbarkeit/"
    refused = client.post(sight)
    assert refused.status_code == 409
    assert "Übernehmen Sie zuerst die Wohnungen; eine leere Seite hilft niemandem." in words(refused)
    client.post("/buero/wohnungen/lerchenhof/einlesen/", upload("1.1;EG;2,5;70,25;700;frei;nein\n"))
    client.post(sight)
    assert "2,5 Zimmer, ca. 70,25 m², Haus 1, EG" in words(visit().get("/wohnungen/lerchenhof/1.1/"))
    client.post(sight)
    assert visit().get("/wohnungen/lerchenhof/").status_code == 404


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"key": "kiebitzhof"}, "Es gibt schon ein Projekt mit dieser Adresse."),
        ({"houses": "A, A"}, "„A“: Ein Haus hat bis zu 8 Buchstaben oder Ziffern und steht nur einmal da."),
        ({"houses": "A, ß"}, "„ß“: Ein Haus hat bis zu 8 Buchstaben oder Ziffern und steht nur einmal da."),
        ({"houses": " , "}, "Nennen Sie mindestens ein Haus."),
    ],
)
def test_a_project_that_cannot_be_opened_says_why(
    kiebitzhof: Any, visit: Visit, values: dict[str, str], sentence: str
) -> None:
    assert sentence in words(visit(StaffRole.CLERK).post("/buero/wohnungen/neu/", LERCHENHOF | values))
    assert Project.objects.count() == 1


def test_the_office_is_warned_where_announcement_and_flats_differ(kiebitzhof: Any, visit: Visit) -> None:
    text = words(visit(StaffRole.EDITOR).get("/buero/wohnungen/kiebitzhof/"))
    assert "Wohnfläche: Die Ankündigung sagt 59–143 m², die Wohnungen haben 60–142 m²." in text
    assert "Einheiten: Die Ankündigung sagt rund 40, die Gruppen ergeben 37." in text
    assert "Baujahr 2022, aber als Erstbezug ist Frühjahr 2024 angegeben." in text


def test_the_public_page_needs_few_statements(
    kiebitzhof: Any, visit: Visit, django_assert_max_num_queries: Any
) -> None:
    client = visit()
    client.get("/wohnungen/kiebitzhof/")
    with django_assert_max_num_queries(12):
        client.get("/wohnungen/kiebitzhof/")

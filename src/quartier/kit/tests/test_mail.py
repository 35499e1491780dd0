"""Mails: two renderings of the same words, and headers that nothing can break out of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from html import unescape

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from quartier.kit.mail import (
    Action,
    Facts,
    HeaderRefused,
    Letterhead,
    Mail,
    Part,
    Quote,
    Rendered,
    Text,
    checked_address,
    checked_line,
)
from quartier.kit.mail.message import message
from quartier.kit.portal import Brand

WRITTEN_AT = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
LETTERHEAD = Letterhead(
    sender="Rheinufer Wohnungsgenossenschaft eG",
    brand=Brand(name="Rheinufer", tagline="wohnen am Wasser", colour="#0f5c7a", accent="#e8835a"),
    origin="https://rheinufer.example",
    reply_to="service@rheinufer.example",
    imprint=[("Anschrift", "Uferstraße 12, 40299 Düsselau"), ("Register", "Düsselau, GnR 417")],
    processor="Stadtwerk Digital Musterkreis",
)


@dataclass(frozen=True, kw_only=True)
class Note(Mail):
    template = "kit.note"
    title: str = "Ihr Zählerstand"
    words: str = "wir haben Ihren Zählerstand erhalten."
    who: str = "Mara Lindqvist"

    def subject(self) -> str:
        return self.title

    def greeting(self) -> str:
        return f"Guten Tag {self.who},"

    def body(self) -> Sequence[Part]:
        return (
            Text(self.words),
            Facts((("Stand", "4.211 kWh"), ("Abgelesen am", date(2026, 3, 1)), ("Eingang", WRITTEN_AT))),
            Quote("Bitte prüfen.\nDanke"),
            Action("Zur Übersicht", "/uebersicht/"),
        )


def words(html: str) -> str:
    """What a reader sees of an HTML mail, white space aside."""
    body = re.sub(r"(?s)<head>.*?</head>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_plain_text_reads_like_a_letter_with_imprint() -> None:
    assert Note().render(LETTERHEAD).text == (
        "Guten Tag Mara Lindqvist,\n\n"
        "wir haben Ihren Zählerstand erhalten.\n\n"
        "Stand: 4.211 kWh\nAbgelesen am: 01.03.2026\nEingang: 02.03.2026, 10:15 Uhr\n\n"
        "> Bitte prüfen.\n> Danke\n\n"
        "Zur Übersicht:\nhttps://rheinufer.example/uebersicht/\n\n"
        "Freundliche Grüße\nRheinufer Wohnungsgenossenschaft eG\n\n"
        "-- \n"
        "Rheinufer Wohnungsgenossenschaft eG\n"
        "Anschrift: Uferstraße 12, 40299 Düsselau\n"
        "Register: Düsselau, GnR 417\n"
        "Technischer Betrieb im Auftrag (Art. 28 DSGVO), nicht Vertragspartner: Stadtwerk Digital Musterkreis\n"
        "Diese E-Mail wurde automatisch erstellt.\n"
    )


def test_html_says_the_same_as_the_plain_text() -> None:
    rendered = Note().render(LETTERHEAD)
    said = words(rendered.html)
    for line in rendered.text.replace("-- ", "").splitlines():
        text = line.removeprefix("> ").removesuffix(":") if line.endswith(":") else line.removeprefix("> ")
        assert text in said, text


def test_html_wears_the_brand_and_fetches_nothing() -> None:
    html = Note().render(LETTERHEAD).html
    assert "#0f5c7a" in html
    assert "color: #ffffff; font-weight: 600" in html
    assert re.findall(r"(?:src|srcset|background)\s*=|url\(|<link|<script|<img|@import", html) == []
    assert re.findall(r'href="([^"]*)"', html) == ["https://rheinufer.example/uebersicht/"]


def test_a_light_brand_gets_dark_letters_on_its_button() -> None:
    light = Letterhead(
        sender="Werkstatt", brand=Brand(name="Werkstatt", colour="#ffd23f"), origin="https://werkstatt.example"
    )
    assert "color: #000000; font-weight: 600" in Note().render(light).html


def test_a_mail_is_german_whatever_the_language_of_the_page() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Translated(Note):
        template = "kit.translated"

        def body(self) -> Sequence[Part]:
            return (Text(str(_("Yes"))),)

    with translation.override("en"):
        assert "\n\nJa\n\n" in Translated().render(LETTERHEAD).text
        assert translation.get_language() == "en"


TRICKS = [
    "{{ letterhead.origin }}",
    "{% include 'kit/base.html' %}",
    "{{ settings.SECRET_KEY }}",
    "%(processor)s",
    "${7*7}",
    "{0.__class__}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt;",
]


@pytest.mark.parametrize("trick", TRICKS)
def test_what_people_typed_is_never_read_as_a_template(trick: str) -> None:
    rendered = Note(who=trick, words=trick, title=trick).render(LETTERHEAD)
    assert rendered.subject == trick
    assert rendered.text.count(trick) == 2
    assert words(rendered.html).count(trick) == 3
    assert "<script" not in rendered.html
    assert "<img" not in rendered.html


def test_a_value_with_line_breaks_cannot_pose_as_another_part() -> None:
    rendered = Note(who="Mara\n\n-- \nEine andere Firma", words="a\r\nb").render(LETTERHEAD)
    assert rendered.text.startswith("Guten Tag Mara -- Eine andere Firma,\n\na b\n\n")
    assert rendered.text.count("\n-- \n") == 1


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/a b", "/a\nb", ""]
)
def test_a_link_never_leaves_the_portal(path: str) -> None:
    with pytest.raises(ValueError, match="a link in a mail is a path of the portal"):
        Action("weiter", path)


def test_a_long_subject_is_shortened() -> None:
    subject = Note(title="x" * 500).render(LETTERHEAD).subject
    assert (len(subject), subject[-2:]) == (200, "x…")


def test_a_mail_needs_a_name_and_a_subject() -> None:
    with pytest.raises(TypeError, match="needs a template name"):
        type("Nameless", (Mail,), {"template": "Nameless"})
    with pytest.raises(ValueError, match=r"kit\.note has no subject"):
        Note(title="  ").render(LETTERHEAD)


BREAKS = "\r\n\0\x0b\x0c\x1b\x1c\x1d\x1e\x85\u2028\u2029\u202e\x7f"


@pytest.mark.parametrize("sign", list(BREAKS))
def test_a_header_bound_value_with_a_control_character_is_refused(sign: str) -> None:
    value = f"Mara{sign}Bcc: alle@emscher.example"
    with pytest.raises(HeaderRefused):
        checked_line(value)
    with pytest.raises(HeaderRefused):
        Note(title=value).render(LETTERHEAD)
    with pytest.raises(HeaderRefused):
        checked_address(f"mara{sign}@emscher.example")


@pytest.mark.parametrize(
    "address",
    ["", "mara", "mara@", "@emscher.example", "a@b@c.example", "mara@emscher.example, x@y.example",
     "<mara@emscher.example>", "mara @emscher.example", "mära@emscher.example", "mara@emscher.example\n"],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(HeaderRefused):
        checked_address(address)


def made(name: str, subject: str) -> bytes:
    return bytes(
        message(
            rendered=Rendered(subject=subject, text="Hallo\n.\n", html="<p>Hallo</p>"),
            message_id="<1234@portal.example>",
            written_at=WRITTEN_AT,
            sender=(name, "portal@rheinufer.example"),
            to=(name, "mara@emscher.example"),
            reply_to="service@rheinufer.example",
        )
    )


HEADERS = {
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted",
    "X-Auto-Response-Suppress", "MIME-Version", "Content-Type",
}  # fmt: skip


@given(name=st.text(max_size=80), subject=st.text(min_size=1, max_size=150))
def test_no_text_adds_a_header_or_a_recipient(name: str, subject: str) -> None:
    try:
        raw = made(name, subject)
    except HeaderRefused:
        return
    parsed = message_from_bytes(raw, policy=policy.default)
    assert set(parsed.keys()) == HEADERS
    assert len(parsed.keys()) == len(HEADERS)
    assert [a.addr_spec for a in parsed["To"].addresses] == ["mara@emscher.example"]
    assert [a.addr_spec for a in parsed["From"].addresses] == ["portal@rheinufer.example"]


def test_the_message_is_marked_as_automatic_and_the_same_every_time() -> None:
    parsed = message_from_bytes(made("Mara Lindqvist", "Zählerstand"), policy=policy.default)
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Message-ID"] == "<1234@portal.example>"
    assert parsed["Date"] == "Mon, 02 Mar 2026 09:15:00 +0000"
    assert parsed["Reply-To"] == "service@rheinufer.example"
    assert parsed["Subject"] == "Zählerstand"
    assert parsed["To"] == "Mara Lindqvist <mara@emscher.example>"
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]
    assert made("Mara Lindqvist", "Zählerstand") == made("Mara Lindqvist", "Zählerstand")

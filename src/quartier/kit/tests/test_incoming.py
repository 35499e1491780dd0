"""Reading mail as it comes over the wire: odd bytes, odd headers, forged proofs, markup."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.kit.mail.incoming import Proof, Purpose, Recipient, address_of, read, read_address, verdict

PLAIN = b"From: Mara <mara@posthaus.example>\r\nSubject: Hallo\r\nMessage-ID: <1@x.example>\r\n\r\nGuten Tag\r\n"
SERVER = "mx.post.example"


def with_header(name: bytes, value: bytes) -> bytes:
    """A plain message with one more header."""
    return name + b": " + value + b"\r\n" + PLAIN


def is_clean(text: str) -> bool:
    """Tell whether a text holds no control characters but line breaks and tabs."""
    return all(sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs") for sign in text)


@given(st.binary(max_size=2000))
def test_whatever_the_bytes_there_is_an_answer(raw: bytes) -> None:
    mail = read(raw)
    assert len(mail.digest) == 64
    assert is_clean(mail.text + mail.subject + mail.sender_name + mail.sender)


@given(
    st.sampled_from([b"From", b"Subject", b"Message-ID", b"Received", b"Content-Type", b"Content-Disposition", b"Date",
                     b"Content-Transfer-Encoding", b"Auto-Submitted", b"Authentication-Results", b"Return-Path"]),
    st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass"))),
)  # fmt: skip
def test_whatever_a_header_holds_nothing_breaks_out_of_it(name: bytes, value: bytes) -> None:
    mail = read(with_header(name, value))
    for line in (mail.subject, mail.sender_name, mail.sender, *(one.name for one in mail.enclosures)):
        assert "\n" not in line
        assert is_clean(line)
    found = verdict(mail.results, trusted=SERVER, domain="posthaus.example")
    assert is_clean(found.told)


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (b"=?utf-8?q?K=C3=BCche?=", "Küche"),
        (b"=?iso-8859-1?q?K=FCche?=", "Küche"),
        (b"=?x-unknown?q?K=C3=BCche?=", "Küche"),
        (b"=?utf-8?b?S8O8Y2hl?=\r\n =?utf-8?q?_kalt?=", "Küche kalt"),
        (b"=?utf-8?b?!!!?=", ""),
        (b"a\r\n b", "a b"),
        (b"=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
        (b"=?utf-8?q?a=00b?=", "ab"),
    ],
)
def test_a_subject_is_one_line_in_words(header: bytes, subject: str) -> None:
    raw = PLAIN.replace(b"Subject: Hallo", b"Subject: " + header)
    assert read(raw).subject == subject


@pytest.mark.parametrize(
    "author",
    [
        b"a@x.example, b@y.example",
        b"",
        b"undisclosed-recipients:;",
        b"Mara <mara>",
        b'"a@x.example" <',
        b"m\xc3\xa4@x.example",
    ],
)
def test_who_is_not_one_plain_address_is_nobody(author: bytes) -> None:
    assert read(PLAIN.replace(b"Mara <mara@posthaus.example>", author)).sender == ""
    assert read(with_header(b"From", author)).sender == ""
    assert read(PLAIN).sender == "mara@posthaus.example"


def test_a_body_in_any_charset_becomes_text() -> None:
    head = b"From: a@x.example\r\nContent-Type: text/plain; charset="
    for charset, body in ((b"utf-8", "Küche".encode()), (b"iso-8859-15", "Küche".encode("iso-8859-15")),
                          (b"klingon", "Küche".encode()), (b"utf-8", "Küche".encode("cp1252"))):  # fmt: skip
        assert read(head + charset + b"\r\n\r\n" + body).text == "Küche"
    assert read(head + b"utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nS8O8Y2hl").text == "Küche"
    assert read(head + b"utf-8\r\n\r\na\x00b\x1bc\x85").text == "abc"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Hallo</p><p>Welt &amp; <b>mehr</b></p>", "Hallo\nWelt & mehr"),
        ("<script>alert(1)</script>Da<style>p{}</style>", "Da"),
        ("eins<br>zwei<br/>drei<div>vier</div>", "eins\nzwei\ndreivier"),
        ("<img src=x onerror=alert(1)>Bild", "Bild"),
        ("&lt;b&gt;kein Fett&lt;/b&gt;", "<b>kein Fett</b>"),
        ("Danke!<blockquote>alter Text</blockquote>", "Danke!"),
    ],
)
def test_markup_becomes_plain_text(markup: str, text: str) -> None:
    raw = b"From: a@x.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + markup.encode()
    assert read(raw).text == text


def test_of_two_forms_the_plain_one_is_read_and_files_are_files() -> None:
    raw = (
        b"From: a@x.example\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n"
        b"Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nschlicht\r\n"
        b"--a\r\nContent-Type: text/html\r\n\r\n<p>bunt</p>\r\n--a--\r\n"
        b'--m\r\nContent-Type: image/png; name="..\\..\\bild.png"\r\n\r\nPNG\r\n'
        b"--m\r\nContent-Type: application/pgp-signature; name=s.asc\r\n\r\nsig\r\n"
        b"--m\r\nContent-Type: message/rfc822\r\n\r\nSubject: alt\r\n\r\nalt\r\n--m--\r\n"
    )
    mail = read(raw)
    assert mail.text == "schlicht"
    assert [(one.name, one.content[:3]) for one in mail.enclosures] == [("bild.png", b"PNG"), ("3.eml", b"Sub")]


def test_parts_within_parts_without_end_are_no_trap() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    assert read(b"From: a@x.example\r\n" + deep + b"\r\nText").digest


def test_more_than_twenty_files_are_named() -> None:
    parts = b"".join(
        b"--m\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=%d.txt\r\n\r\nx\r\n" % n
        for n in range(22)
    )
    mail = read(b"From: a@x.example\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n" + parts + b"--m--")
    assert (len(mail.enclosures), mail.left_out) == (20, ("20.txt", "21.txt"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Danke\n\nAm 20.11.2026 um 10:00 schrieb Jo <jo@x.example>:\n> Hallo\n>\n> Jo\n", "Danke"),
        ("Danke\n\nOn Fri, Nov 20, 2026 Jo\n<jo@x.example> wrote:\n> Hallo", "Danke"),
        ("> Hallo\nJa, genau.", "> Hallo\nJa, genau."),
        ("> nur Zitat", "> nur Zitat"),
        ("Am Montag schrieb ich: nichts", "Am Montag schrieb ich: nichts"),
    ],
)
def test_only_what_a_program_quoted_at_the_end_is_left_out(text: str, kept: str) -> None:
    raw = b"From: a@x.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode()
    assert read(raw).text == kept


def test_the_time_of_receipt_is_that_of_the_newest_server() -> None:
    late = with_header(b"Received", b"by b.example; Fri, 20 Nov 2026 09:00:00 +0100")
    newest = b"Received: by mx.example (a; b); Fri, 20 Nov 2026 10:14:30 +0100\r\n" + late
    assert read(newest).received_at == datetime(2026, 11, 20, 9, 14, 30, tzinfo=UTC)
    for odd in (
        b"by x",
        b"by x; gestern",
        b"by x; Fri, 20 Nov 2026 10:14:30 -0000",
        b"; Fri, 99 Nov 99999 10:00:00 +0100",
    ):
        assert read(with_header(b"Received", odd)).received_at is None


@pytest.mark.parametrize(
    ("header", "proof"),
    [
        ("mx.post.example; dmarc=pass header.from=posthaus.example", Proof.PASSED),
        ("mx.post.example 1; dmarc=pass (p=reject dis=none) header.from=posthaus.example", Proof.PASSED),
        ("MX.Post.example; dkim=pass header.d=posthaus.example; spf=none", Proof.PASSED),
        ("mx.post.example; spf=pass smtp.mailfrom=mara@posthaus.example", Proof.PASSED),
        ("mx.post.example; dkim=pass header.d=example", Proof.PASSED),
        ("mx.post.example; dkim=pass header.d=werbung.example", Proof.ABSENT),
        ("mx.post.example; dkim=pass header.d=haus.example", Proof.ABSENT),
        ("mx.post.example; dkim=pass header.i=@posthaus.example", Proof.ABSENT),
        ("mx.post.example; dmarc=fail header.from=posthaus.example", Proof.FAILED),
        ("mx.post.example; spf=fail; dkim=none", Proof.FAILED),
        ("mx.post.example; none", Proof.ABSENT),
        ("mx.fremd.example; dmarc=pass header.from=posthaus.example", Proof.ABSENT),
        ("mx.fremd.example (mx.post.example); dmarc=pass header.from=posthaus.example", Proof.ABSENT),
        ('mx.post.example; spf=none reason="; dmarc=pass header.from=posthaus.example"', Proof.ABSENT),
        ("mx.post.example; spf=none (; dmarc=pass (x) header.from=posthaus.example)", Proof.ABSENT),
        ("", Proof.ABSENT),
    ],
)
def test_only_what_our_own_server_found_about_this_domain_proves_a_sender(header: str, proof: Proof) -> None:
    assert verdict([header], trusted=SERVER, domain="posthaus.example").proof is proof
    assert verdict([header], trusted="", domain="posthaus.example").proof is Proof.ABSENT


def test_an_address_leads_to_its_number_and_no_other(settings: Any) -> None:
    settings.MAIL_DOMAIN = "post.example"
    seen = set()
    for schema in ("emscher", "a" * 40):
        for purpose in (Purpose.REQUEST, Purpose.REPORT):
            for number in (1, 46, 2**31 - 1):
                recipient = Recipient(schema, purpose, number)
                address = address_of(recipient)
                assert len(address.partition("@")[0]) <= 64
                assert read_address(address) == recipient
                assert read_address(address.upper()) == recipient
                seen.add(address)
    assert len(seen) == 12
    assert read_address("emscher@post.example") == Recipient("emscher")
    assert read_address("emscher+mangel@post.example") == Recipient("emscher", Purpose.DEFECT)
    for foreign in ("emscher@anders.example", "@post.example", "Ä@post.example", "emscher+@x@post.example", "emscher"):
        assert read_address(foreign) is None


def test_after_a_change_of_the_secret_addresses_still_lead_home(settings: Any) -> None:
    settings.MAIL_DOMAIN = "post.example"
    address = address_of(Recipient("emscher", Purpose.REQUEST, 46))
    before, settings.SECRET_KEY = settings.SECRET_KEY, "n" * 40 + "eu" * 10
    assert read_address(address) == Recipient("emscher", Purpose.WRONG)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert read_address(address) == Recipient("emscher", Purpose.REQUEST, 46)

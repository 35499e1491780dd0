"""Versions are taken in verbatim, checked, published, and never change again."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django_tenants.utils import schema_context

from quartier.core.audit import queries as audit
from quartier.core.terms import queries, services
from quartier.core.terms.demo import seed
from quartier.core.terms.extension import Published, published
from quartier.core.terms.models import Acceptance, LegalText, Occasion, TextVersion
from quartier.core.terms.rules import digest_of
from quartier.core.terms.tests.texts import AT, a_draft, a_text, put_in_force
from quartier.values.actor import SYSTEM

WHO: dict[str, Any] = {"actor": SYSTEM, "at": AT}
SOURCE = "# Bedingungen\r\n\r\n§ 5  Widerruf\r\n\r\nb) zuletzt\r\na) zuerst  \r\n\r\n§ 5 Haftung\n".encode()


@pytest.mark.req("DWG-47")
def test_a_text_goes_in_and_comes_out_byte_by_byte_and_both_paragraphs_five_are_linkable(alpha: Any) -> None:
    row = services.import_version(
        **WHO, text_id=a_text("terms").pk, data=SOURCE, file_name="agb.md", name="1.3", dated_on=date(2009, 10, 5)
    )
    services.publish(**WHO, version_id=row.pk)
    kept = TextVersion.objects.get(pk=row.pk)
    assert kept.data == SOURCE
    assert (kept.digest, kept.is_intact) == (digest_of(SOURCE), True)
    fives = [one.anchor for one in queries.paragraphs(kept) if one.marker == "§ 5"]
    assert len(set(fives)) == 2
    page = client("alpha").get(f"/rechtstexte/fassung/{row.pk}/").content.decode()
    assert all(page.count(f'id="{anchor}"') == 1 for anchor in fives)
    assert page.index("zuletzt") < page.index("zuerst")
    assert [one.marker for one in queries.paragraphs(kept) if one.kind == "item"] == ["b)", "a)"]
    assert client("alpha").get(f"/rechtstexte/fassung/{row.pk}/datei/").content == SOURCE


@pytest.mark.req("QX-56")
def test_placeholders_and_empty_lists_block_a_new_version_and_a_text_from_before_is_flagged(alpha: Any) -> None:
    body = "(1) Verboten sind:\n(2) Anbieter ist [[Name]]."
    row = a_draft("terms", body)
    before = _counts()
    with pytest.raises(services.Unfinished) as refusal:
        services.publish(**WHO, version_id=row.pk)
    assert "[[Name]]" in str(refusal.value)
    assert "(1) Verboten sind:" in str(refusal.value)
    assert _counts() == before
    services.withdraw_draft(**WHO, version_id=row.pk)
    old = services.import_version(
        **WHO, text_id=a_text("terms").pk, data=body.encode(), file_name="alt.txt", name="ALT 1.0",
        dated_on=date(2009, 10, 5), is_legacy=True,
    )  # fmt: skip
    services.publish(**WHO, version_id=old.pk)
    assert TextVersion.objects.get(pk=old.pk).body == body
    [(flagged, found)] = queries.flagged()
    assert (flagged.pk, len(found)) == (old.pk, 2)


def test_name_day_and_digest_tell_versions_apart(alpha: Any) -> None:
    put_in_force("terms", "Eins.", name="1.0")
    before = _counts()
    with pytest.raises(services.SameWords):
        a_draft("terms", "Eins.", name="1.1")
    with pytest.raises(services.NameTaken):
        a_draft("terms", "Zwei.", name="1.0")
    with pytest.raises(services.FileNotRead):
        services.import_version(
            **WHO, text_id=a_text("terms").pk, data=b"\0", file_name="a.pdf", name="9", dated_on=date(2026, 1, 1)
        )
    assert _counts() == before


def test_a_second_version_needs_a_reason_and_a_later_day_and_takes_the_place_of_the_first(
    alpha: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = put_in_force("terms", "Eins.", name="1.0")
    second = a_draft("terms", "Zwei.", name="2.0", at=AT + timedelta(days=1))
    older = a_draft("terms", "Null.", name="0.9", at=AT - timedelta(days=1))
    for row, refusal in ((second, services.ReasonMissing), (older, services.OlderThanNow)):
        before = _counts()
        with pytest.raises(refusal):
            services.publish(**WHO, version_id=row.pk)
        assert _counts() == before
    heard: list[Published] = []
    monkeypatch.setitem(published._entries, "test", heard.append)
    services.publish(**WHO, version_id=second.pk, reason="Neue Preise")
    assert [(one.version.pk, one.before.pk if one.before else 0) for one in heard] == [(second.pk, first.pk)]
    assert [one.name for one in queries.current_documents(["terms"])] == ["2.0"]
    assert queries.public_version(first.pk).state == "superseded"
    newer = queries.version_after(queries.public_version(first.pk))
    assert newer is not None
    assert newer.pk == second.pk
    with pytest.raises(LookupError):
        queries.public_version(older.pk)


def test_a_text_from_the_time_before_goes_into_the_archive(alpha: Any) -> None:
    now = put_in_force("terms", "Heute.", name="2.0")
    old = a_draft("terms", "Früher.", name="1.0", at=AT - timedelta(days=900), is_legacy=True)
    services.publish(**WHO, version_id=old.pk)
    assert (queries.public_version(old.pk).state, queries.public_version(now.pk).state) == ("superseded", "published")


def test_what_is_published_never_changes_not_even_in_the_database(alpha: Any) -> None:
    row = put_in_force("terms", "Fest.")
    for change in ({"body": "Anders."}, {"source": b"x"}, {"name": "9"}, {"state": "draft", "published_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TextVersion.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        TextVersion.objects.filter(pk=row.pk).delete()
    for act in (
        lambda: services.change_draft(**WHO, version_id=row.pk, name="9", dated_on=AT.date(), body="x"),
        lambda: services.withdraw_draft(**WHO, version_id=row.pk),
        lambda: services.publish(**WHO, version_id=row.pk, reason="x"),
    ):
        with pytest.raises(services.NotADraft):
            act()


def test_a_draft_changes_its_words_and_goes_without_a_trace_but_its_fact(alpha: Any) -> None:
    row = a_draft("terms", "Erst so.")
    services.change_draft(**WHO, version_id=row.pk, name="1.1", dated_on=AT.date(), body="Dann so.")
    kept = TextVersion.objects.get(pk=row.pk)
    assert (kept.data, kept.is_intact, kept.name) == (b"Dann so.", True, "1.1")
    services.withdraw_draft(**WHO, version_id=row.pk)
    assert not TextVersion.objects.exists()
    kinds = [fact.kind for fact in audit.about(f"terms.textversion:{row.pk}")]
    assert sorted(kinds) == ["terms.draft_changed", "terms.draft_withdrawn", "terms.drafted"]


def test_texts_of_a_kind_stand_alone_and_special_ones_say_for_whom(alpha: Any) -> None:
    a_text("terms")
    given: dict[str, Any] = {**WHO, "title": "Partner"}
    with pytest.raises(services.KindTaken):
        services.add_text(**given, key="terms-2", kind="terms")
    with pytest.raises(services.KeyTaken):
        services.add_text(**given, key="terms", kind="special", for_scope="partner")
    with pytest.raises(services.KeyTaken):
        services.add_text(**given, key="neu", kind="special", for_scope="partner")
    with pytest.raises(services.ScopeMissing):
        services.add_text(**given, key="partner", kind="special")
    services.add_text(**given, key="partner", kind="special", for_scope="partner")
    services.add_text(**given, key="einkauf", kind="special", for_scope="einkauf")
    assert LegalText.objects.count() == 3


def test_who_accepted_a_version_stays_with_it(alpha: Any) -> None:
    put_in_force("terms", "Eins.", name="1.0")
    given: dict[str, Any] = {**WHO, "occasion": Occasion.ORDER}
    services.accept(**given, documents=queries.current_documents(["terms"]), subject="orders.order:1")
    put_in_force("terms", "Zwei.", name="2.0", at=AT + timedelta(days=1))
    services.accept(**given, documents=queries.current_documents(["terms"]), subject="orders.order:2")
    names = {row.subject: row.version.name for row in Acceptance.objects.select_related("version")}
    assert names == {"orders.order:1": "1.0", "orders.order:2": "2.0"}


def test_twenty_clicks_publish_once(committed_db: Any) -> None:
    with schema_context("alpha"):
        row = a_draft("articles", "Satzung.")
    done: list[str] = []

    def click() -> None:
        try:
            with schema_context("alpha"):
                services.publish(**WHO, version_id=row.pk)
                done.append("published")
        except services.NotADraft:
            done.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["published", *["refused"] * 19]


def client(schema: str) -> Any:
    """A visitor of a portal that is open."""
    from django.test import Client  # noqa: PLC0415 – used here alone

    from quartier.core.providers.models import Provider  # noqa: PLC0415 – models load late

    Provider.objects.filter(schema_name=schema).update(state="published")
    given: dict[str, Any] = {"HTTP_HOST": f"{schema}.localhost", "wsgi.url_scheme": "https"}
    return Client(**given)


def _counts() -> tuple[int, ...]:
    rows = TextVersion.objects.values_list("state", flat=True)
    return (LegalText.objects.count(), *(list(rows).count(state) for state in ("draft", "published", "superseded")))


def test_the_demo_shows_every_state(alpha: Any) -> None:
    put_in_force("terms", "Wenn Sie etwas glauben, sagen Sie uns Bescheid.")
    for key in ("planmass", "raumhafen", "emscher"):
        seed(at=AT + timedelta(days=1), key=key)
    assert len(queries.public_texts()) == 3
    [draft] = queries.drafts()
    assert queries.obstacles(draft)
    [(flagged, found)] = queries.flagged()
    assert (flagged.name, len(found)) == ("PARTNER 0.9", 2)

"""Notice to quit in a message: recognised, answered with what the law says, shown to staff; nothing else happens."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quartier.core.audit.models import Fact
from quartier.core.parties.models import Relationship
from quartier.core.threads import services
from quartier.core.threads.models import Message, Thread
from quartier.core.threads.rules import notice_by_message, reads_as_notice
from quartier.core.threads.tests.town import AT, CLERK, CUSTOMER, main_of, opened, party_of
from quartier.kit.schemas import enter_schema
from tests.plugins.world import row_hashes


@pytest.mark.parametrize(
    "text",
    [
        "Hiermit kündige ich meinen Mietvertrag zum 31.03.2027.",
        "hiermit  kündige\nich die Wohnung",
        "Sehr geehrte Damen und Herren, ich kündige fristgerecht.",
        "Wir kündigen die Wohnung zum Monatsende.",
        "Hiermit kuendige ich.",
        "HIERMIT KÜNDIGE ICH",
        "Anbei meine Kündigung zum 1. März.",
        "Ich kündige die Wohnung, und ich melde mich bei der Stadt an.",
        "Ich kündige zum 31.03.2027. Bitte rufen Sie mich an",
        "Ich kündige und rufe Sie morgen an.",
        "Ich kündige meinen Besuch an. Außerdem kündige ich die Garage.",
        "Wir kündigen fristgerecht zum 1. Mai.",
    ],
)
def test_notice_is_recognised_by_its_words(text: str) -> None:
    assert reads_as_notice("request", text)


@pytest.mark.parametrize(
    "text",
    [
        "Welche Kündigungsfrist habe ich?",
        "Der Nachbar hat gekündigt.",
        "Wie kann man kündigen?",
        "Ihre Kündigung der Garage habe ich bekommen.",
        "Der Hauswart kündigte seinen Besuch an.",
        "Ich kündige Ihnen meinen Besuch an.",
        "Hiermit kündige ich Ihnen die Ablesung für den 3. Mai an.",
        "Wir kündigen unseren Besuch am 31. März ab 10 Uhr an!",
        "Ich kündige an, dass ich am Freitag Lärm machen werde.",
        "Hiermit kündigen wir an: Am 1. Dezember wird gestrichen.",
    ],
)
def test_questions_about_notice_are_none(text: str) -> None:
    assert not reads_as_notice("request", text)
    assert reads_as_notice("notice", text)


def test_the_law_asks_for_writing_and_names_its_section() -> None:
    checked = notice_by_message(date(2026, 11, 22))
    assert not checked.value.accepted
    assert checked.sources[0].startswith("§ 568 Abs. 1")


@pytest.mark.req("DWG-30")
def test_notice_by_message_gets_an_automatic_notice_and_a_flag_and_the_contract_stays(world: Any) -> None:
    party = party_of(world)
    assert party.relationships.filter(kind="tenancy").exists()
    before = row_hashes("emscher")
    thread = opened(party, "Guten Tag, hiermit kündige ich meine Wohnung zum Jahresende.")
    after = row_hashes("emscher")
    changed = {table for table in after if before[table] != after[table]}
    ours = {"emscher.threads_thread", "emscher.threads_message"}
    assert changed - {"emscher.audit_fact", "emscher.audit_head"} == ours | {"emscher.deadlines_deadline"}
    assert thread.is_flagged is True

    shown = main_of(world.client("emscher", "customer").get(f"/nachrichten/{thread.pk}/"))
    assert "hat ohne Schriftform keine Wirkung (§ 568 Abs. 1" in shown
    assert "Ihr Vertrag läuft unverändert weiter" in shown
    clerk = world.client("emscher", "clerk")
    assert "1 Nachricht liest sich wie eine Kündigung" in clerk.get("/buero/").content.decode()
    assert thread.subject in main_of(clerk.get("/buero/nachrichten/?hinweis=True"))
    assert clerk.post(f"/buero/nachrichten/{thread.pk}/schritt/looked/").status_code == 302
    enter_schema("emscher")
    assert not Thread.objects.get(pk=thread.pk).is_flagged
    kinds = ["thread.opened", "thread.notice_recognised", "thread.flag_looked_at"]
    assert list(Fact.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)) == kinds


def test_a_later_message_is_recognised_too_and_staff_may_write_about_notice(world: Any) -> None:
    thread = opened(party_of(world))
    services.answer(actor=CLERK, at=AT, thread_id=thread.pk, text="Schreiben Sie: hiermit kündige ich. Von Hand.")
    services.add_note(actor=CLERK, at=AT, thread_id=thread.pk, text="Er sagt: ich kündige")
    assert not Thread.objects.get(pk=thread.pk).is_flagged
    services.write(actor=CUSTOMER, at=AT, thread_id=thread.pk, text="Gut, dann kündige ich.")
    thread.refresh_from_db()
    assert thread.is_flagged is True
    assert [m.author for m in thread.messages.all()] == ["customer", "staff", "staff", "customer", "system"]


def test_where_no_tenancy_is_meant_staff_are_told_but_nothing_wrong_is_said(world: Any) -> None:
    party = party_of(world)
    row = party.relationships.all()[0]
    Relationship.objects.filter(pk=row.pk).update(kind="service")
    row.refresh_from_db()
    thread = opened(party, "Hiermit kündige ich.", relationship=row)
    assert thread.is_flagged is True
    assert not Message.objects.filter(thread=thread, author="system").exists()

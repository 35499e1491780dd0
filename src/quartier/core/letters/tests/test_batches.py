"""Batches: in the order of the post, the kept pages themselves, printed once or with a reason, posted on a day."""

from __future__ import annotations

import hashlib
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from quartier.core.audit import queries as audit
from quartier.core.documents.services.issuing import forget_issued
from quartier.core.letters import queries, services
from quartier.core.letters.models import Batch, Letter, PrintRun
from quartier.core.letters.rules import LARGEST_BATCH
from quartier.core.letters.tests.post import AT, CLERK, bound, content, customer, gathered, written
from quartier.core.providers import services as providers
from quartier.kit.tests.paper import reader, words
from quartier.values.actor import SYSTEM

STREETS = (("40299", "Zander"), ("19399", "Ebel"), ("40299", "Äpfel"), ("40299", "Adler"))


def jobs(batch: Batch) -> int:
    """How many jobs wait that make the file of a batch."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM public.procrastinate_jobs WHERE task_name = 'letters.make_file'"
            " AND (args->>'batch_id')::int = %s AND status = 'todo'", [batch.pk],
        )  # fmt: skip
        return int(cursor.fetchone()[0])


def four(company: Any) -> list[Letter]:
    """Four letters to three streets, one of them of three pages."""
    texts = ("Kurz.", "Kurz.", "Ein Absatz.\n\n" * 60, "Kurz.")
    return [
        written(company, customer(company, name, postcode=post), text)
        for (post, name), text in zip(STREETS, texts, strict=True)
    ]  # fmt: skip


def test_a_batch_is_sorted_by_postcode_and_name_and_shows_the_kept_pages(company: Any) -> None:
    letters = four(company)
    batch = gathered(company)
    order = [row.party.name for row in queries.in_batch(batch)]
    assert order == ["Ebel", "Adler", "Äpfel", "Zander"]
    assert (batch.letter_count, batch.page_count, batch.sheet_count) == (4, 6, 7)
    file = reader(content(batch.file))
    shown = [page.extract_text() for page in file.pages]
    assert len(shown) == 7
    assert f"Stapel {batch}" in shown[0]
    for page, name in zip((1, 2, 3, 4, 5, 6), ("Ebel", "Adler", "Äpfel", "", "", "Zander"), strict=True):
        assert name in shown[page]
    kept = words(content(letters[0].document)).split()
    assert shown[6].split() == kept
    assert {letter.state for letter in Letter.objects.all()} == {"batched"}


def test_both_sides_begin_every_letter_on_a_sheet_of_its_own(company: Any) -> None:
    four(company)
    batch = gathered(company, both_sides=True)
    shown = [page.extract_text().strip() for page in reader(content(batch.file)).pages]
    assert batch.sheet_count == 1 + 1 + 1 + 2 + 1
    assert [bool(text) for text in shown] == [True, False, True, False, True, False, True, True, True, False, True]


def test_the_list_names_place_letter_postcode_pages_and_sheets_and_nobody(company: Any) -> None:
    four(company)
    batch = gathered(company, both_sides=True)
    head, *lines = "".join(queries.manifest(batch)).lstrip("\ufeff").splitlines()
    assert head == "Platz;Brief;Postleitzahl;Seiten;Blätter"
    numbers = [row.number for row in queries.in_batch(batch)]
    rest = ("19399;1;1", "40299;1;1", "40299;3;2", "40299;1;1")
    assert lines == [f"{place + 1};{numbers[place]};{rest[place]}" for place in range(4)]


def test_the_same_batch_gives_the_same_file_again(company: Any) -> None:
    four(company)
    batch = gathered(company)
    first = content(batch.file)
    services.make_file(at=AT + timedelta(days=1), batch_id=batch.pk)
    assert apps.get_model("documents.Document")._default_manager.filter(kind="print-file").count() == 1
    forget_issued(at=AT, document_ids=[batch.file_id or 0])
    services.make_file(at=AT + timedelta(days=2), batch_id=batch.pk)
    batch.refresh_from_db()
    assert hashlib.sha256(content(batch.file)).digest() == hashlib.sha256(first).digest()


def test_chosen_letters_are_taken_and_the_others_wait(company: Any) -> None:
    letters = four(company)
    batch = gathered(company, letter_ids=[letters[0].pk, letters[3].pk])
    assert batch.letter_count == 2
    assert set(queries.waiting(company.pk)) == {letters[1], letters[2]}
    assert jobs(batch) == 1
    services.ask_for_file(batch)
    assert jobs(batch) == 1


def test_nobody_gathers_what_does_not_wait_or_belongs_to_another_company(company: Any) -> None:
    letters = four(company)
    services.take_back(actor=CLERK, at=AT, letter_id=letters[1].pk, reason="Fehler")
    other = providers.add_entity(
        actor=SYSTEM, at=AT, values={"key": "x", "role": "group", "name": "X GmbH", "legal_form": "GmbH"}
    )
    for entity, chosen in (
        (company, [letters[0].pk, letters[1].pk]),
        (company, []),
        (other, [letters[0].pk]),
        (other, None),
    ):
        with pytest.raises(services.NothingChosen):
            services.gather(actor=CLERK, at=AT, entity_id=entity.pk, letter_ids=chosen)
    with pytest.raises(services.TooManyLetters):
        services.gather(actor=CLERK, at=AT, entity_id=company.pk, letter_ids=range(LARGEST_BATCH + 1))
    assert (Batch.objects.count(), queries.waiting(company.pk).count()) == (0, 3)


def test_letters_of_restricted_people_are_not_gathered(company: Any) -> None:
    row = written(company)
    type(row.party).everything.filter(pk=row.party_id).update(restricted_at=AT)
    with pytest.raises(services.NothingChosen):
        services.gather(actor=CLERK, at=AT, entity_id=company.pk)


def test_every_printing_is_noted_and_again_needs_a_reason(company: Any) -> None:
    four(company)
    batch = gathered(company)
    assert services.print_out(actor=CLERK, at=AT, batch_id=batch.pk) == batch.file
    assert {letter.state for letter in Letter.objects.all()} == {"printed"}
    with pytest.raises(services.ReasonMissing):
        services.print_out(actor=CLERK, at=AT, batch_id=batch.pk, reason=" ")
    assert PrintRun.objects.count() == 1
    services.print_out(actor=CLERK, at=AT + timedelta(hours=1), batch_id=batch.pk, reason="Papierstau")
    runs = [(run.printed_by, run.at, run.sheet_count, run.is_again, run.reason) for run in batch.runs.all()]
    assert runs == [
        ("Sinan Kühn", AT + timedelta(hours=1), 7, True, "Papierstau"), ("Sinan Kühn", AT, 7, False, ""),
    ]  # fmt: skip
    facts = audit.about(f"letters.batch:{batch.pk}")
    assert [fact.kind for fact in facts] == ["letter.batch_printed", "letter.batch_printed", "letter.batch_gathered"]
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintRun.objects.create(batch=batch, at=AT, printed_by="X", sheet_count=1)


def test_nothing_is_printed_before_its_file_is_there(company: Any) -> None:
    written(company)
    batch = services.gather(actor=CLERK, at=AT, entity_id=company.pk)
    with pytest.raises(services.FileNotReady):
        services.print_out(actor=CLERK, at=AT, batch_id=batch.pk)
    assert not PrintRun.objects.exists()


def test_the_post_takes_what_is_printed_between_that_day_and_today(company: Any) -> None:
    written(company)
    batch = gathered(company)
    later = AT + timedelta(days=3)
    with pytest.raises(services.NotPrinted):
        services.post(actor=CLERK, at=later, batch_id=batch.pk, posted_on=date(2026, 11, 23))
    services.print_out(actor=CLERK, at=AT, batch_id=batch.pk)
    for day in (date(2026, 11, 21), date(2026, 11, 26)):
        with pytest.raises(services.WrongDay):
            services.post(actor=CLERK, at=later, batch_id=batch.pk, posted_on=day)
    batch.refresh_from_db()
    assert (batch.posted_on, Letter.objects.get().state) == (None, "printed")
    services.post(actor=CLERK, at=later, batch_id=batch.pk, posted_on=date(2026, 11, 22))
    batch.refresh_from_db()
    assert (batch.posted_on, Letter.objects.get().state) == (date(2026, 11, 22), "posted")


def test_a_batch_that_nobody_printed_is_taken_apart(company: Any) -> None:
    letters = four(company)
    batch = gathered(company)
    services.dissolve(actor=CLERK, at=AT, batch_id=batch.pk)
    assert set(queries.waiting(company.pk)) == set(letters)
    assert not Batch.objects.exists()
    assert not apps.get_model("documents.Document")._default_manager.filter(kind="print-file").exists()
    second = gathered(company)
    services.print_out(actor=CLERK, at=AT, batch_id=second.pk)
    with pytest.raises(services.AlreadyPrinted):
        services.dissolve(actor=CLERK, at=AT, batch_id=second.pk)
    assert Letter.objects.filter(batch=second).count() == 4


def test_print_files_go_thirty_days_after_the_post_and_can_be_made_again(company: Any, own_disk: Path) -> None:
    written(company)
    batch = gathered(company)
    services.print_out(actor=CLERK, at=AT, batch_id=batch.pk)
    services.post(actor=CLERK, at=AT, batch_id=batch.pk, posted_on=date(2026, 11, 22))
    left = own_disk / "work" / "alpha" / "letters" / "batch-99"
    left.mkdir(parents=True)
    (left / "1.pdf").write_bytes(b"%PDF")
    os.utime(left, ((AT + timedelta(days=30)).timestamp(),) * 2)
    assert services.forget_files(at=AT + timedelta(days=30)) == 0
    os.utime(left, (AT.timestamp(), AT.timestamp()))
    assert services.forget_files(at=AT + timedelta(days=31)) == 2
    batch.refresh_from_db()
    assert (batch.file_id, left.exists(), Letter.objects.count()) == (None, False, 1)
    services.make_file(at=AT + timedelta(days=40), batch_id=batch.pk)
    services.print_out(actor=CLERK, at=AT + timedelta(days=40), batch_id=batch.pk, reason="Verloren gegangen")


def test_erasing_somebody_erases_the_print_file_that_shows_them(company: Any) -> None:
    letters = four(company)
    batch = gathered(company)
    services.erase(Letter.everything.filter(pk=letters[0].pk), AT)
    batch.refresh_from_db()
    assert batch.file is None
    services.make_file(at=AT, batch_id=batch.pk)
    batch.refresh_from_db()
    assert "Zander" not in words(content(batch.file))


def test_people_whose_time_is_over_are_idle_when_no_letter_is_on_its_way(company: Any) -> None:
    row, other = written(company), written(company, customer(company, "Adler"))
    rows, later = Letter.everything.all(), AT + timedelta(days=400)
    Letter.everything.filter(pk=other.pk).update(state="taken_back")
    assert not queries.idle(rows, later).exists()
    for letter in (row, other):
        letter.party.relationships.update(ended_on=date(2026, 11, 21))
    bound(other.party, company, "W 2")
    assert not queries.idle(rows, later).exists()
    other.party.relationships.update(ended_on=date(2026, 11, 21))
    assert list(queries.idle(rows, later)) == [other]

"""Existing things to ask for. Extend the table when an address gets a parameter: a missing line fails the build."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib import import_module
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.db import connection
from django.urls import reverse
from django_tenants.utils import schema_context

import tests.matrix
from quartier.core.deadlines.extension import deadline_kinds
from quartier.core.providers.policies import RetentionPolicy
from quartier.kit.clock import day_of, now
from quartier.values.actor import SYSTEM
from tests.matrix.addresses import Address
from tests.matrix.people import party, rows

# Gives the value of a parameter for things that belong to a user; runs in the portal's schema.
Finder = Callable[[int], Any]


def relationship(user_id: int) -> int:
    """A contract of that customer."""
    return int(rows("parties.Relationship").filter(party_id=party(user_id)).order_by("pk")[0].pk)


def notice(user_id: int) -> int:
    """A notice that is shown."""
    from quartier.core.providers import services  # noqa: PLC0415 – models load late

    at = now()
    values: dict[str, Any] = {"kind": "news", "title": "Neu", "body": "", "starts_at": at, "ends_at": None}
    services.announce(actor=SYSTEM, at=at, **values)
    return int(rows("providers.Notice").order_by("-pk")[0].pk)


def stop(user_id: int) -> int:
    """A stop that is planned, so that the portal is still open."""
    at = now()
    row = rows("providers.Stop").create(starts_at=at + timedelta(days=9), decided_at=at, decided_by="Test")
    return int(row.pk)


def mail(user_id: int) -> int:
    """A mail that could not be sent; a partner's staff get one of their own company."""
    entity = rows("accounts.User").get(pk=user_id).entity_id
    common = {"template": "welcome", "to_address": "wer@posthaus.example", "sender_name": "Portal"}
    row = rows("inbox.OutgoingMail").create(
        **common, sender_address="portal@emscher.example", subject="Willkommen", text="Hallo", html="<p>Hallo</p>",
        message_id=f"<{rows('inbox.OutgoingMail').count()}@test.example>", entity_id=entity, state="failed",
        created_at=now(), due_at=now(),
    )  # fmt: skip
    return int(row.pk)


def mail_of_emscher(user_id: int) -> int:
    """A mail in the operator's demo mailbox."""
    with schema_context("emscher"):
        return int(rows("inbox.OutgoingMail").order_by("pk")[0].pk)


def failed_job(user_id: int) -> int:
    """A job that has given up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            """ VALUES ('default', 'privacy.forget', '{"schema": "emscher"}', 'failed', 1) RETURNING id"""
        )
        return int(cursor.fetchone()[0])


def flat(user_id: int) -> str:
    """A flat as people call it, such as C.3."""
    row = rows("lettings.Flat").order_by("pk")[0]
    return f"{row.house.key}.{row.number}"


def colleague(user_id: int) -> int:
    """Somebody else who works here."""
    return int(rows("accounts.User").filter(audience="staff").exclude(pk=user_id).order_by("pk")[0].pk)


def fellow_user(user_id: int) -> int:
    """Another user of the same customer's account."""
    account = rows("accounts.User").get(pk=user_id).account_id
    fellows = rows("accounts.User").filter(account_id=account, audience="customer").exclude(pk=user_id)
    return int(fellows.order_by("pk")[0].pk)


def thread(user_id: int) -> int:
    """A request of that customer; for staff one that they can see."""
    entity, at = rows("accounts.User").get(pk=user_id).entity_id or rows("providers.LegalEntity").first().pk, now()
    common = {
        "treatment": "request",
        "category": "Frage",
        "subject": "Fahrradkeller",
        "opened_at": at,
        "changed_at": at,
    }
    row = rows("threads.Thread").create(party_id=party(user_id), entity_id=entity, **common)
    row.messages.create(author="customer", text="Das Schloss klemmt.", written_at=at)
    return int(row.pk)


def login(user_id: int) -> int:
    """A user of a customer that staff can see; the users of that customer's account are enough for partners."""
    party_id, at = party(user_id), now()
    account, _new = rows("accounts.CustomerAccount").get_or_create(name=f"Kunde-{party_id}", defaults={"opened_at": at})
    rows("parties.Party").filter(pk=party_id, account=None, user=None).update(account=account)
    row = rows("parties.Party").get(pk=party_id)
    if row.user_id:
        return int(row.user_id)
    defaults = {"email": "n@halle.example", "name": "Nora", "audience": "customer", "account": row.account,
                "created_at": at}  # fmt: skip
    return int(rows("accounts.User").get_or_create(login=f"kunde-{party_id}/nora", defaults=defaults)[0].pk)


def charge(user_id: int) -> int:
    """Something that a customer caused and that costs money."""
    common = {"caused_by": "Paula Sander", "caused_at": now(), "what": "Beratung", "subject": "threads.thread:1"}
    return int(rows("charges.Charge").create(party_id=party(user_id), amount=49, **common).pk)


def category(user_id: int) -> int:
    """A subject of requests in the provider's own words."""
    number = rows("threads.Category").count()
    return int(rows("threads.Category").create(label=f"Thema {number}", treatment="request").pk)


def canned_text(user_id: int) -> int:
    """A text for answers."""
    return int(rows("threads.CannedText").create(title=f"{rows('threads.CannedText').count()}", text="Danke.").pk)


def said(user_id: int) -> int:
    """A message of the provider in the request that was made last."""
    last = rows("threads.Thread").order_by("-pk")[0]
    return int(
        last.messages.create(
            author="staff", author_key="1", author_name="Frau Brandt", text="Danke.", written_at=now()
        ).pk
    )


def hidden_message(user_id: int) -> int:
    """A message that is kept as evidence."""
    thread(user_id)
    rows("threads.Message").filter(pk=(number := said(user_id))).update(hidden_at=now(), hidden_because="Beleidigung")
    return number


def deadline(user_id: int) -> int:
    """A running deadline; a partner's staff get one of their own company."""
    entity = rows("accounts.User").get(pk=user_id).entity_id
    kind, at = next(iter(deadline_kinds.keys())), now()
    common = {"kind": kind, "subject": f"matrix.row:{rows('deadlines.Deadline').count()}", "opened_at": at}
    return int(rows("deadlines.Deadline").create(**common, due_at=at + timedelta(days=9), entity_id=entity).pk)


def calendar_address(user_id: int) -> int:
    """A calendar address of somebody."""
    return int(rows("deadlines.CalendarAddress").filter(token_hash=_calendar(user_id)[1]).get().pk)


def calendar_secret(user_id: int) -> str:
    """The secret of a calendar address."""
    return _calendar(user_id)[0]


def _calendar(user_id: int) -> tuple[str, str]:
    """An address that was read a moment ago: reading it again within the hour writes nothing."""
    from quartier.core.deadlines import services  # noqa: PLC0415 – models load late

    at, owner = now(), rows("accounts.User").get(pk=user_id)
    rows("deadlines.CalendarAddress").filter(user_id=user_id).delete()
    made = services.open_address(actor=SYSTEM, at=at, user=owner, name="Kalender")
    services.note_use(at=at, address=made.row)
    return made.token, made.row.token_hash


def backup_plan(user_id: int) -> int:
    """Backups that are agreed for a contract of that customer."""
    from quartier.core.backups import services  # noqa: PLC0415 – models load late

    at, number = now(), relationship(user_id)
    rows("backups.BackupPlan").filter(relationship=number).update(ends_on=day_of(at))
    row = rows("parties.Relationship").get(pk=number)
    given: dict[str, Any] = {"runner": "stored", "rhythm": "daily", "hour": 3, "keep": 7, "begins_on": day_of(at)}
    return int(services.agree(actor=SYSTEM, at=at, relationship=row, **given).pk)


def incident(user_id: int) -> int:
    """A time in which something cannot be used."""
    entity = rows("accounts.User").get(pk=user_id).entity_id or rows("providers.LegalEntity").first().pk
    row, _is_new = rows("threads.Incident").get_or_create(entity_id=entity, ended_at=None, defaults={"began_at": now()})
    return int(row.pk)


def defect(user_id: int) -> int:
    """A reported defect of that customer; for staff one that they can see."""
    number = thread(user_id)
    rows("threads.FaultReport").create(thread_id=number, steps="Anmelden", impact="hindered")
    return number


def upload(user_id: int, name: str = "brief.zip") -> str:
    """A file that somebody has sent and not filed: a batch with a list that holds nothing."""
    from quartier.core.documents import services  # noqa: PLC0415 – models load late

    box = BytesIO()
    with ZipFile(box, "w") as archive:
        archive.writestr("zuordnung.csv", "nummer;datei\r\n")
    sent: dict[str, Any] = {"file_name": name, "size": len(box.getvalue()), "blocks": [box.getvalue()]}
    return str(services.receive(at=now(), owner=rows("accounts.User").get(pk=user_id), **sent).key)


def document(user_id: int, **more: Any) -> int:
    """A document of that customer; a partner's staff get one of their own company."""
    from quartier.core.documents import services  # noqa: PLC0415 – models load late

    mine = rows("parties.Party").get(pk=party(user_id))
    entity = rows("accounts.User").get(pk=user_id).entity_id or mine.relationships.all()[0].legal_entity_id
    given = services.Given(kind="letter", title="Brief", party=mine, entity_id=entity, **more)
    sent = rows("documents.Upload").get(key=upload(user_id))
    return int(services.file(actor=SYSTEM, at=now(), upload=sent, given=given).pk)


def public_document(user_id: int) -> int:
    """A document that everybody may open."""
    return document(user_id, visibility="public")


def document_link(user_id: int) -> str:
    """A link to a document that works for this account."""
    from quartier.core.documents import services  # noqa: PLC0415 – models load late

    found, reader = rows("documents.Document").get(pk=document(user_id)), rows("accounts.User").get(pk=user_id)
    return services.open_document(actor=SYSTEM, at=now(), document=found, reader=reader)


def task(user_id: int) -> int:
    """Something to do about a request that staff can see."""
    row = rows("threads.Task").create(thread_id=thread(user_id), title="Anrufen", due_on=now().date(), set_at=now())
    return int(row.pk)


def customer_number(user_id: int) -> str:
    """What the back office calls that customer."""
    mine = rows("parties.Party").get(pk=party(user_id))
    mine.number = mine.number or f"K {mine.pk}"
    mine.save(update_fields=["number"])
    return str(mine.number)


def first(label: str, field: str) -> Finder:
    """A finder of the first row's field."""
    return lambda user_id: getattr(rows(label).order_by("pk").first(), field)


def always(value: Any) -> Finder:
    """A finder of something that everybody has."""
    return lambda user_id: value


# Each app's own finders stand in a file of their own, `objects_of_<app>`.
OF_APPS = [
    import_module(f"tests.matrix.{found.name}")
    for found in pkgutil.iter_modules(tests.matrix.__path__)
    if found.name.startswith("objects_of_")
]


def of_apps(table: str) -> dict[Any, Finder]:
    """What the apps' files say together; no two speak of the same."""
    known: dict[Any, Finder] = {}
    for module in OF_APPS:
        more = getattr(module, table, {})
        assert not known.keys() & more.keys(), (module.__name__, known.keys() & more.keys())
        known |= more
    return known


BY_PARAMETER: Mapping[str, Finder] = {
    **of_apps("BY_PARAMETER"),
    "address_id": calendar_address,
    "category_id": category,
    "charge_id": charge,
    "evidence_id": hidden_message,
    "customer_number": customer_number,
    "deadline_id": deadline,
    "fault": always("mangel"),
    "document_id": document,
    "flat": flat,
    "incident_id": incident,
    "job_id": failed_job,
    "kind": always("welcome"),
    "login_id": login,
    "mail_id": mail,
    "month": always(11),
    "message_id": said,
    "notice_id": notice,
    "number": party,
    "party_id": party,
    "plan_id": backup_plan,
    "project": first("lettings.Project", "key"),
    "relationship_id": relationship,
    "slug": always(RetentionPolicy.slug),
    "step": always("looked"),
    "remedy": always("beginnen"),
    "stop_id": stop,
    "task_id": task,
    "text_id": canned_text,
    "thread_id": thread,
    "token": document_link,
    "upload_key": upload,
    "user_id": colleague,
    "verb": always("pause"),
    "year": always(2026),
}
BY_ADDRESS: Mapping[tuple[str, str], Finder] = {
    **of_apps("BY_ADDRESS"),
    ("deadlines:feed", "token"): calendar_secret,
    ("documents:public", "document_id"): public_document,
    ("inbox:mailbox_mail", "schema"): always("emscher"),
    ("inbox:mailbox_mail", "mail_id"): mail_of_emscher,
    ("inbox:mailbox_frame", "schema"): always("emscher"),
    ("inbox:mailbox_frame", "mail_id"): mail_of_emscher,
    **{(f"users:{page}", "user_id"): fellow_user for page in ("user", "disable", "remove", "reset")},
    ("threads:remedy", "thread_id"): defect,
    ("threads:reduce", "thread_id"): defect,
    ("providers:office_policy_value", "key"): always("logs.ip_retention"),
    ("providers:office_entity", "key"): first("providers.LegalEntity", "key"),
    ("providers:office_function", "key"): always("my_data"),
    ("providers:console_provider", "key"): always("emscher"),
    ("providers:console_publish", "key"): always("emscher"),
    ("providers:console_stop", "key"): always("emscher"),
    ("providers:console_export", "key"): always("emscher"),
    ("providers:console_delete", "key"): always("emscher"),
    ("providers:console_hostname_remove", "key"): always("emscher"),
    ("providers:console_hostname_remove", "hostname"): always("emscher.localhost"),
}


def finder_of(address: Address, parameter: str) -> Finder | None:
    """The finder for a parameter, by address or by its name alone."""
    names = (address.name, *(address.operation.stands_for if address.operation else ()))
    found = (BY_ADDRESS.get((name, parameter)) for name in names)
    return next(filter(None, found), None) or BY_PARAMETER.get(parameter)


def missing(address: Address) -> list[str]:
    """The parameters for which no line of the table says what exists."""
    return [p for p in address.parameters if finder_of(address, p) is None]


def exists_at(address: Address, schema: str) -> bool:
    """Tell whether a portal has things of this kind: flats are let by one of the two."""
    return schema == "emscher" or not address.name.startswith("lettings:")


def path_of(address: Address, user_id: int) -> str:
    """The path to an existing thing that a user may see, if users of that kind may."""
    values = {p: finder(user_id) for p in address.parameters if (finder := finder_of(address, p))}
    return reverse(address.name, urlconf=address.urlconf, kwargs=values)

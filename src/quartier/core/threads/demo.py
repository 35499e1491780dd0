"""What the demo shows of threads: requests of the customer whose login is printed, and what staff made of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from quartier.core.accounts import queries as accounts
from quartier.core.parties import queries as parties
from quartier.core.threads import services
from quartier.core.threads.models import OFFERED, Rework, TreatmentChoice
from quartier.core.threads.rules import Impact
from quartier.kit.clock import day_of
from quartier.values.actor import Actor, ActorKind

# What raumhafen charges for.
ADVICE, FEE = "Beratung zur Raumplanung", Decimal("49.00")
# By portal: a settled question, an answered one, an open one, and a defect with the steps that lead to it.
WORDS = {
    "rheinufer": (
        ("Fahrradkeller", "Das Schloss am Fahrradkeller klemmt.", "Der Hauswart hat das Schloss heute getauscht."),
        (
            "Schlüssel nachbestellen",
            "Ich brauche einen zweiten Hausschlüssel.",
            "Der Schlüssel liegt ab Montag bereit.",
        ),
        ("Balkon bepflanzen", "Darf ich am Balkongeländer Kästen anbringen?"),
        (
            "Heizkörper im Bad wird nicht warm",
            "Der Heizkörper bleibt kalt.",
            "Thermostat auf 4 gedreht, 30 Minuten gewartet",
        ),
    ),
    "planmass": (
        ("Unterlagen", "Welche Pläne brauchen Sie von mir?", "Grundriss und Schnitt genügen, gern als PDF."),
        ("Termin zum Aufmaß", "Geht es auch am Freitag?", "Freitag um 10 Uhr passt. Wir kommen zu zweit."),
        ("Rechnung auf die Firma", "Können Sie die Rechnung auf meine Firma ausstellen?"),
        (
            "Terrasse fehlt in der Berechnung",
            "Die Terrasse ist nicht dabei.",
            "Seite 3 öffnen, Zeile Freisitze ansehen",
        ),
    ),
    "raumhafen": (
        (
            "Zugang für eine Kollegin",
            "Wie lade ich eine Kollegin ein?",
            "Unter Konto, Nutzer. Sie bekommt dann eine E-Mail.",
        ),
        ("Raumliste exportieren", "Gibt es die Raumliste als Tabelle?", "Ja, mit „Exportieren“ über der Liste."),
        ("Zweiter Standort", "Können wir einen zweiten Standort anlegen?"),
        ("Grundriss wird nicht angezeigt", "Die Seite bleibt leer.", "Raum 204 öffnen, auf „Grundriss“ klicken"),
    ),
    "werkstatt": (
        ("Öffnungszeiten ändern", "Bitte ab Dezember samstags bis 14 Uhr.", "Ist eingetragen und seit heute zu sehen."),
        ("Bilder austauschen", "Ich habe neue Fotos von der Werkstatt.", "Gern, bitte unter Dokumente hochladen."),
        ("Newsletter", "Können wir einen Newsletter einrichten?"),
        ("Kontaktformular sendet nicht", "Es kommt keine E-Mail an.", "Formular ausfüllen, „Absenden“ drücken"),
    ),
    "emscher": (
        ("Treppenhaus", "Wann wird das Treppenhaus gereinigt?", "Dienstags und freitags, jeweils am Vormittag."),
        ("Freistellungsauftrag", "Wie ändere ich meinen Freistellungsauftrag?", "Das Formular liegt unter Dokumente."),
        ("Gemeinschaftsraum", "Ist der Gemeinschaftsraum am 12. Dezember frei?"),
        ("Wasserhahn in der Küche tropft", "Der Hahn tropft auch nachts.", "Zudrehen, eine Minute warten"),
    ),
}
GREETING = "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Wir kümmern uns darum und melden uns bis Freitag."


def seed(*, at: datetime, key: str) -> None:
    """Let the customer whose login is printed have written, and staff have answered; runs in the portal's schema."""
    user, staff = accounts.first_user_at(f"kunde@{key}.example"), accounts.user_with_email(f"service@{key}.example")
    party = parties.party_of(user) if user else None
    if user is None or party is None or staff is None:
        return
    customer, clerk = (
        Actor(ActorKind.CUSTOMER, f"{user.pk}", str(party)),
        Actor(ActorKind.STAFF, f"{staff.pk}", staff.name),
    )
    settled, answered, waiting, defect = WORDS[key]
    for days, (subject, text, answer), closes in ((21, settled, True), (6, answered, False)):
        thread = _asked(customer, at - timedelta(days=days), party, subject, text)
        services.answer(actor=clerk, at=at - timedelta(days=days - 1), thread_id=thread.pk, text=answer, closes=closes)
    thread = _asked(customer, at - timedelta(hours=5), party, *waiting)
    due_on = day_of(at) + timedelta(days=2)
    services.set_task(
        actor=clerk, at=at, thread_id=thread.pk, title="Im Haus nachfragen", due_on=due_on, assignee=staff.pk
    )
    _reported(customer, clerk, at - timedelta(days=2), party, *defect)
    services.keep_canned_text(actor=clerk, at=at, title="Eingang bestätigen", text=GREETING)
    if user.account_id is not None:
        _paid(
            clerk,
            at,
            party,
            accounts.users_of(user.account_id).exclude(pk=user.pk).filter(rights__contains=["charges"]),
        )


def _paid(clerk: Actor, at: datetime, party: Any, colleagues: Any) -> None:
    """Offer advice that costs money, and let colleagues have asked for some."""
    for place, choice in enumerate(OFFERED):
        services.keep_category(
            actor=clerk, at=at, label=str(choice.label), treatment=choice.value, order=10 + place, is_offered=True
        )
    services.keep_category(
        actor=clerk, at=at, label=ADVICE, treatment=TreatmentChoice.REQUEST, order=90, is_offered=True, fee=FEE
    )
    for person in colleagues:
        services.open_thread(
            actor=Actor(ActorKind.CUSTOMER, f"{person.pk}", person.name), at=at - timedelta(hours=3), party=party,
            treatment=TreatmentChoice.REQUEST, category=ADVICE, subject="Belegung im Sommer", user=person, fee=FEE,
            text="Wie teilen wir den großen Saal, wenn zwei Gruppen gleichzeitig kommen?",
        )  # fmt: skip


def _asked(customer: Actor, at: datetime, party: Any, subject: str, text: str) -> Any:
    label = str(TreatmentChoice.REQUEST.label)
    return services.open_thread(
        actor=customer,
        at=at,
        party=party,
        treatment=TreatmentChoice.REQUEST,
        category=label,
        subject=subject,
        text=text,
    )


def _reported(customer: Actor, clerk: Actor, at: datetime, party: Any, subject: str, text: str, steps: str) -> None:
    thread = services.report_fault(
        actor=customer, at=at, party=party, treatment=TreatmentChoice.DEFECT, subject=subject, text=text, steps=steps,
        impact=Impact.HINDERED,
    )  # fmt: skip
    services.remedy(actor=clerk, at=at + timedelta(hours=3), thread_id=thread.pk, step=Rework.RUNNING)

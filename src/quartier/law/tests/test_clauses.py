"""Each rule about clauses finds what it is about, and leaves alone the clause as the law wants it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from quartier.law.clauses import Facts, Finding, ImprintPart, Severity, TextKind, find
from quartier.law.clauses.check import LONGEST_QUOTE, RULES, clause_check

NOW = date(2026, 11, 22)
CONSUMERS = Facts(consumers=True, online=True, recurring=True, few_employees=True)
BUSINESSES = Facts(businesses=True, online=True)

FAULTY_AND_LAWFUL = {
    "placeholder": (
        "Anbieter ist [Name des Anbieters].",
        "Anbieter ist die Fliederhof eG. Siehe [die Preisliste](preise.md).",
    ),
    "empty-list": (
        "Verboten sind insbesondere Inhalte, die\n\nDarüber hinaus ist Werbung untersagt.",
        "Verboten sind insbesondere Inhalte, die\n- andere beleidigen,\n- Rechte verletzen.",
    ),
    "name-cut-out": (
        "2. behält sich das Recht vor, Dienste einzustellen, wenn sie für unzumutbar sind.",
        "2. Die Fliederhof eG behält sich das Recht vor, Dienste einzustellen.",
    ),
    "odr-platform": (
        "Die Plattform finden Sie unter ec.europa.eu/consumers/odr/.",
        "Die europäische Online-Streitbeilegung wurde eingestellt.",
    ),
    "telemedia-act": ("Angaben gemäß § 5 TMG:", "Angaben gemäß § 5 DDG:"),
    "ttdsg": ("Cookies setzen wir nach § 25 Abs. 2 TTDSG.", "Cookies setzen wir nach § 25 Abs. 2 TDDDG."),
    "old-bdsg": (
        "Wir verarbeiten Daten nach § 28 Abs. 1 Nr. 1 BDSG.",
        "Einschränkungen folgen aus § 34 BDSG.",
    ),
    "privacy-shield": (
        "Der Dienst ist nach dem Privacy Shield zertifiziert.",
        "Die Übermittlung beruht auf Standardvertragsklauseln.",
    ),
    "vat-rate": ("Alle Preise zzgl. 16 % MwSt.", "Alle Preise zzgl. 19 % MwSt., für Bücher 7 % Umsatzsteuer."),
    "reminder-fee-before-default": (
        "Für Mahnungen berechnen wir 4 Euro, auch wenn der Kunde noch nicht in Verzug ist.",
        "Befindet sich der Kunde im Verzug, berechnen wir für Mahnungen die Kosten des Versands.",
    ),
    "first-reminder-fee": (
        "Für jede Mahnung erheben wir 4 Euro.",
        "Nach Eintritt des Verzugs erheben wir für jede Mahnung 1 Euro.",
    ),
    "flat-damages": (
        "Bei einer Rücklastschrift zahlt der Kunde eine pauschale Bearbeitungsgebühr von 20 Euro.",
        (
            "Der Kunde zahlt eine Schadenspauschale von 20 Euro; er darf nachweisen, dass kein oder ein geringerer "
            "Schaden entstanden ist."
        ),
    ),
    "set-off": (
        "Die Aufrechnung durch den Kunden ist ausgeschlossen.",
        "Die Aufrechnung ist nur mit unbestrittenen oder rechtskräftig festgestellten Forderungen zulässig.",
    ),
    "silence-as-consent": (
        "Widerspricht der Kunde nicht binnen 14 Tagen, gelten die neuen Bedingungen als angenommen.",
        "Änderungen der AGB gelten nur mit der ausdrücklichen Zustimmung als vereinbart; ein Widerspruch ist unnötig.",
    ),
    "change-without-bounds": (
        "Wir behalten uns vor, die Preise jederzeit zu ändern.",
        "Wir behalten uns vor, Leistungen zu ändern, soweit die Änderung für den Kunden zumutbar ist.",
    ),
    "written-form-of-changes": (
        "Änderungen dieses Vertrages bedürfen der Schriftform. Dies gilt auch für die Aufhebung der Schriftform.",
        "Änderungen dieses Vertrages sollen schriftlich erfolgen; Individualabreden haben Vorrang.",
    ),
    "venue": (
        "Ausschließlicher Gerichtsstand ist Fliederhausen.",
        "Ist der Kunde Kaufmann, ist Gerichtsstand Fliederhausen.",
    ),
    "choice-of-law": (
        "Es gilt deutsches Recht unter Ausschluss des UN-Kaufrechts.",
        "Es gilt deutsches Recht. Zwingende Vorschriften des Staates, in dem der Verbraucher lebt, bleiben unberührt.",
    ),
    "severability": (
        "Anstelle der unwirksamen Bestimmung gilt, was ihr wirtschaftlich am nächsten kommt.",
        "Anstelle einer unwirksamen Bestimmung gelten die gesetzlichen Vorschriften.",
    ),
    "advertising-consent": (
        "Der Kunde stimmt mit der Annahme dieser Bedingungen dem Empfang von Werbung zu.",
        "Der Kunde kann gesondert und widerruflich in Werbung einwilligen.",
    ),
    "liability-life": (
        "Wir haften nur für Vorsatz und grobe Fahrlässigkeit sowie wesentliche Vertragspflichten.",
        (
            "Wir haften nur für Vorsatz und grobe Fahrlässigkeit. Dies gilt nicht bei Schäden aus der Verletzung des "
            "Lebens, des Körpers oder der Gesundheit."
        ),
    ),
    "liability-gross": (
        "Jede Haftung ist ausgeschlossen.",
        "Die Haftung ist ausgeschlossen, außer bei Vorsatz und grober Fahrlässigkeit.",
    ),
    "liability-gross-capped": (
        "Bei grober Fahrlässigkeit ist die Haftung auf höchstens 1.000 Euro begrenzt.",
        "Bei grober Fahrlässigkeit haften wir; bei leichter Fahrlässigkeit ist die Haftung begrenzt.",
    ),
    "liability-duties": (
        "Für leichte Fahrlässigkeit haften wir nicht.",
        "Für leichte Fahrlässigkeit haften wir nur bei Verletzung einer wesentlichen Vertragspflicht.",
    ),
    "liability-products": (
        "Für leichte Fahrlässigkeit haften wir nicht.",
        "Für leichte Fahrlässigkeit haften wir nicht. Das Produkthaftungsgesetz bleibt unberührt.",
    ),
    "limitation-shortened": (
        "Ansprüche verjähren in einem Jahr.",
        (
            "Ansprüche verjähren in einem Jahr, außer bei Vorsatz und grober Fahrlässigkeit sowie Schäden an Leben, "
            "Körper und Gesundheit."
        ),
    ),
    "withdrawal-lost-at-start": (
        "Mit Beginn der Ausführung verlieren Verbraucher ihr Widerrufsrecht.",
        "Das Widerrufsrecht erlischt, wenn wir nach Beginn die Leistung vollständig erbracht haben.",
    ),
    "withdrawal-form": (
        "Der Widerruf muss schriftlich erklärt werden.",
        "Der Widerruf kann in Textform, also auch schriftlich, erklärt werden.",
    ),
    "withdrawal-instruction": (
        "§ 5 Widerrufsbelehrung\nSie können binnen 14 Tagen widerrufen.",
        "§ 5 Widerruf\nEs gilt die gesonderte Belehrung; die Funktion heißt „Vertrag widerrufen“.",
    ),
    "term-length": (
        "Die Mindestvertragslaufzeit beträgt sechsunddreißig Monate.",
        "Die Mindestvertragslaufzeit beträgt 24 Monate.",
    ),
    "renewal": (
        "Der Vertrag verlängert sich um weitere 12 Monate.",
        "Der Vertrag verlängert sich auf unbestimmte Zeit.",
    ),
    "notice-length": (
        "Die Kündigung muss drei Monate vor Ablauf zugehen.",
        "Die Kündigung muss einen Monat vor Ablauf zugehen.",
    ),
    "notice-in-writing": (
        "Jede Kündigung bedarf der Schriftform.",
        "Jede Kündigung bedarf der Textform. Mietverträge sind schriftlich zu kündigen.",
    ),
    "contract-text-not-stored": (
        "Der Vertragstext wird nach Vertragsschluss nicht gespeichert.",
        "Der Vertragstext wird gespeichert und dem Kunden zugesandt.",
    ),
    "withdrawal-function-unsaid": (
        "Verbrauchern steht ein Widerrufsrecht zu.",
        "Verbrauchern steht ein Widerrufsrecht zu; die Funktion „Vertrag widerrufen“ steht auf jeder Seite.",
    ),
    "cancellation-function-unsaid": (
        "Sie können jederzeit in Textform kündigen.",
        "Sie können jederzeit kündigen, auch über „Verträge hier kündigen“.",
    ),
}
LAWFUL = """\
§ 1 Geltung
(1) Diese Bedingungen gelten für Verträge der Fliederhof eG über die Ablage von Doku-
menten im Internet.
(2) Wir erbringen unter anderem folgende Leistungen:
a) Ablage,
b) Auskunft.

§ 2 Laufzeit
(1) Die Laufzeit beträgt zwölf Monate. Danach verlängert sich der Vertrag auf unbestimmte Zeit.
(2) Sie können mit einer Frist von einem Monat zum Ende der Laufzeit in Textform kündigen, auch über die Funktion
„Verträge hier kündigen“.

§ 3 Zahlung
Alle Preise enthalten 19 % MwSt. Sie können mit Forderungen aufrechnen, die unbestritten oder rechtskräftig
festgestellt sind.

§ 4 Haftung
(1) Wir haften unbeschränkt für Vorsatz und grobe Fahrlässigkeit sowie für Schäden aus der Verletzung des Lebens, des
Körpers oder der Gesundheit.
(2) Bei leichter Fahrlässigkeit haften wir nur für die Verletzung wesentlicher Vertragspflichten, begrenzt auf den
vorhersehbaren, typischen Schaden. Das Produkthaftungsgesetz bleibt unberührt.

§ 5 Widerruf
Verbraucher haben ein Widerrufsrecht nach der gesonderten Belehrung. Auf jeder Seite steht die Funktion „Vertrag
widerrufen“.

§ 6 Schluss
Es gilt deutsches Recht; zwingende Vorschriften am gewöhnlichen Aufenthalt des Verbrauchers bleiben unberührt. Wir
nehmen an Verfahren vor einer Verbraucherschlichtungsstelle nicht teil.
"""


def check(text: str, *, kind: str = "terms", on: date = NOW, facts: Facts = CONSUMERS) -> list[Finding]:
    """The findings in a text of a provider with consumers."""
    return find(text, kind=kind, on=on, facts=facts)


def keys(text: str, *, kind: str = "terms", on: date = NOW, facts: Facts = CONSUMERS) -> set[str]:
    """The rules that found something."""
    return {one.rule for one in check(text, kind=kind, on=on, facts=facts)}


@pytest.mark.parametrize("key", FAULTY_AND_LAWFUL)
def test_the_faulty_clause_is_found_and_the_lawful_one_is_not(key: str) -> None:
    faulty, lawful = FAULTY_AND_LAWFUL[key]
    found = [one for one in check(faulty) if one.rule == key]
    assert found
    for one in found:
        assert faulty[one.start : one.end].split() == one.quote.split()
        assert one.source
        assert one.why.text().endswith(".")
    assert key not in keys(lawful)


def test_every_rule_has_words_that_it_finds() -> None:
    told_without_words = {"withdrawal-function", "cancellation-function", "arbitration", "imprint"}
    assert {one.key for one in RULES} == FAULTY_AND_LAWFUL.keys() | told_without_words


def test_a_lawful_text_passes_in_silence() -> None:
    facts = Facts(consumers=True, businesses=True, online=True, recurring=True)
    assert check(LAWFUL, facts=facts) == []
    assert check(LAWFUL.replace("\n", "\r\n"), facts=facts) == []
    assert check("") == []


@pytest.mark.parametrize("key", ["telemedia-act", "odr-platform", "privacy-shield", "old-bdsg", "notice-in-writing"])
def test_a_rule_begins_on_its_day(key: str) -> None:
    text = FAULTY_AND_LAWFUL[key][0]
    day = next(one for one in RULES if one.key == key).when.begins_on
    assert key in keys(text, on=day)
    assert key not in keys(text, on=day - timedelta(days=1))
    assert next(one for one in check(text, on=day) if one.rule == key).since_on == day


def test_the_law_of_the_day_measures_term_and_tax() -> None:
    renewal = FAULTY_AND_LAWFUL["renewal"][0]
    assert "renewal" in keys(renewal, on=date(2022, 3, 1))
    assert "renewal" not in keys(renewal, on=date(2022, 2, 28))
    assert "renewal" in keys("Der Vertrag verlängert sich um jeweils zwei Jahre.", on=date(2022, 2, 28))
    assert "vat-rate" not in keys("Preise zzgl. MwSt. von 16 %.", on=date(2020, 7, 1))
    assert "vat-rate" in keys("Preise zzgl. MwSt. von 16 %.", on=date(2021, 1, 1))


def test_what_protects_consumers_is_not_asked_for_businesses() -> None:
    for key in ("venue", "renewal", "notice-in-writing", "silence-as-consent", "withdrawal-form"):
        assert key not in keys(FAULTY_AND_LAWFUL[key][0], facts=BUSINESSES)
    for key in ("liability-life", "set-off", "odr-platform", "written-form-of-changes"):
        assert key in keys(FAULTY_AND_LAWFUL[key][0], facts=BUSINESSES)


def test_leases_have_their_own_term_and_form() -> None:
    assert keys("Der Mietvertrag hat eine Laufzeit von 48 Monaten und ist schriftlich zu kündigen.") <= {
        "cancellation-function-unsaid"
    }


def test_a_kind_nobody_knows_is_read_as_an_other_text() -> None:
    assert "telemedia-act" in keys("Nach § 5 TMG.", kind="house-rules")


def test_missing_functions_have_no_place() -> None:
    facts = Facts(consumers=True, online=True, recurring=True, withdrawal_function=False, cancellation_function=False)
    found = {one.rule: one for one in check("Guten Tag.", facts=facts)}
    assert found.keys() == {"withdrawal-function", "cancellation-function", "arbitration"}
    assert all((one.start, one.end, one.quote) == (0, 0, "") for one in found.values())
    assert not found["withdrawal-function"].verified
    assert "withdrawal-function" not in keys("Guten Tag.", facts=facts, on=date(2026, 6, 18))
    assert keys("Guten Tag.", facts=Facts(consumers=True, few_employees=True)) == set()


def test_the_instruction_names_each_gap() -> None:
    text = (
        "Sie haben das Recht, binnen vierzehn Tagen ohne Angabe von Gründen zu widerrufen. Die Frist beträgt vierzehn "
        "Tage ab dem Tag des Vertragsabschlusses. Senden Sie uns (Fliederhof eG, Am Fliederhof 1, 12345 Fliederhausen, "
        "Telefon 030 000000, post@fliederhof.example) eine eindeutige Erklärung oder nutzen Sie die Schaltfläche "
        "„Vertrag widerrufen“. Es reicht, dass Sie die Mitteilung vor Ablauf der Frist absenden. Sie können das "
        "Muster-Widerrufsformular verwenden. Wir zahlen alle Zahlungen binnen vierzehn Tagen zurück. Haben Sie "
        "verlangt, dass wir während der Widerrufsfrist beginnen, zahlen Sie einen angemessenen Betrag. Das Recht "
        "erlischt mit vollständiger Erbringung."
    )
    assert check(text, kind="withdrawal") == []
    gaps = check(text.replace("Muster-Widerrufsformular", "Formular"), kind="withdrawal")
    assert [(one.rule, one.why.values["content"], one.end) for one in gaps] == [("withdrawal-instruction", "form", 0)]
    old = check(text.replace("„Vertrag widerrufen“", "im Portal"), kind="withdrawal", on=date(2026, 6, 18))
    assert old == []
    new = check(text.replace("„Vertrag widerrufen“", "im Portal"), kind="withdrawal", on=date(2026, 6, 19))
    assert [(one.why.values["content"], one.verified) for one in new] == [("function", False)]


def test_an_imprint_names_what_the_provider_has() -> None:
    text = "Fliederhof eG\nAm Fliederhof 1\n12345 Fliederhausen\nVorstand: A. Flieder\npost@fliederhof.example"
    facts = Facts()
    missing = [one.why.values["part"] for one in check(text, kind="imprint", facts=facts)]
    assert missing == ["contact", "register", "vat-id"]
    without = Facts(not_needed=frozenset({ImprintPart.REGISTER, ImprintPart.VAT_ID}))
    assert [one.why.values["part"] for one in check(text, kind="imprint", facts=without)] == ["contact"]
    before, after = (check(text, kind="imprint", facts=without, on=day)[0] for day in (date(2024, 5, 13), NOW))
    assert (before.source, before.until_on) == ("§ 5 Abs. 1 TMG", date(2024, 5, 14))
    assert after.source.startswith("§ 5 Abs. 1 DDG")
    assert after.until_on is None


def test_a_section_about_liability_speaks_for_the_text() -> None:
    text = "§ 1 Ablage\nFür Verluste übernehmen wir keine Haftung.\n" + LAWFUL.partition("\n\n§ 3")[2]
    assert not {one for one in keys(text) if one.startswith("liability")}
    headed = text + "\n§ 9 Haftung im Partnerprogramm\nWir haften nicht.\n"
    assert {one for one in keys(headed) if one.startswith("liability")} == {
        "liability-life",
        "liability-gross",
        "liability-duties",
        "liability-products",
    }
    nothing = "§ 8 Haftung\nEs gelten die gesetzlichen Vorschriften.\n§ 9 Ablage\nWir haften nicht."
    assert "liability-life" in keys(nothing)


def test_an_empty_list_is_told_from_one_with_entries() -> None:
    for text in (
        "Verboten sind:\n§ 7 Laufzeit",
        "Untersagt ist insbesondere:",
        "3. Es gelten folgende Pflichten:\n4. Wir zahlen.",
    ):
        assert "empty-list" in keys(text), text
    for text in (
        "Es gelten folgende Pflichten:\n\n1. Zahlung,\n2. Auskunft.",
        "Es besteht kein Recht, soweit\n\ndas Gesetz es ausschließt.",
        "Sie haben folgende Rechte:\nAuskunft und Löschung.",
    ):
        assert "empty-list" not in keys(text), text


def test_a_long_quote_is_cut() -> None:
    text = "Für Schäden, " + "die durch Dritte entstehen oder " * 12 + "die wir nicht kennen, haften wir nicht."
    found = next(one for one in check(text) if one.rule == "liability-life")
    assert len(found.quote) == LONGEST_QUOTE
    assert text.startswith(found.quote.removesuffix("…"))
    assert (found.start, found.end) == (0, len(text))


def test_findings_come_in_the_order_of_the_text() -> None:
    text = "Nach § 5 TMG.\n\nNach § 25 TTDSG.\n\nNach § 5 TMG."
    found = check(text, kind="privacy")
    assert [one.rule for one in found] == ["telemedia-act", "ttdsg", "telemedia-act"]
    assert [text[one.start : one.end] for one in found] == ["TMG", "TTDSG", "TMG"]
    assert {one.severity for one in found} == {Severity.OUTDATED}


def test_nothing_found_is_no_clearance() -> None:
    derived = clause_check(text="Guten Tag.", kind=TextKind.TERMS, on=NOW)
    assert derived.value == ()
    assert "no clearance" in derived.steps[-1].sentence.text()


def test_signs_that_nobody_sees_and_blanks_in_a_row_hide_no_clause() -> None:
    plain = "Dieser Vertrag unterliegt dem TMG."
    silent, wide = plain.replace("TMG", "T\u00adM\u200bG"), plain.replace(" dem ", " \u00a0  dem  ")
    for written in (silent, wide, f"\ufeff{plain}"):
        found = find(written, kind=TextKind.TERMS, on=date(2026, 11, 22), facts=Facts())
        assert [one.rule for one in found if "TMG" in one.quote.replace("\u00ad", "").replace("\u200b", "")], written

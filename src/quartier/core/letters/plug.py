"""All that letters registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.insight.extension import shows_person
from quartier.core.letters import queries
from quartier.core.letters.extension import GeneralLetter, letter_template
from quartier.core.letters.services import erase
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.privacy.extension import Retention, nobody, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

shows_person("letter_id", pgettext_lazy("insight", "Letter"), table="letters_letter", person="party_id")

grant("letters.view", _("See letters"), StaffRole.CLERK, StaffRole.BOOKKEEPER, StaffRole.PRIVACY, scoped=True)
grant("letters.work", _("Write, print and post letters"), StaffRole.CLERK, scoped=True)

letter_template(GeneralLetter)
document_kind(
    DocumentKind(
        key="print-file",
        label=_("File for the printer"),
        kept_as=None,
        visibility="staff",
        roles=(StaffRole.LEAD,),
        is_offered=False,
    )
)

register(
    Entry(
        Area.OFFICE,
        "letters:list",
        pgettext_lazy("menu", "Letters"),
        icon="mail",
        section=Section.POST,
        order=20,
        count=lambda request: queries.to_print(request.user),
    )
)

party_actions.register(
    "letters.write",
    PartyAction("letters.work", "letters:write", _("Write a letter"), icon="print", order=45),
)

fact("letter.written", _("Letter written"))
fact("letter.taken_back", _("Letter taken back"))
fact("letter.batch_gathered", _("Letters put together for printing"))
fact("letter.batch_dissolved", _("Batch of letters taken apart"))
fact("letter.batch_printed", _("Batch of letters printed"))
fact("letter.batch_posted", _("Batch of letters posted"))

open_work.register(
    "letters.waiting",
    OpenWork(
        "letters.work",
        lambda n: ngettext("%(n)s letter waits to be printed", "%(n)s letters wait to be printed", n) % {"n": n},
        lambda: reverse("letters:list"),
        lambda request: queries.to_print(request.user),
        icon="print",
        order=40,
    ),
)
open_work.register(
    "letters.unposted",
    OpenWork(
        "letters.work",
        lambda n: (
            ngettext("%(n)s batch of letters has not been posted", "%(n)s batches of letters have not been posted", n)
            % {"n": n}
        ),
        lambda: reverse("letters:batches"),
        lambda request: queries.count_unposted(request.user),
        icon="mail",
        order=41,
    ),
)

personal_data(
    "letters.Letter",
    label=_("Letters on paper"),
    purpose=_("Write to somebody on paper and know later what went where and when"),
    basis=_("Art. 6(1)(b) and (c) GDPR: contract and the duty to keep records"),
    retention=Retention(
        _("six years to the end of the year, § 257 HGB and § 147 AO"), queries.kept_until, queries.due, queries.idle
    ),
    subject="party=parties.Party",
    controller="entity",
    export=queries.told,
    erase=erase,
)
for model, purpose in (
    ("letters.Batch", _("Show which member of staff put letters together for printing")),
    ("letters.PrintRun", _("Show which member of staff printed letters, and why again")),
):
    personal_data(
        model,
        label=_("Printing of letters"),
        purpose=purpose,
        basis=_("Art. 6(1)(f) GDPR: show later who printed what"),
        retention=_("as long as the portal exists"),
        subject=nobody,
    )

"""All that charges registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.audit.extension import fact
from quartier.core.charges import queries
from quartier.core.insight.extension import shows_person
from quartier.core.privacy.extension import Fields, Retention, personal_data
from quartier.core.users.queries import can_share
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

shows_person("charge_id", _("Charge"), table="charges_charge", person="party_id")
grant("charges.view", _("See charges"), StaffRole.CLERK, StaffRole.BOOKKEEPER, scoped=True)
grant("charges.cancel", _("Cancel charges"), StaffRole.BOOKKEEPER, scoped=True)
register(Entry(Area.PORTAL, "charges:usage", _("Costs by user"), icon="euro", order=92, personal=True, shown=can_share))
register(Entry(Area.OFFICE, "charges:charges", _("Charges"), icon="euro", section=Section.MONEY, order=40))

fact("charge.caused", _("Costs caused"))
fact("charge.refused", _("Refused: no right to cause costs"))
fact("charge.cancelled", _("Charge cancelled"))
fact("charge.time_booked", _("Work written down"))

personal_data(
    "charges.Charge",
    label=_("Charges"),
    purpose=_("Invoice what was ordered, and show who ordered it"),
    basis=_("Art. 6(1)(b), (c) GDPR"),
    retention=Retention(
        _("as a basis of invoices as long as vouchers (§ 147 AO)"), queries.kept_until, due=queries.past_due
    ),
    subject="party=parties.Party",
    fields=Fields(
        others=frozenset({"caused_by", "cancelled_by"}),
        labels={
            "caused_by": _("Caused by"),
            "caused_at": _("Caused"),
            "what": _("What"),
            "amount": _("Net"),
            "cancelled_at": _("Cancelled"),
            "cancelled_by": _("Cancelled by"),
            "cancelled_because": _("Reason"),
            "kind": _("Kind"),
            "quantity": _("Quantity"),
            "unit_net": _("Price, net"),
            "vat_rate_kind": _("Rate of VAT"),
            "supplied_on": _("Day of supply"),
            "because": _("Why it is charged"),
            "billed_number": _("Invoice"),
            "contract": _("Contract"),
        },
    ),
    hidden=("party", "user", "subject", "entity", "time", "billed_as"),
)
personal_data(
    "charges.TimeEntry",
    label=_("Time worked"),
    purpose=_("Show how much work a request was, and invoice what goes beyond an order"),
    basis=_("Art. 6(1)(b), (c) GDPR"),
    retention=Retention(
        _("as a basis of invoices as long as vouchers (§ 147 AO)"), queries.time_kept_until, due=queries.time_past_due
    ),
    subject="party=parties.Party",
    fields=Fields(
        others=frozenset({"booked_by"}),
        labels={
            "project": _("Project"),
            "worked_on": _("Day"),
            "began": _("Began at"),
            "minutes": _("Minutes"),
            "what": _("What was done"),
            "is_charged": _("Charged"),
            "rate": _("Price of an hour, net"),
            "raised_minutes": _("Minutes with a surcharge"),
            "surcharge": _("Surcharge in percent"),
            "booked_by": _("Written down by"),
            "booked_at": _("Written down"),
            "contract": _("Contract"),
        },
    ),
    hidden=("party", "subject"),
)

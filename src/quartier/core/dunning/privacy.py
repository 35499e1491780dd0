"""What dunning knows about people: why, on which ground, how long."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.dunning.queries import keeping
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data

COLLECT = _("Collect what is owed, with what the law adds to it")
BASIS = _("Art. 6(1)(b), (f) GDPR: the contract; collecting claims")
WITH_CLAIM = Retention(_("together with the claim"), keeping.kept_with_claim, due=keeping.past_with_claim)
AS_LETTERS = Retention(
    _("as commercial letters (§ 257 HGB, § 147 AO)"), keeping.kept_as_letter, due=keeping.past_letters
)

no_person("dunning.BaseRate", _("a rate of the Bundesbank"))
no_person("dunning.StagePlan", _("the provider's own plan"))
no_person("dunning.Run", _("whom it reminded stands on its lines"))
personal_data(
    "dunning.Case", label=_("Default with claims"), purpose=COLLECT, basis=BASIS, retention=WITH_CLAIM,
    subject="claim__party=parties.Party", controller="claim__entity", erase=None,
    fields=Fields(labels={
        "claim": _("Claim"), "debtor": _("Owed as"), "arose_on": _("Arose on"), "received_on": _("Received"),
        "told": _("Told of default on the invoice"), "fixed_day": _("Day of payment fixed by contract"),
        "consideration": _("For a service"), "refused_on": _("Refused on"), "reminded_on": _("Reminded on"),
        "default_since": _("In default from"), "interest_from": _("Interest from"), "way": _("In default because"),
        "points": _("Points above the base rate"), "method": _("Day count"),
        "stage": pgettext_lazy("dunning", "Stage"), "stage_on": _("Time to pay until"),
    }),
    hidden=("explanation", "opened_at"),
)  # fmt: skip
personal_data(
    "dunning.InterestCharge", label=_("Default interest booked"), purpose=COLLECT, basis=BASIS, retention=WITH_CLAIM,
    subject="claim__party=parties.Party", controller="claim__entity", erase=None,
    fields=Fields(labels={
        "claim": _("Claim"), "through_on": pgettext_lazy("interest", "Through"), "amount": _("Amount"),
        "because": _("Reason"),
    }),
    hidden=("item", "explanation", "charged_at"),
)  # fmt: skip
personal_data(
    "dunning.Fee", label=_("Costs of default"), purpose=COLLECT, basis=BASIS, retention=WITH_CLAIM,
    subject="claim__party=parties.Party", controller="claim__entity", erase=None,
    fields=Fields(labels={
        "claim": _("Claim"), "kind": _("Kind"), "charged": _("Charged"), "amount": _("Amount"),
        "charged_on": _("Charged on"), "evidence": _("Evidence"), "reduced_at": _("Reduced at"),
        "reduced_because": _("Reason of the reduction"),
    }),
    hidden=("item", "reminder", "explanation", "reduced_by"),
)  # fmt: skip
personal_data(
    "dunning.RunLine", label=_("Claims looked at for reminders"), purpose=COLLECT, basis=BASIS, retention=WITH_CLAIM,
    subject="party=parties.Party", controller="run__entity", erase=None,
    fields=Fields(labels={
        "claim": _("Claim"), "stage": pgettext_lazy("dunning", "Stage"),
        "verdict": pgettext_lazy("dunning", "Decision"),
        "open": _("Still open"), "interest": _("Default interest"),
    }),
    hidden=("run", "reminder"),
)  # fmt: skip
personal_data(
    "dunning.Reminder", label=_("Reminders"), purpose=COLLECT, basis=BASIS, retention=AS_LETTERS,
    subject="party=parties.Party", controller="entity", erase=None,
    fields=Fields(labels={
        "title": _("Title"), "stage": pgettext_lazy("dunning", "Stage"), "on": pgettext_lazy("reminder", "Of"),
        "pay_by": _("Time to pay until"), "open": _("Still open"), "interest": _("Default interest"),
        "costs": _("Costs"), "fee": _("Fee"), "address": _("Sent to"), "letter": _("Letter"), "text": _("Text"),
        "sent_at": _("Sent"),
    }),
    hidden=("run", "trouble"),
)  # fmt: skip
personal_data(
    "dunning.Hold", label=_("Holds of reminders"), purpose=COLLECT, basis=BASIS, retention=AS_LETTERS,
    subject="party=parties.Party",
    fields=Fields(labels={
        "claim": _("Claim"), "kind": _("Kind"), "reason": _("Reason"), "thread": _("Conversation"),
        "since_on": _("Since"), "until_on": pgettext_lazy("hold", "Until"), "ended_on": _("Ended on"),
        "ended_because": _("Ended because"),
    }),
    hidden=("set_at", "set_by", "ended_by"), erase=None,
)  # fmt: skip
personal_data(
    "dunning.Plan", label=_("Instalment plans"), purpose=COLLECT, basis=BASIS, retention=AS_LETTERS,
    subject="party=parties.Party", controller="entity",
    fields=Fields(labels={
        "state": _("State"), "agreed_on": _("Agreed on"), "sum": _("Sum"), "note": _("Note"),
        "ended_on": _("Ended on"), "ended_because": _("Ended because"),
    }),
    hidden=("agreed_by",), erase=None,
)  # fmt: skip
WITH_PLAN = Retention(_("together with the plan"), keeping.kept_with_plan, due=keeping.past_with_plan)
personal_data(
    "dunning.PlanClaim", label=_("Claims in instalment plans"), purpose=COLLECT, basis=BASIS, retention=WITH_PLAN,
    subject="plan__party=parties.Party",
    fields=Fields(labels={"claim": _("Claim"), "open": _("Still open"), "is_running": _("The plan runs")}),
    hidden=("plan",), erase=None,
)  # fmt: skip
personal_data(
    "dunning.Rate", label=_("Rates of instalment plans"), purpose=COLLECT, basis=BASIS, retention=WITH_PLAN,
    subject="plan__party=parties.Party",
    fields=Fields(labels={
        "number": _("Number"), "due_on": _("Due on"), "pay_by": _("Last day to pay"), "amount": _("Amount"),
    }),
    hidden=("plan",), erase=None,
)  # fmt: skip

"""All that changes registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.changes import queries
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data

no_person("changes.Change", _("the provider's own plans"))
personal_data(
    "changes.Announcement",
    label=_("Announcements of changes"),
    purpose=_("Prove which terms and prices apply to whom since when"),
    basis=_("Art. 6(1)(b), (f) GDPR: proof of the contract"),
    retention=Retention(_("as commercial letters (§ 257 HGB, § 147 AO)"), queries.kept_until, due=queries.past_due),
    subject="party=parties.Party",
    fields=Fields(
        labels={
            "change": pgettext_lazy("changes", "Change"),
            "contract": _("Contract"),
            "old_version": _("Version until then"),
            "standing": _("Concluded as"),
            "road": pgettext_lazy("changes", "Told by"),
            "at_login": _("Shown at login"),
            "binding": _("What makes it binding"),
            "address": _("Sent to"),
            "state": _("State"),
            "sent_at": _("Sent"),
            "received_on": _("Received"),
            "receipt": _("How receipt is known"),
            "effective_on": _("In effect from"),
            "objection_until": _("Objection possible until"),
            "special_notice_until": _("Special notice possible until"),
            "seen_at": _("Read at login"),
            "answered_at": _("Answered"),
            "notice_until": _("Provider's notice possible until"),
            "notice_given_on": _("Provider's notice given on"),
            "settled_at": _("Settled"),
        }
    ),
    hidden=("party", "user", "mail", "letter"),
    erase=None,
)

"""All that insight registers elsewhere, on one page."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.insight import queries
from quartier.core.insight.extension import PERSON, shows_person
from quartier.core.insight.models import Insight
from quartier.core.privacy.extension import Subject, personal_data
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("insight.view", _("Read who has seen whose data"), StaffRole.PRIVACY)

register(
    Entry(
        Area.OFFICE,
        "insight:list",
        pgettext_lazy("data protection", "Insights"),
        icon="people",
        section=Section.PRIVACY,
        order=30,
    )
)

# The pages of people themselves; other apps bring what belongs to people.
shows_person("party_id", _("Page of the customer"))
shows_person("number", _("Data protection page of the customer"))


def _seen(subject: Subject) -> Q:
    """Every look at a person's data; lists name nobody."""
    return Q(person=f"{PERSON}:{subject.ids.get('parties.Party', 0)}")


def _told(row: Insight) -> dict[Any, Any]:
    """Tell a person what of theirs was opened and when; who of the staff it was is not theirs to know (C-579/21)."""
    return {_("When"): row.at, _("What"): queries.source_name(row), _("Data area"): queries.area_name(row)}


personal_data(
    "insight.Insight",
    label=_("When your data were looked at"),
    purpose=_("Show who of the staff looked at whose data, so that only those do who need them"),
    basis=_("Art. 6(1)(c), Art. 5(2), Art. 32 GDPR: duty to keep data secure and to prove it"),
    retention=_("as long as the provider's policy says, usually twelve months"),
    subject=_seen,
    hidden=("actor_key", "actor_name"),
    export=_told,
)

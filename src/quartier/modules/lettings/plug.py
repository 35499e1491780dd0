"""All that lettings registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.privacy.extension import nobody, personal_data
from quartier.core.providers.extension import StartPart, feature, start_parts
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, area, grant
from quartier.modules.lettings.models import FlatState
from quartier.modules.lettings.views.public import start_part

feature(
    "lettings",
    _("Flats to let"),
    _("Public pages of projects with their flats, and their upkeep in the office."),
    default_on=False,
)

area("letting", _("Letting"))
grant("lettings.view", _("See flats and their import"), StaffRole.CLERK, StaffRole.EDITOR, StaffRole.HOTLINE)
grant("lettings.edit", _("Edit flats"), StaffRole.CLERK)

register(Entry(Area.PUBLIC, "lettings:projects", pgettext_lazy("menu", "Flats"), order=20))
register(
    Entry(Area.OFFICE, "lettings:office", pgettext_lazy("menu", "Flats"), "house", section=Section.OFFER, order=50)
)

start_parts.register("lettings", StartPart("lettings", start_part, order=20))

fact("project.opened", _("Project opened"))
fact("project.published", _("Project published"))
fact("project.withdrawn", _("Project taken back into the draft"))
fact("flats.listed", _("Flats taken over from a file"))
fact("flats.exported", _("Flat list exported"))
fact("flat.corrected", _("Flat corrected"))
STATES = dict(FlatState.choices)
fact("flat.state_changed", _("State of a flat changed"), words={"from": STATES, "to": STATES})

personal_data(
    "lettings.Project",
    label=_("Contact for flats"),
    purpose=_("Name whom to ask about flats"),
    basis=_("Art. 6(1)(f) GDPR: be reachable"),
    retention=_("until the contact changes"),
    subject=nobody,
)
personal_data(
    "lettings.StateChange",
    label=_("Decisions about flats"),
    purpose=_("Show which member of staff decided about a flat"),
    basis=_("Art. 6(1)(f) GDPR: show later who decided"),
    retention=_("as long as the project exists"),
    subject=nobody,
)

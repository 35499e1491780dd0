"""All that survey registers elsewhere: what is common here, the calculator, jobs and visits in files of their own."""

from django.utils.translation import gettext_lazy as _

from quartier.core.providers.extension import feature
from quartier.kit.roles import StaffRole, grant
from quartier.modules.survey.plug import calculator, engine, jobs, visits

__all__ = ["calculator", "engine", "jobs", "visits"]

feature(
    "survey",
    _("Areas and plans"),
    _("The calculator for living areas, orders for drawings, and surveys on site."),
    default_on=False,
)
grant("survey.view", _("See surveys, jobs and visits"), StaffRole.CLERK, scoped=True)
grant("survey.draw", _("Draw, calculate and deliver"), StaffRole.CLERK, scoped=True)
grant("survey.visit", _("Plan visits and note what came of them"), StaffRole.CLERK, scoped=True)

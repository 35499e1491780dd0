"""What the engine for programs registers elsewhere."""

from django.utils.translation import gettext_lazy as _

from quartier.kit.api import scope
from quartier.modules.survey.views.programs_engine import SCOPE

scope(SCOPE, _("Check, calculate and draw surveys that are sent along; nothing is kept"))

"""Survey: measured rooms become areas, plans and an invoice – by the customer, from documents, or on site."""

from django.apps import AppConfig


class SurveyConfig(AppConfig):
    """Registers what this module brings."""

    name = "quartier.modules.survey"
    label = "survey"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.modules.survey import plug  # noqa: F401, PLC0415

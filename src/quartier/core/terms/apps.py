"""Terms: which legal texts somebody has accepted, in which words, and when."""

from django.apps import AppConfig


class TermsConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.terms"
    label = "terms"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.terms import plug  # noqa: F401, PLC0415

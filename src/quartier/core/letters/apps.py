"""Letters: business letters on paper, from writing to the post."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.letters"
    label = "letters"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.letters import plug  # noqa: F401, PLC0415

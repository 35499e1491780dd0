"""Path parts that name a kind of text."""

from quartier.core.providers.models.identity import TextKind


class TextKindConverter:
    """Only the texts that exist; anything else is 404."""

    regex = "|".join(kind.value for kind in TextKind)

    def to_python(self, value: str) -> str:
        """Return the kind."""
        return value

    def to_url(self, value: str) -> str:
        """Return the kind."""
        return str(value)

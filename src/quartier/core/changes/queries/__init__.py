"""Reading changes and announcements."""

from quartier.core.changes.queries.keeping import kept_until, past_due

__all__ = ["kept_until", "past_due"]

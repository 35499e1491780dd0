"""What privacy does: keep and shorten the request log."""

from quartier.core.privacy.services.log import LogWriter, Visit, writer

__all__ = ["LogWriter", "Visit", "writer"]

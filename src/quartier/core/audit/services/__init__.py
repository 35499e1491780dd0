"""What audit does: write facts inside the caller's transaction, erase their content, seal them."""

from quartier.core.audit.services.erasing import erase_content
from quartier.core.audit.services.sealing import StillWriting, seal
from quartier.core.audit.services.writing import keep_confirmation, record

__all__ = ["StillWriting", "erase_content", "keep_confirmation", "record", "seal"]

"""Why a file is not taken: one clear sentence each."""

from __future__ import annotations

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.documents.rules import Allowance, Fault
from quartier.kit import formats
from quartier.kit.errors import Refused

SENTENCES = {
    Fault.NAME: _("This file name is not possible: it is a path, is too long or holds hidden signs. Please rename it."),
    Fault.KIND: _("This kind of file is not taken."),
    Fault.CONTENT: _("The content of this file is not what its name says."),
    Fault.EMPTY: _("This file is empty."),
    Fault.TOO_LARGE: _("This file is too large."),
    Fault.DAMAGED: _("This file is damaged and cannot be read."),
    Fault.BOMB: _("This archive holds far more than it shows. It is not taken."),
    Fault.LINK: _("This archive holds links instead of files. It is not taken."),
    Fault.PATH: _("This archive holds paths that lead out of it. It is not taken."),
    Fault.NESTED: _("This archive holds other archives. Please send the files in it one by one."),
    Fault.LOCKED: _("This archive is locked with a password and cannot be checked."),
    Fault.PIXELS: _("This picture has too many pixels. Please make it smaller."),
}


class FileRefused(Refused):
    """A file that is not taken; `fault` says why. Nothing of it is kept."""

    field = "file"
    status = 422

    def __init__(self, fault: Fault, allowed: Allowance | None = None) -> None:
        self.fault = fault
        super().__init__(" ".join([str(SENTENCES[fault]), *_instead(fault, allowed)]))


def _instead(fault: Fault, allowed: Allowance | None) -> list[str]:
    """Return what would be possible, where that helps."""
    if allowed is not None and fault is Fault.KIND:
        return [_t("Possible are files that end in %(endings)s.") % {"endings": ", ".join(allowed.endings)}]
    if allowed is not None and fault is Fault.TOO_LARGE:
        return [_t("Possible are up to %(most)s.") % {"most": formats.size(allowed.largest)}]
    return []


class QuotaReached(Refused):
    """The customer's space does not hold this file as well."""

    field = "file"

    def __init__(self, *, left: int, space: int) -> None:
        words = {"left": formats.size(left), "space": formats.size(space)}
        sentence = _t(
            "Of your space in the portal (%(space)s), %(left)s are left. Please write to us if you need more."
        )
        super().__init__(sentence % words)


class TooManyUploads(Refused):
    """Too many files were begun and not filed."""

    message = _("You have begun many files and not filed them. Please finish or discard these first.")
    field = "file"


class WrongOffset(Refused):
    """A part that does not begin where the last one ended; the sender asks where that was and goes on from there."""

    message = _("This part does not follow the last one.")


class NotComplete(Refused):
    """Only a whole file becomes a document."""

    message = _("This file has not arrived completely yet.")

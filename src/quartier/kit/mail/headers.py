"""What may stand in the header of a mail: one line, no control characters, one plain address."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused

# Controls (CR, LF, NUL and the line breaks that only Python knows), line and paragraph separators, lone surrogates.
REFUSED_CATEGORIES = frozenset({"Cc", "Zl", "Zp", "Cs"})
# Marks that turn the reading direction can make an address look like another one.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class HeaderRefused(Refused):
    """A value cannot stand in a mail header."""

    message = _("This may not contain line breaks or control characters.")


class AddressRefused(HeaderRefused):
    """This is not one plain e-mail address."""

    message = _("This is not an e-mail address we can write to.")
    field = "email"


def checked_line(value: str) -> str:
    """Return the value unchanged; anything that could end a header line or hide in it is refused."""
    if any(unicodedata.category(c) in REFUSED_CATEGORIES or c in DIRECTION_MARKS for c in value):
        raise HeaderRefused
    return value


def checked_address(value: str) -> str:
    """Return one plain address `local@domain` in ASCII, unchanged; everything else is refused."""
    try:
        validate_email(checked_line(value))
    except (ValidationError, HeaderRefused):
        raise AddressRefused from None
    if not value.isascii():
        raise AddressRefused
    return value

"""Log lines that stay one line and hold no secrets."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(
    r"(?i)((?:password|passwort|secret|token|code|sessionid|__Host-session|authorization|cookie|csrf\w*)"
    r"[\"']?\s*[=:]\s*(?:bearer |basic )?)[^\s&,;]+"
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
QUERY = re.compile(r"\?[^\s\"']*")


class OneLine(logging.Formatter):
    """Formats a record on one line: line breaks escaped, queries cut off, values of secrets masked."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback keeps its own lines, indented, so that it cannot be forged."""
        head, _, trace = super().format(record).partition("\n") if record.exc_info else (super().format(record), "", "")
        line = CONTROL.sub(lambda found: repr(found.group())[1:-1], SECRET.sub(r"\1***", QUERY.sub("?…", head)))
        lines = (SECRET.sub(r"\1***", part) for part in trace.splitlines())
        return "\n    ".join([line, *lines])

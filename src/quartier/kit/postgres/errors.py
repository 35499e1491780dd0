"""What can be wrong with a database server, in one sentence."""

from __future__ import annotations


class DatabaseUnavailable(Exception):
    """The database cannot be used now; ``log`` holds the server's last lines where there are any."""

    exit_code = 4

    def __init__(self, message: str, *, log: str = "") -> None:
        self.message, self.log = message, log
        super().__init__(f"{message}\n{log}" if log else message)

"""Small facts about operating system processes that Python does not offer."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1


def die_with_parent(signal_number: int) -> Callable[[], None]:
    """A ``preexec_fn``: the child gets this signal when its parent dies, even by kill -9 (Linux; elsewhere nothing)."""
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def arrange() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal_number)
            if os.getppid() != parent:
                os._exit(1)

    return arrange


def works_in(process_id: int, directory: Path) -> bool:
    """The process is alive and ``directory`` is its working directory; a reused process id does not match."""
    try:
        return Path(f"/proc/{process_id}/cwd").readlink() == directory
    except FileNotFoundError:
        return not Path("/proc/self").exists() and is_alive(process_id)
    except PermissionError:
        return False


def is_alive(process_id: int) -> bool:
    """The process exists and has not ended; one that ended but was not waited for counts as gone."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

"""Files on the command line: read with limits, written whole or not at all."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from aufmass.model import Survey
from aufmass.reading import MOST_BYTES, read
from aufmass.sentences import Name, Unusable
from aufmass.sentences import mark as _

FOLDER: Final = 0o755


def read_survey(name: str) -> Survey:
    """Return the survey of a file, or of what is piped in for “-”; what is far too large is not read to its end."""
    return read(content_of(name) if name != "-" else sys.stdin.buffer.read(MOST_BYTES + 1))


def content_of(name: str, most: int = MOST_BYTES) -> bytes:
    """Return at most one byte more of a file than can be used; raises Unusable."""
    try:
        with Path(name).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise Unusable(_("%(file)s cannot be read: %(why)s."), file=Name(name), why=Name(why(error))) from None


def save(path: Path, content: bytes, *, overwrite: bool) -> None:
    """Write a file whole or not at all."""
    if not overwrite and path.exists():
        raise Unusable(_("%(file)s exists already; it is left as it is."), file=Name(str(path)))
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Unusable(_("%(file)s cannot be written: %(why)s."), file=Name(str(path)), why=Name(why(error))) from None


def save_all(folder: Path, contents: Mapping[str, bytes], *, overwrite: bool) -> None:
    """Write files into a folder that is new or empty, all of them or none; `overwrite` replaces what is in the way."""
    if not overwrite and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unusable(_("%(file)s exists already; it is left as it is."), file=Name(str(folder)))
    beside: Path | None = None
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        for name, content in contents.items():
            (beside / name).write_bytes(content)
        if not folder.exists() or not any(folder.iterdir()):
            beside.chmod(FOLDER)
            beside.rename(folder)
        else:
            for name in contents:
                (beside / name).replace(folder / name)
    except OSError as error:
        sentence = _("%(file)s cannot be written: %(why)s.")
        raise Unusable(sentence, file=Name(str(folder)), why=Name(why(error))) from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def why(error: OSError) -> str:
    """Return what the system says about a file."""
    return error.strerror or type(error).__name__

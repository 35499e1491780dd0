"""Rooms from a file: a calculation of ours, a drawing or a building model."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_lazy as _

from aufmass.faults import Unreadable
from aufmass.importing.dxf import rooms_from_dxf
from aufmass.importing.ifc import rooms_from_ifc
from aufmass.model import Basis, Survey
from aufmass.reading import read
from aufmass.sentences import Unusable
from quartier.modules.survey.queries.surveys import voice
from quartier.modules.survey.services import refusals

USUAL_HEIGHT: Final = 2500


def measured(
    *, file_name: str, content: bytes, title: str, basis: Basis, height: Decimal | None = None, unit: str = ""
) -> Survey:
    """Return what a file holds, under a name and a basis of the customer. Raises NotImported with the reason."""
    ending = file_name.lower().rpartition(".")[2]
    try:
        if ending == "json":
            found = read(content)
        elif ending == "dxf":
            size = int((height or Decimal(0)) * 1000) or USUAL_HEIGHT
            found = _from_file(
                content, ".dxf", lambda path: rooms_from_dxf(path, height=size, unit=unit or None).survey
            )
        else:
            found = _from_file(content, ".ifc", lambda path: rooms_from_ifc(path).survey)
    except Unreadable as error:
        first = error.faults[0].text(voice()) if error.faults else ""
        raise refusals.NotImported(_("This file cannot be taken over. %(why)s") % {"why": first}) from None
    except Unusable as error:
        raise refusals.NotImported(error.sentence.text(voice())) from None
    return replace(found, name=title, basis=basis)


def _from_file(content: bytes, ending: str, take: Callable[[Path], Survey]) -> Survey:
    """Let an importer read bytes that it wants as a file; whatever breaks it is a file that it cannot read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"datei{ending}"
        path.write_bytes(content)
        try:
            return take(path)
        except (Unusable, Unreadable):
            raise
        except Exception:
            raise refusals.NotImported(_("This file cannot be read. It may be damaged.")) from None

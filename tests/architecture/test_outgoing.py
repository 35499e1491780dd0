"""Data of people leave through lines that the register of recipients names, and through no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from quartier.core.privacy.extension import registry
from quartier.core.processing.extension import categories, connections
from tests.architecture.sources import ROOT, imported, python_code, tree_of

# What can speak to another machine.
SPEAKERS = re.compile(
    r"(smtplib|imaplib|poplib|ftplib|telnetlib|xmlrpc\.client|http\.client|urllib\.request|urllib3|socket|boto3|botocore|"
    r"requests|httpx|aiohttp|paramiko|websockets?|clamd|asyncio\.open_connection|django\.core\.mail)(\.|$)"
)
# These speak to the program's own servers on this machine alone.
OWN_SERVERS = {"quartier.config.demo.launch", "quartier.config.smoke.client", "quartier.config.smoke.running"}


def speaks(tree: ast.Module) -> list[str]:
    """What a file imports that can speak to another machine."""
    return [name for _line, name in imported(tree) if SPEAKERS.match(name)]


def module_of(path: Path) -> str:
    """A file as Python names it."""
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")


def test_every_module_that_speaks_to_others_is_a_line_of_the_register() -> None:
    named = {module for line in connections for module in line.opened_by} | OWN_SERVERS
    assert {module_of(path) for path in python_code() if speaks(tree_of(path))} - named == set()


def test_the_register_names_no_module_that_speaks_to_nobody() -> None:
    by_name = {module_of(path): path for path in python_code()}
    for module in {module for line in connections for module in line.opened_by} | OWN_SERVERS:
        assert speaks(tree_of(by_name[module])), module


def test_lines_and_categories_are_about_registered_personal_data() -> None:
    models = {model for line in connections for model in line.models}
    assert models | {model for one in categories for model, _field in one.columns} <= set(registry.keys())


@pytest.mark.parametrize(
    "line", ["import smtplib", "from urllib.request import urlopen", "import boto3", "from socket import socket"]
)
def test_a_module_that_speaks_is_found(line: str) -> None:
    assert speaks(ast.parse(line))
    assert not speaks(ast.parse("import urllib.parse\nfrom http import HTTPStatus\nimport socketserver_of_ours"))

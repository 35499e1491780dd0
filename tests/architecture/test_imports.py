"""Who may import whom: the contracts in pyproject.toml, the faces of core apps, and no circles among them."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, SOURCE, imported, label, python_code, tree_of

LINT_IMPORTS = str(Path(sys.executable).parent / "lint-imports")
INSIDE = {"models", "rules", "views", "forms", "tasks", "middleware"}


def core_app(path: Path) -> str:
    """The core app a file belongs to, or nothing."""
    parts = path.relative_to(SOURCE).parts if path.is_relative_to(SOURCE) else ()
    return parts[1] if len(parts) > 2 and parts[0] == "core" else ""


def reaches_inside(tree: ast.Module, own_app: str) -> Iterator[str]:
    """Imports of parts that belong to another core app alone."""
    for line, name in imported(tree):
        parts = name.split(".")
        if parts[:2] == ["quartier", "core"] and len(parts) > 3 and parts[2] != own_app and parts[3] in INSIDE:
            yield f"line {line} imports {name}: services, queries, extension and events are {parts[2]}'s face"


def neighbours(tree: ast.Module, own_app: str) -> set[str]:
    """The other core apps a file imports from."""
    names = [name.split(".") for _line, name in imported(tree)]
    return {parts[2] for parts in names if parts[:2] == ["quartier", "core"] and len(parts) > 2} - {own_app}


def circle(edges: dict[str, set[str]]) -> list[str]:
    """One way from an app back to itself, or nothing."""

    def walk(path: list[str]) -> list[str]:
        for following in sorted(edges.get(path[-1], ())):
            if following in path:
                return [*path[path.index(following) :], following]
            if following not in finished and (found := walk([*path, following])):
                return found
        finished.add(path[-1])
        return []

    finished: set[str] = set()
    return next((found for app in sorted(edges) if (found := walk([app]))), [])


def edges_of(files: Iterable[Path]) -> dict[str, set[str]]:
    """Which core app imports from which."""
    edges: defaultdict[str, set[str]] = defaultdict(set)
    for path in files:
        if app := core_app(path):
            edges[app] |= neighbours(tree_of(path), app)
    return edges


def test_nobody_reaches_inside_another_core_app() -> None:
    faults = [
        f"{label(path)} {fault}" for path in python_code() for fault in reaches_inside(tree_of(path), core_app(path))
    ]
    assert faults == []


def test_core_apps_do_not_import_in_a_circle() -> None:
    assert circle(edges_of(python_code())) == []


def layers_of_an_app() -> set[str]:
    """Every kind of file that has its place in the order inside an app."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "app")
    return set(re.findall(r"\w+", " ".join(layers)))


def test_every_file_of_an_app_has_its_place_in_the_order() -> None:
    known = layers_of_an_app() | {"__init__", "migrations"}
    places = [path.relative_to(SOURCE).parts for path in python_code() if path.is_relative_to(SOURCE)]
    kinds = {
        (parts[1], parts[2].removesuffix(".py"))
        for parts in places
        if parts[0] in ("core", "modules") and len(parts) > 2
    }
    assert [f"{app}.{kind}" for app, kind in sorted(kinds) if kind not in known] == []


@pytest.mark.parametrize(
    "line",
    [
        "from quartier.core.parties.models import Party",
        "import quartier.core.parties.models.person",
        "from quartier.core.parties import models",
        "def late():\n    from quartier.core.parties.rules import is_adult",
    ],
)
def test_reaching_inside_is_found_however_it_is_written(line: str) -> None:
    assert len(list(reaches_inside(ast.parse(line), "providers"))) == 1
    assert list(reaches_inside(ast.parse(line), "parties")) == []


def test_a_face_may_be_imported() -> None:
    line = "from quartier.core.parties.queries import party_of\nfrom quartier.core.parties import services, events"
    assert list(reaches_inside(ast.parse(line), "providers")) == []


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of pyproject.toml against the packages below a folder."""
    command = [LINT_IMPORTS, "--no-logo", "--no-cache", "--config", str(folder / "pyproject.toml")]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An empty house with all floors, two modules and an app, under the project's contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shop = ["plug", "urls", "views", "tasks", "forms", "services", "queries", "extension", "events", "models", "rules"]
    names = ["aufmass", *(f"quartier.{floor}" for floor in ("config", "modules", "core", "kit", "law", "values"))]
    names += ["quartier.modules.one", "quartier.modules.two", "quartier.core.shop", "quartier.core.providers.policies"]
    names += [f"quartier.core.shop.{name}" for name in shop]
    for name in names:
        package = tmp_path / "src" / Path(*name.split("."))
        for folder in [package, *package.parents]:
            if folder != tmp_path / "src" and folder.is_relative_to(tmp_path / "src"):
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "__init__.py").touch()
    return tmp_path


def test_an_empty_house_keeps_every_contract(house: Path) -> None:
    assert "0 broken" in lint(house).stdout


@pytest.mark.parametrize(
    ("importer", "target", "contract"),
    [
        ("quartier/values", "quartier.kit", "A file imports only from floors below"),
        ("quartier/core/shop", "quartier.modules.one", "A file imports only from floors below"),
        ("quartier/modules/one", "quartier.modules.two", "Modules do not know each other"),
        ("quartier/core/shop/rules", "quartier.core.shop.models", "Inside an app"),
        ("quartier/core/shop/queries", "quartier.core.shop.services", "Inside an app"),
        ("quartier/core/shop/services", "quartier.core.shop.views", "Inside an app"),
        ("quartier/core/shop/rules", "django", "never reach Django"),
        ("quartier/law", "django", "never reach Django"),
        ("quartier/core/providers/policies", "django", "never reach Django"),
        ("aufmass", "quartier.values", "The survey engine is usable alone"),
    ],
)
def test_a_broken_contract_is_found(house: Path, importer: str, target: str, contract: str) -> None:
    (house / "src" / importer / "bad.py").write_text(f"import {target}\n")
    done = lint(house)
    assert done.returncode == 1
    assert any(contract in line and line.endswith("BROKEN") for line in done.stdout.splitlines())

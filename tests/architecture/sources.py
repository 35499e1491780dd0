"""The project's own files, as the architecture tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "quartier"


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is or would be committed, in order."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(sorted(path for name in listed if name and (path := ROOT / name).is_file()))


def files(*suffixes: str, under: Path = ROOT) -> list[Path]:
    """The project's files of some kinds below a folder."""
    return [path for path in project_files() if path.suffix in suffixes and path.is_relative_to(under)]


def is_test(path: Path) -> bool:
    """Tell whether a file belongs to tests, which may reach into everything."""
    return "tests" in path.relative_to(ROOT).parts or path.name == "conftest.py"


def label(path: Path) -> str:
    """A file as a person would name it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a Python file, read once."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def python_code() -> list[Path]:
    """All Python that runs in the product: tests, migrations and scripts are not it."""
    return [path for path in files(".py", under=ROOT / "src") if not is_test(path) and "migrations" not in path.parts]


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every imported name of a file in full, with its line; `from a.b import c` counts as a.b.c."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{'.' * node.level}{node.module or ''}.{alias.name}") for alias in node.names)

"""The house rules a machine can hold. Every rule has a snippet that breaks it, so that a rule cannot fall asleep."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, SOURCE, files, is_test, label, python_code, tree_of

FUNCTION_LINES = 40
VIEW_LINES = 25
FILE_LINES = 400
CLOCK = SOURCE / "kit" / "clock.py"
FORBIDDEN_NAME = re.compile(r"(^|_)(manager|helper|utils?)s?(_|$)|^_?do_|(Manager|Helper|Utils?)s?($|[A-Z])")
# Names of namespaces and of a licence, never fetched by a browser.
NAMED_ONLY = ("http://www.w3.org/", "https://www.w3.org/")
URL = re.compile(r"""(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s"'()<>]*""")
COMMENT = re.compile(r"\{#.*?#\}|\{% comment .*?endcomment %\}|<!--.*?-->|/\*.*?\*/", re.DOTALL)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script without a source": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "a javascript: address": re.compile(r"=\s*[\"']?javascript:", re.IGNORECASE),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    """All functions, nested ones and methods too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def clock_calls(tree: ast.Module) -> Iterator[str]:
    """Places that ask the machine for the time."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            call = f"{node.func.value.id}.{node.func.attr}"
            if re.fullmatch(r"(datetime|date|timezone|dt)\.(now|utcnow|today|localtime|localdate)", call):
                yield f"line {node.lineno}: {call}() belongs in kit/clock.py alone"


def long_functions(tree: ast.Module, limit: int) -> Iterator[str]:
    """Functions that do not fit on a page."""
    for node in functions(tree):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > limit:
            yield f"line {node.lineno}: {node.name} has {lines} lines, {limit} are allowed"


def long_file(text: str) -> Iterator[str]:
    """Tell when a file should become a package."""
    if (lines := text.count("\n")) > FILE_LINES:
        yield f"has {lines} lines, {FILE_LINES} are allowed"


def unescaped(tree: ast.Module) -> Iterator[str]:
    """Places that vouch for markup themselves; to name its type is no such thing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"mark_safe", "SafeString"}:
                yield f"line {node.lineno}: only kit may call {called}"


def without_plug(models: list[Path]) -> Iterator[Path]:
    """Apps that declare models and do not say in one place what they bring: a page, or a folder with a page a part."""
    apps = {path.parent if path.stem == "models" else path.parents[1] for path in models}
    return (app for app in sorted(apps) if not ((app / "plug.py").exists() or (app / "plug" / "__init__.py").exists()))


def is_vague(name: str) -> bool:
    """Tell whether a name hides what it is; names of tests are sentences and may say anything."""
    return not name.startswith("test_") and FORBIDDEN_NAME.search(name) is not None


def vague_names(tree: ast.Module) -> Iterator[str]:
    """Names that say nothing about the trade."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | Function) and is_vague(node.name):
            yield f"line {node.lineno}: {node.name} names no thing and no deed"


def inline_code(markup: str) -> Iterator[str]:
    """Markup that the content security policy would refuse."""
    for what, pattern in INLINE.items():
        yield from (f"{what}: {found.group()[:60]}" for found in pattern.finditer(COMMENT.sub("", markup)))


def foreign_addresses(text: str) -> Iterator[str]:
    """Addresses a browser would fetch from somebody else."""
    for found in URL.finditer(COMMENT.sub("", text)):
        if not found.group().startswith(NAMED_ONLY):
            yield f"{found.group()[:60]} is somebody else's address"


def markup_in(tree: ast.Module) -> str:
    """All text of a Python file that may become markup: its strings, pieces of f-strings too, without docstrings."""
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in remarks)
    return "\n".join(node.value for node in constants if isinstance(node.value, str))


def all_python() -> list[Path]:
    """Every Python file that people read: product, tests, tools; migrations are written by a machine."""
    return [path for path in files(".py") if "migrations" not in path.parts] + tools()


def tools() -> list[Path]:
    """The Python scripts without a suffix."""
    return [path for path in files("", under=ROOT / "scripts") if path.read_text().startswith("#!/usr/bin/env python3")]


def templates() -> list[Path]:
    """All pages; mails are not among them, for a mail reader knows no style sheet."""
    return [path for path in files(".html", under=SOURCE) if "mail" not in path.parts]


def faults(paths: list[Path], rule: Callable[[Path], Iterator[str]]) -> list[str]:
    """What a rule finds in some files."""
    return [f"{label(path)} {fault}" for path in paths for fault in rule(path)]


def test_only_the_clock_asks_for_the_time() -> None:
    assert faults([path for path in python_code() if path != CLOCK], lambda path: clock_calls(tree_of(path))) == []


def test_functions_fit_on_a_page() -> None:
    assert faults(all_python(), lambda path: long_functions(tree_of(path), FUNCTION_LINES)) == []


def test_views_are_short() -> None:
    views = [path for path in python_code() if path.stem == "views" or path.parent.name == "views"]
    assert faults(views, lambda path: long_functions(tree_of(path), VIEW_LINES)) == []


def test_files_are_short() -> None:
    assert (
        faults([*all_python(), *files(".html", ".js")], lambda path: long_file(path.read_text(encoding="utf-8"))) == []
    )


def test_names_name_the_trade() -> None:
    assert faults(all_python(), lambda path: vague_names(tree_of(path))) == []
    assert [label(path) for path in all_python() if is_vague(path.stem)] == []


def test_no_page_carries_code_or_style_of_its_own() -> None:
    assert faults(templates(), lambda path: inline_code(path.read_text(encoding="utf-8"))) == []
    assert faults(python_code(), lambda path: inline_code(markup_in(tree_of(path)))) == []


def test_no_page_asks_anybody_else_for_anything() -> None:
    shown = files(".html", ".css", ".js", ".svg", under=SOURCE)
    assert faults(shown, lambda path: foreign_addresses(path.read_text(encoding="utf-8"))) == []


def test_only_kit_vouches_for_markup() -> None:
    outside = [path for path in python_code() if not path.is_relative_to(SOURCE / "kit")]
    assert faults(outside, lambda path: unescaped(tree_of(path))) == []
    trusting = re.compile(r"\|\s*safe\b|autoescape\s+off")
    assert [
        label(path) for path in files(".html", under=SOURCE) if trusting.search(path.read_text(encoding="utf-8"))
    ] == []


def test_every_app_with_models_says_in_its_plug_what_it_registers() -> None:
    assert [label(app) for app in without_plug([path for path in python_code() if is_models(path)])] == []


def is_models(path: Path) -> bool:
    """Tell whether a file declares models of an app; kit lies below all apps and has nobody to register with."""
    is_named_so = path.stem == "models" or (path.parent.name == "models" and path.stem == "__init__")
    return is_named_so and not path.is_relative_to(SOURCE / "kit")


def test_tests_stand_beside_their_app_or_below_tests() -> None:
    lost = [path for path in files(".py") if path.name.startswith("test_") and not is_test(path)]
    assert [label(path) for path in lost] == []


@pytest.mark.parametrize(
    "line", ["datetime.now(UTC)", "timezone.now()", "date.today()", "x = [datetime.utcnow()]", "timezone.localdate()"]
)
def test_asking_for_the_time_is_found(line: str) -> None:
    assert len(list(clock_calls(ast.parse(line)))) == 1
    assert list(clock_calls(ast.parse("clock.now(); self.date.today(); datetime.combine(a, b)"))) == []


def test_a_long_function_is_found() -> None:
    body = "def long():\n" + "    x = 1\n" * 40
    assert list(long_functions(ast.parse(body), 40)) == ["line 1: long has 41 lines, 40 are allowed"]
    assert list(long_functions(ast.parse(body.removesuffix("    x = 1\n")), 40)) == []


@pytest.mark.parametrize(
    "name", ["OrderManager", "date_utils", "do_pay", "_do_pay", "pdf_helper", "HelperText", "util"]
)
def test_a_vague_name_is_found(name: str) -> None:
    assert len(list(vague_names(ast.parse(f"def {name}(): ...")))) == 1


@pytest.mark.parametrize(
    "name", ["remind", "domain", "undo_stop", "utilisation", "managed_by", "document", "test_a_child_loses_its_helpers"]
)
def test_a_name_of_the_trade_passes(name: str) -> None:
    assert list(vague_names(ast.parse(f"def {name}(): ..."))) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">',
        '<a href="/" onclick="go()">',
        "<script>go()</script>",
        '<script type="module">',
        "<style>p</style>",
        '<a href="javascript:go()">',
    ],
)
def test_inline_code_is_found(markup: str) -> None:
    assert len(list(inline_code(markup))) == 1
    assert len(list(inline_code(markup_in(ast.parse(f"'doc'\nx = f'''{markup}{{y}}'''"))))) == 1
    assert list(inline_code(f"{{# {markup} #}}<script src='/a.js' defer></script><p class='style'>")) == []


@pytest.mark.parametrize(
    "text", ['<img src="https://cdn.example.org/a.png">', "url(//fonts.example.org/x)", 'import "http://a.de/x.js"']
)
def test_somebody_elses_address_is_found(text: str) -> None:
    assert len(list(foreign_addresses(text))) == 1
    assert list(foreign_addresses('<svg xmlns="http://www.w3.org/2000/svg"> // a comment. {# https://a.de #}')) == []


def test_a_long_file_is_found() -> None:
    assert list(long_file("\n" * 401)) == ["has 401 lines, 400 are allowed"]
    assert list(long_file("\n" * 400)) == []


@pytest.mark.parametrize("line", ["mark_safe(text)", "safestring.mark_safe(text)", "x = [SafeString(y)]"])
def test_vouching_for_markup_is_found(line: str) -> None:
    assert len(list(unescaped(ast.parse(line)))) == 1
    assert list(unescaped(ast.parse("def f(x: SafeString): format_html('{}', x)"))) == []


def test_an_app_without_a_plug_is_found(tmp_path: Path) -> None:
    for app in ("shop", "bank"):
        (tmp_path / app).mkdir()
    (tmp_path / "bank" / "plug.py").touch()
    models = [tmp_path / "shop" / "models" / "__init__.py", tmp_path / "bank" / "models.py"]
    assert list(without_plug(models)) == [tmp_path / "shop"]

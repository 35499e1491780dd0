"""Loads the project's own pytest plugins; they must be named here because apps keep their tests beside their code."""

from pathlib import Path

PLUGINS = Path(__file__).parent / "tests" / "plugins"

pytest_plugins = [f"tests.plugins.{path.stem}" for path in sorted(PLUGINS.glob("[a-z]*.py"))]

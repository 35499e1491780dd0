"""How much the most visited pages ask of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.plugins.world import World

MOST_STATEMENTS = 12
# The office's menu counts what waits, one statement a line; the lead sees every line.
MOST_WITH_ALL_MENUS = 20


def statements(world: World, role: str, path: str) -> list[str]:
    """What a page asks once the process knows the portal."""
    client = world.client("emscher", role)
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize(
    ("role", "path", "most"),
    [("customer", "/uebersicht/", MOST_STATEMENTS), ("lead", "/buero/kundschaft/", MOST_WITH_ALL_MENUS)],
)
def test_a_page_of_somebody_who_is_logged_in_asks_few_times(world: World, role: str, path: str, most: int) -> None:
    asked = statements(world, role, path)
    assert 0 < len(asked) <= most, "\n".join(asked)


def test_the_list_of_customers_asks_as_often_for_many_as_for_few(world: World) -> None:
    few = statements(world, "lead", "/buero/kundschaft/?suche=Markgraf")
    assert len(statements(world, "lead", "/buero/kundschaft/")) <= len(few) + 1

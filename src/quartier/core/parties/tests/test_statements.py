"""How much the most visited pages ask of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.plugins.world import World

MOST_STATEMENTS = 12


def statements(world: World, role: str, path: str) -> list[str]:
    """What a page asks once the process knows the portal."""
    client = world.client("emscher", role)
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize(("role", "path"), [("customer", "/uebersicht/"), ("lead", "/buero/kundschaft/")])
def test_a_page_of_somebody_who_is_logged_in_asks_no_more_than_twelve_times(world: World, role: str, path: str) -> None:
    asked = statements(world, role, path)
    assert 0 < len(asked) <= MOST_STATEMENTS, "\n".join(asked)


def test_the_list_of_customers_asks_as_often_for_many_as_for_few(world: World) -> None:
    few = statements(world, "lead", "/buero/kundschaft/?suche=Markgraf")
    assert len(statements(world, "lead", "/buero/kundschaft/")) <= len(few) + 1

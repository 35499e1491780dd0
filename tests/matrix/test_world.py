"""The town that the matrix walks through is as it should be."""

from django.conf import settings

from tests.plugins.world import World


def test_every_role_can_log_in_at_its_own_portal(world: World) -> None:
    for schema, people in world.people.items():
        for role in people:
            answer = world.client(schema, role).get("/konto/")
            assert answer.status_code in (200, 302), (schema, role)
            if schema != settings.CONSOLE_SCHEMA:
                assert answer.status_code == 200, (schema, role, answer.headers.get("Location"))

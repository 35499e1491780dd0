"""Two jobs that ask the gate before they use somebody's data."""

from __future__ import annotations

from quartier.core.consents import queries
from quartier.kit import clock
from quartier.kit.jobs import task

done: list[str] = []


@task(queue="chores")
def ask_whether_satisfied(party_id: int) -> None:
    """Ask once a year, with a consent."""
    if queries.may("test.survey", party_id, clock.now()):
        done.append("survey")


@task(queue="chores")
def send_news(party_id: int) -> None:
    """Send news, with a consent."""
    if queries.may("test.news", party_id, clock.now()):
        done.append("news")

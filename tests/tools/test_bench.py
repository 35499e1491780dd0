"""The benchmark's own arithmetic, its JSON lines, its load generator and its eye for what is not the same page."""

import asyncio
import json
from collections.abc import Callable

import pytest

from benchmarks.figures import Figure, median_ratio, percentile, table
from benchmarks.load import Broken, Plan, Result, drive
from benchmarks.look import Look, shared_words, words_of

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


def test_a_figure_is_one_line_of_json() -> None:
    figure = Figure("ratio", 0.61234, "×", 0.6, "high")
    assert json.loads(figure.line("portal")) == {
        "bench": "portal", "figure": "ratio", "value": 0.612, "unit": "×", "goal": 0.6, "met": True,
    }  # fmt: skip
    assert "\n" not in figure.line("portal")


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("high enough", 0.6, goal=0.6, best="high"), True),
        (Figure("too low, though it prints as 0.6", 0.5999, goal=0.6, best="high"), False),
        (Figure("low enough", 1.7, goal=1.7), True),
        (Figure("too high", 1.7001, goal=1.7), False),
        (Figure("no goal", 3.0), None),
    ],
    ids=lambda value: value.name if isinstance(value, Figure) else "",
)
def test_a_goal_is_met_or_missed_by_the_measured_value(figure: Figure, met: bool | None) -> None:
    assert figure.met is met
    assert json.loads(figure.line("x"))["met"] is met


def test_the_table_says_what_is_missed() -> None:
    assert table(
        [Figure("ratio", 0.5, "×", 0.6, "high"), Figure("statements", 6, "", 12), Figure("rate", 91.25, "1/s")]
    ) == (
        "figure      value  unit  goal   met\n"
        "ratio       0.5    ×     ≥ 0.6  NO\n"
        "statements  6            ≤ 12   yes\n"
        "rate        91.25  1/s"
    )


def test_p99_is_a_value_that_was_measured() -> None:
    values = [float(number) for number in range(1, 201)]
    assert percentile(values, 0.99) == 198.0
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3.0
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.99)


def test_ratios_are_taken_round_by_round_so_that_a_slow_moment_does_not_count() -> None:
    assert median_ratio([60.0, 6.0, 66.0], [100.0, 10.0, 100.0]) == pytest.approx(0.6)
    with pytest.raises(ValueError, match="longer"):
        median_ratio([1.0], [1.0, 2.0])


async def serve(answer: Callable[[int], bytes], plan: Callable[[int], Plan]) -> tuple[Result, int, int]:
    """Run a plan against a server that says `answer(number of the request)`; also returns requests and connections."""
    asked = connections = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked, connections
        connections += 1
        while await reader.readline():
            while (await reader.readline()).strip():
                pass
            asked += 1
            writer.write(answer(asked))
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        result = await drive(plan(server.sockets[0].getsockname()[1]))
    return result, asked, connections


def plan_for(port: int, requests: int = 50) -> Plan:
    return Plan(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", requests, connections=4, limit_s=10)


def test_the_load_is_exactly_what_was_planned_over_kept_connections() -> None:
    result, asked, connections = asyncio.run(serve(lambda _: ANSWER, plan_for))
    assert (asked, len(result.latencies), connections, result.size) == (50, 50, 4, 5)
    assert result.rate == 50 / result.seconds
    assert 0 < max(result.latencies) <= result.seconds


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n", "503"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "chunked"),
    ],
)
def test_an_answer_that_is_not_a_whole_page_breaks_the_run(answer: bytes, reason: str) -> None:
    with pytest.raises(Broken, match=reason):
        asyncio.run(serve(lambda number: answer if number == 20 else ANSWER, plan_for))


def test_a_server_that_says_nothing_is_given_up() -> None:
    with pytest.raises(TimeoutError):
        asyncio.run(serve(lambda _: b"", lambda port: Plan(port, "GET / HTTP/1.1\r\n\r\n", 1, 1, 0.2)))


def test_words_are_what_a_visitor_reads() -> None:
    page = '<html><body class="a"><h1>Guten  Tag,</h1>\n<p title="no">Frau <b>Ebel</b></p></body></html>'
    assert words_of(page) == ["Guten", "Tag,", "Frau", "Ebel"]
    assert shared_words(["a", "b", "b", "c"], ["b", "a", "b"]) == 0.75


def test_statements_are_the_same_whoever_asks_and_whenever() -> None:
    first = Look(["SELECT 2", f"SELECT x WHERE at > '2026-11-22 08:00:00+00:00' AND key = '{'a1' * 16}'"], [], 0)
    second = Look([f"SELECT x\n WHERE at > '2026-11-23 09:30:00+00:00' AND key = '{'b2' * 16}'", "SELECT 2"], [], 0)
    other = Look(["SELECT 2", "SELECT x WHERE key = 'portal'"], [], 0)
    assert first.shapes == second.shapes
    assert first.shapes != other.shapes

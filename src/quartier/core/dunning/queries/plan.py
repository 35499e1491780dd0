"""The dry run: what becomes of every overdue claim, found by the database in one statement.

The same decisions claim by claim would take hours for a million claims. Interest comes from running sums of rates and
days (`rules.interest.running_sums`), exactly as the law's function has it; tests compare both.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from quartier.core.dunning.models import Run
from quartier.core.dunning.queries.bases import base_rates
from quartier.core.dunning.rules.interest import running_sums
from quartier.core.dunning.rules.stages import Stages, due_days

OLDEST: Final = date(2002, 1, 1)

# Interest is linear in the principal: on the amount, less that on each part from the day after it was settled. Both
# numerators are exact; they are divided once, with more places than a cent could hide behind.
PLAN: Final = """
WITH sums AS MATERIALIZED (
    SELECT * FROM unnest(
        %(days)s::date[], %(base)s::numeric[], %(n)s::int[], %(leap_base)s::numeric[], %(leap_n)s::int[]
    ) AS s(day, base, n, leap_base, leap_n)
), last AS MATERIALIZED (
    SELECT * FROM sums WHERE day = %(on)s
), credits AS MATERIALIZED (
    SELECT party_id, -sum(open) AS credit, bool_or(booked_on > %(recent)s) AS recent
    FROM ledger_item WHERE entity_id = %(entity)s AND open < 0 {mine} GROUP BY party_id
), overdue AS MATERIALIZED (
    SELECT party_id, sum(open) AS overdue
    FROM ledger_item WHERE entity_id = %(entity)s AND open > 0 AND due_on < %(on)s {mine} GROUP BY party_id
), held AS MATERIALIZED (
    SELECT party_id, claim_id FROM dunning_hold
    WHERE ended_on IS NULL AND since_on <= %(on)s AND (until_on IS NULL OR until_on >= %(on)s)
), paid AS MATERIALIZED (
    SELECT a.claim_id,
        sum(a.amount * ((l.base - s.base) + c.points * (l.n - s.n))) AS num,
        sum(a.amount * ((l.leap_base - s.leap_base) + c.points * (l.leap_n - s.leap_n))) AS leap_num
    FROM ledger_allocation a JOIN dunning_case c ON c.claim_id = a.claim_id JOIN ledger_item i ON i.id = a.claim_id
        JOIN sums s ON s.day = greatest(a.on, c.interest_from - 1) CROSS JOIN last l
    WHERE i.open > 0 AND i.entity_id = %(entity)s AND c.interest_from <= %(on)s AND a.on < %(on)s {only}
    GROUP BY a.claim_id
), charged AS MATERIALIZED (
    SELECT claim_id, sum(amount) AS amount FROM dunning_interestcharge {charged} GROUP BY claim_id
), found AS (
    SELECT i.party_id, i.id AS claim_id, i.open, coalesce(c.stage, 0) + 1 AS stage,
        CASE WHEN c.interest_from IS NULL OR c.interest_from > %(on)s THEN 0 ELSE greatest(0, round((
            (i.amount * ((l.base - s.base) + c.points * (l.n - s.n)) - coalesce(p.num, 0))
                * 36600
            + (i.amount * ((l.leap_base - s.leap_base) + c.points * (l.leap_n - s.leap_n)) - coalesce(p.leap_num, 0))
                * CASE WHEN c.method = 'actual/365' THEN 36600 ELSE 36500 END
        )::numeric(50, 24) / 1335900000, 2) - coalesce(h.amount, 0)) END AS interest,
        CASE
            WHEN i.restricted_at IS NOT NULL OR y.restricted_at IS NOT NULL THEN 'restricted'
            WHEN EXISTS (SELECT FROM held WHERE held.party_id = i.party_id AND held.claim_id IS NULL)
                OR EXISTS (SELECT FROM held WHERE held.claim_id = i.id) THEN 'hold'
            WHEN EXISTS (SELECT FROM dunning_planclaim q WHERE q.claim_id = i.id AND q.is_running) THEN 'plan'
            WHEN i.id = ANY(%(collected)s) THEN 'collection'
            WHEN r.credit >= o.overdue THEN 'credit'
            WHEN r.recent THEN 'payment'
            WHEN y.email = '' AND (y.street = '' OR y.city = '' OR y.address_state = 'unknown') THEN 'unreachable'
            WHEN coalesce(c.stage, 0) >= %(stages)s THEN 'finished'
            WHEN coalesce(c.stage_on, i.due_on) + (%(waits)s::int[])[coalesce(c.stage, 0) + 1] > %(on)s THEN 'early'
            WHEN o.overdue < %(least)s THEN 'small'
            ELSE 'remind'
        END AS verdict
    FROM ledger_item i JOIN parties_party y ON y.id = i.party_id JOIN overdue o ON o.party_id = i.party_id
        CROSS JOIN last l
        LEFT JOIN dunning_case c ON c.claim_id = i.id LEFT JOIN sums s ON s.day = c.interest_from - 1
        LEFT JOIN credits r ON r.party_id = i.party_id LEFT JOIN paid p ON p.claim_id = i.id
        LEFT JOIN charged h ON h.claim_id = i.id
    WHERE i.entity_id = %(entity)s AND i.open > 0 AND i.nature = 'principal' AND i.due_on < %(on)s {only}
)
"""
ALL: Final = {"mine": "", "only": "", "charged": ""}
SOME: Final = {
    "mine": "AND party_id = ANY(%(parties)s)",
    "only": "AND i.party_id = ANY(%(parties)s)",
    "charged": "WHERE claim_id IN (SELECT id FROM ledger_item WHERE party_id = ANY(%(parties)s))",
}
INTO: Final = """INSERT INTO dunning_runline (run_id, party_id, claim_id, stage, verdict, open, interest)
SELECT %(run)s, party_id, claim_id, least(stage, %(stages)s), verdict, open, interest FROM found"""
SEEN: Final = (
    "SELECT party_id, claim_id, least(stage, %(stages)s), verdict, open, interest FROM found ORDER BY claim_id"
)
COUNTED: Final = """UPDATE dunning_run
SET customers = c.customers, claims = c.claims, left_out = c.left_out, sum = c.sum
FROM (SELECT count(DISTINCT party_id) FILTER (WHERE verdict = 'remind') AS customers,
    count(*) FILTER (WHERE verdict = 'remind') AS claims, count(*) FILTER (WHERE verdict <> 'remind') AS left_out,
    coalesce(sum(open) FILTER (WHERE verdict = 'remind'), 0) AS sum FROM dunning_runline WHERE run_id = %(run)s) c
WHERE id = %(run)s"""


def _given(entity_id: int, on: date, stages: Stages, collected: Sequence[int]) -> dict[str, Any]:
    sums = running_sums(base_rates(), OLDEST, on)
    return {
        "entity": entity_id, "on": on, "recent": on - timedelta(days=stages.bank_days), "stages": len(stages.stages),
        "waits": list(due_days(stages)), "least": stages.least, "collected": list(collected),
        "days": [one.day for one in sums], "base": [one.base for one in sums], "n": [one.days for one in sums],
        "leap_base": [one.leap_base for one in sums], "leap_n": [one.leap_days for one in sums],
    }  # fmt: skip


def put_lines(run: Run, stages: Stages, collected: Sequence[int] = ()) -> None:
    """Write a line for every overdue claim of a run's company, and what they add up to. Raises NotYetKnown."""
    given = {**_given(run.entity_id, run.on, stages, collected), "run": run.pk}
    with connection.cursor() as cursor:
        cursor.execute(PLAN.format(**ALL) + INTO, given)
        cursor.execute("ANALYZE dunning_runline")
        cursor.execute(COUNTED, given)
    run.refresh_from_db()


def lines_of(
    entity_id: int, on: date, stages: Stages, party_ids: Sequence[int], collected: Sequence[int] = ()
) -> list[tuple[int, int, int, str, Decimal, Decimal]]:
    """Return the lines of some customers as of a day: party, claim, stage, verdict, open, new interest."""
    given = {**_given(entity_id, on, stages, collected), "parties": list(party_ids)}
    with connection.cursor() as cursor:
        cursor.execute(PLAN.format(**SOME) + SEEN, given)
        found: list[tuple[int, int, int, str, Decimal, Decimal]] = cursor.fetchall()
    return found

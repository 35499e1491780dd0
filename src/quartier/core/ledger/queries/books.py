"""Whether everything in the books agrees: looked at in tests, by programs and in the office."""

from __future__ import annotations

from django.db import connection

CHECKS = {
    "entries that do not balance": "SELECT posting_id FROM ledger_line GROUP BY posting_id HAVING sum(amount) <> 0",
    "entries without lines": (
        "SELECT p.id FROM ledger_posting p WHERE NOT EXISTS (SELECT FROM ledger_line l WHERE l.posting_id = p.id)"
    ),
    "numbers missing in the journal": (
        "SELECT entity_id FROM ledger_posting GROUP BY entity_id, year"
        " HAVING max(number) <> count(*) OR min(number) <> 1"
    ),
    "items that differ from their line": (
        "SELECT i.id FROM ledger_item i JOIN ledger_line l ON l.id = i.line_id WHERE i.amount <> l.amount"
    ),
    "items whose open sum does not follow from what settles them": (
        "SELECT i.id FROM ledger_item i LEFT JOIN ledger_allocation a ON a.claim_id = i.id OR a.credit_id = i.id"
        " GROUP BY i.id, i.amount, i.open"
        " HAVING i.open <> i.amount - sign(i.amount) * coalesce(sum(a.amount), 0)"
    ),
    "companies whose items differ from the account of claims": (
        "SELECT a.entity_id FROM ledger_account a JOIN ledger_line l ON l.account_id = a.id"
        " LEFT JOIN ledger_item i ON i.line_id = l.id WHERE a.role = 'receivable'"
        " GROUP BY a.entity_id HAVING sum(l.amount) <> coalesce(sum(i.open), 0)"
    ),
}


def faults() -> dict[str, list[int]]:
    """Return what does not agree, by what it is; empty when the books are right."""
    found = {}
    with connection.cursor() as cursor:
        for name, statement in CHECKS.items():
            cursor.execute(f"{statement} LIMIT 20")
            if rows := [row[0] for row in cursor.fetchall()]:
                found[name] = rows
    return found

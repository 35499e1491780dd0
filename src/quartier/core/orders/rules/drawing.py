"""The states of orders as a page of the documentation, drawn from the transitions: `make docs` writes it again."""

from __future__ import annotations

import sys
from pathlib import Path

from quartier.core.orders.rules.states import FIRST, OPEN, TRANSITIONS

HEAD = """# Orders

Made from `core/orders/rules/states.py` by `make docs`; a test compares. Who accepts, and with which event, is the
provider's policy (`contract_formed_at`); a receipt mail accepts nothing.

```mermaid
stateDiagram-v2
"""


def page() -> str:
    """Return the page: the picture, and the same in words.

    >>> "offered --> accepted: accepted by us" in page()
    True
    """
    ends = sorted({one.target for one in TRANSITIONS} - {one.source for one in TRANSITIONS})
    drawn = [f"    [*] --> {FIRST}"]
    drawn += [f"    {one.source} --> {one.target}: {one.step.label}" for one in TRANSITIONS]
    drawn += [f"    {end} --> [*]" for end in ends]
    rows = [f"| {one.source} | {one.step.label} | {one.target} |" for one in TRANSITIONS]
    table = ["| From | What happens | To |", "|---|---|---|", *rows]
    open_states = " and ".join(sorted(OPEN))
    after = f"\n```\n\nOnly {open_states} orders are worked on; every other state takes no work entries (WR-062).\n\n"
    return HEAD + "\n".join(drawn) + after + "\n".join(table) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")

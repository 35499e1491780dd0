"""Facts in the words of people."""

from __future__ import annotations

from datetime import UTC, datetime

from quartier.core.audit.models import Fact
from quartier.core.audit.templatetags.audit import fact_details


def test_days_and_instants_are_written_like_everywhere_else() -> None:
    data = {"answer_by": "2027-03-01", "due": ["2027-01-01T00:00:00+01:00", "2027-02-01T12:30:00+00:00"], "deadline": 7}
    fact = Fact(at=datetime(2027, 1, 1, tzinfo=UTC), kind="x", subject="a:1", actor_kind="system", data=data, salt=b"x")
    said = fact_details(fact).replace("\u00a0", " ")
    assert said == "Antwort bis: 01.03.2027; Ende: 01.01.2027, 00:00 Uhr → 01.02.2027, 13:30 Uhr"


def test_what_only_looks_like_a_day_stays() -> None:
    fact = Fact(
        at=datetime(2027, 1, 1, tzinfo=UTC), kind="x", subject="a:1", data={"number": "2027-03-01-7"}, salt=b"x"
    )
    assert fact_details(fact).endswith("2027-03-01-7")

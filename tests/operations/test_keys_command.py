"""`quartier keys rotate`: keys change, secrets stay readable, and the console's protocol says so."""

from __future__ import annotations

import pytest
from django_tenants.utils import schema_context

from quartier.config.cli import run
from quartier.core.audit.models import Fact
from quartier.kit import encryption
from quartier.kit.models import DataKey

PLACE = "table.column"


def test_data_keys_are_wrapped_anew_and_replaced_on_request(
    committed_db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with schema_context("alpha"):
        token = encryption.encrypt("secret", place=PLACE)
    wrapped = DataKey.objects.get().wrapped
    assert run(["keys", "rotate"]) == 0
    assert capsys.readouterr().out.startswith("1 data keys are wrapped with the first installation key")
    assert DataKey.objects.get().wrapped != wrapped
    assert run(["keys", "rotate", "--data"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "alpha: 0 rows are encrypted anew.",
        "beta: 0 rows are encrypted anew.",
        "console: 0 rows are encrypted anew.",
    ]
    assert DataKey.objects.filter(retired_at=None).count() == 3
    with schema_context("alpha"):
        assert encryption.decrypt(token, place=PLACE) == "secret"
        assert encryption.encrypt("secret", place=PLACE).split(":")[1] != token.split(":")[1]
    with schema_context("console"):
        facts = Fact.objects.filter(kind="keys.rotated").order_by("pk")
        assert [fact.data for fact in facts] == [{"keys": 1, "rows": 0}, {"keys": 1, "rows": 0}]

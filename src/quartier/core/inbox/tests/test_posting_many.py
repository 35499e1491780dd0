"""One mail to many people: each copy is a mail like every other, however often it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from quartier.core.audit.models import Fact
from quartier.core.inbox import services
from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.core.inbox.services import Copy
from quartier.core.inbox.tests.letters import Reading, furnish
from quartier.values.actor import Actor, ActorKind
from tests.plugins.jobs import RunJobs

pytestmark = pytest.mark.usefixtures("alpha")
AT = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Jette Brandis")
COPIES = [Copy(f"mara{n}@lindqvist.example", f"Mara {n}", f"parties.party:{n}") for n in range(5)]


def post_all(copies: list[Copy] = COPIES) -> list[int | None]:
    """Post the same mail to all of them."""
    return services.post_many(actor=CLERK, at=AT, mail=Reading(), copies=copies)


def test_every_copy_is_the_mail_that_posting_it_alone_would_have_written() -> None:
    furnish()
    keys = post_all()
    for key, one in zip(keys, COPIES, strict=True):
        row = OutgoingMail.objects.get(pk=str(key))
        alone = services.post(actor=CLERK, at=AT, mail=Reading(), to=one.to, to_name=one.to_name, about=one.about)
        assert alone.pk == row.pk, "the same message id: posted once"
        assert (row.to_address, row.to_name, row.about, row.state) == (one.to, one.to_name, one.about, MailState.QUEUED)
    assert Fact.objects.filter(kind="mail.posted").count() == len(COPIES)


def test_asking_again_posts_what_is_missing_and_nothing_twice(run_jobs: RunJobs) -> None:
    furnish()
    first = post_all(COPIES[:3])
    assert post_all()[:3] == first
    assert post_all([*COPIES, COPIES[0]])[-1] == first[0], "twice in one call is once"
    assert OutgoingMail.objects.count() == len(COPIES)
    assert len(set(OutgoingMail.objects.values_list("message_id", flat=True))) == len(COPIES)
    run_jobs()
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.SENT}


def test_an_address_that_no_header_can_hold_keeps_nobody_else_from_the_mail() -> None:
    furnish()
    assert post_all([COPIES[0], Copy("mara@x.example\nBcc: alle@x.example")])[1] is None
    assert OutgoingMail.objects.count() == 1

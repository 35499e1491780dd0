"""Mail that comes back is noted once a mail, and only when the address is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.core.audit.models import Fact
from quartier.core.inbox import queries, services
from quartier.core.inbox.extension import address_gone
from quartier.core.inbox.models import Bounce, MailState, OutgoingMail
from quartier.core.inbox.tests.letters import Reading
from quartier.core.inbox.tests.reports import report
from quartier.core.inbox.tests.sink import Script, smtp_server
from quartier.kit.mail.incoming import Purpose, Recipient, address_of, failure_in, read_address
from quartier.values.actor import SYSTEM

AT = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
TO = "Mara@Lindqvist.example"


def posted(number: int = 0) -> OutgoingMail:
    """A mail to the same person, each at another minute."""
    return services.post(actor=SYSTEM, at=AT + timedelta(minutes=number), mail=Reading(), to=TO)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What somebody who listens hears."""
    told: list[str] = []
    address_gone.register("test", lambda address, _at: told.append(address))
    yield told
    address_gone._entries.pop("test")


def test_each_mail_that_comes_back_counts_once_however_often_it_is_reported(alpha: Any, heard: list[str]) -> None:
    first, second = posted(), posted(1)
    row = services.note_report(at=AT, mail_id=first.pk, raw=report())
    assert row is not None
    assert (row.address, row.code, row.told) == ("mara@lindqvist.example", "5.1.1", "550 5.1.1 User unknown")
    assert services.note_report(at=AT, mail_id=first.pk, raw=report()) is None
    assert queries.bounces_of(TO, None) == 1
    later = AT + timedelta(hours=1)
    assert services.note_report(at=later, mail_id=second.pk, raw=report(status="5.1.2", told="no such host"))
    assert (queries.bounces_of(TO, None), queries.bounces_of(TO, AT)) == (2, 1)
    assert heard == ["mara@lindqvist.example"] * 2
    assert Fact.objects.filter(kind="mail.came_back").count() == 2


@pytest.mark.parametrize(
    ("status", "told", "action"),
    [
        ("5.2.2", "552 5.2.2 Mailbox full", "failed"),
        ("5.7.1", "550 5.7.1 Message rejected as spam", "failed"),
        ("5.3.4", "552 5.3.4 Message too big", "failed"),
        ("5.1.8", "553 5.1.8 Sender unknown", "failed"),
        ("5.0.0", "550 5.7.26 Unauthenticated mail", "failed"),
        ("5.0.0", "", "failed"),
        ("4.4.7", "", "delayed"),
        ("5.1.1", "550 5.1.1 User unknown", "delayed"),
    ],
)
def test_what_says_nothing_about_the_address_is_not_counted(alpha: Any, status: str, told: str, action: str) -> None:
    assert services.note_report(at=AT, mail_id=posted().pk, raw=report(status=status, told=told, action=action)) is None
    assert Bounce.objects.count() == 0


def test_a_server_that_knows_nobody_there_counts_at_once_and_one_that_dislikes_the_words_does_not(alpha: Any) -> None:
    for number, (answer, count) in enumerate([("550 5.7.1 policy", 0), ("550 5.1.1 no such user", 1)]):
        mail = posted(number)
        with smtp_server(Script(recipient=answer)) as way:
            services.deliver(at=AT, mail_id=mail.pk, transport=way)
        mail.refresh_from_db()
        assert (mail.state, Bounce.objects.count()) == (MailState.FAILED, count)


class Remembering:
    """A way out that remembers from whom a mail came."""

    def __init__(self) -> None:
        self.senders: list[str] = []

    def send(self, message: EmailMessage, *, sender: str, to: str, before_data: Any) -> str:
        """Accept everything."""
        before_data()
        self.senders.append(sender)
        return "250 OK"


def test_a_mail_leaves_with_an_address_of_its_own_to_which_the_report_comes_back(alpha: Any, settings: Any) -> None:
    settings.MAIL_DOMAIN = "post.example"
    mail, way = posted(), Remembering()
    services.deliver(at=AT, mail_id=mail.pk, transport=way)
    assert read_address(way.senders[0]) == Recipient("alpha", Purpose.BOUNCE, mail.pk)
    assert address_of(Recipient("beta", Purpose.BOUNCE, mail.pk)).partition("-")[2] != way.senders[0].partition("-")[2]
    wrong = way.senders[0].replace("+b", "+b9", 1)
    found = read_address(wrong)
    assert found is not None
    assert found.purpose is Purpose.WRONG


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    assert failure_in(raw) is None
    assert failure_in(b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n" + raw) is None

"""What only drills know: a deadline whose effect can be counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DUE = "drill.due"
PASSED = "drill.passed"


def register() -> None:
    """Bring the kind as a module's plug would; needs Django."""
    from quartier.core.audit import services as audit  # noqa: PLC0415 – models load late
    from quartier.core.audit.extension import fact  # noqa: PLC0415 – models load late
    from quartier.core.deadlines.extension import (  # noqa: PLC0415 – models load late
        DeadlineKind,
        Passed,
        deadline,
        deadline_kinds,
    )
    from quartier.core.inbox import services as inbox  # noqa: PLC0415 – models load late
    from quartier.kit.mail import Mail, Part, Text  # noqa: PLC0415 – models load late
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – models load late

    @dataclass(frozen=True, kw_only=True)
    class DrillMail(Mail):
        """A mail that an effect sends."""

        template = "drill.mail"
        about: str

        def subject(self) -> str:
            """Return the subject line."""
            return f"Drill {self.about}"

        def body(self) -> Sequence[Part]:
            """Return what the mail says."""
            return (Text("A deadline has passed."),)

    def effect(passed: Passed) -> None:
        """Write down that it ran, and send a mail where the deadline says so."""
        audit.record(actor=SYSTEM, at=passed.at, kind=PASSED, subject=passed.subject, data={})
        if passed.data.get("mail"):
            name = passed.subject.replace(":", "-").replace(".", "-")
            mail = DrillMail(about=passed.subject)
            inbox.post(actor=SYSTEM, at=passed.at, mail=mail, to=f"{name}@drill.example", about=passed.subject)

    if DUE not in deadline_kinds:
        fact(PASSED, "Drill")
        deadline(DUE, DeadlineKind(label="Drill", effect=effect))

"""Mail: typed messages that become the same words in plain text and HTML, and their way out.

An app declares a message as a frozen dataclass; nothing a person typed is ever read as a template:

    @dataclass(frozen=True, kw_only=True)
    class Welcome(Mail):
        template = "parties.welcome"
        entity: str
        number: str

        def subject(self) -> str:
            return _("Your account with %(entity)s") % {"entity": self.entity}

        def body(self) -> Sequence[Part]:
            return (
                Text(_("your account has been set up.")),
                Facts(((_("Contracting party"), self.entity), (_("Number"), self.number))),
                Action(_("Log in"), "/anmelden/"),
            )

It is sent with `quartier.core.inbox.services.post(actor=…, at=…, mail=Welcome(…), to=address)`.
"""

from quartier.kit.mail.headers import HeaderRefused, checked_address, checked_line
from quartier.kit.mail.letter import Action, Facts, Letterhead, Mail, Part, Quote, Rendered, Text
from quartier.kit.mail.message import Attachment

__all__ = [
    "Action",
    "Attachment",
    "Facts",
    "HeaderRefused",
    "Letterhead",
    "Mail",
    "Part",
    "Quote",
    "Rendered",
    "Text",
    "checked_address",
    "checked_line",
]

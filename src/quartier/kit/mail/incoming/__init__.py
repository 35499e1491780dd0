"""Mail that comes in: what it says, who sent it, whether that is proven, and which request it answers.

mail = read(raw, envelope_sender="jo@posthaus.example")      # never raises, whatever the bytes
found = read_address("emscher+r1a-k2j4x7qpm3tzc@post.example")
checked = verdict(mail.results, trusted="mx.post.example", domain="posthaus.example")
"""

from quartier.kit.mail.incoming.addresses import Purpose, Recipient, address_of, read_address
from quartier.kit.mail.incoming.delivery import Failure, code_in, failure_in
from quartier.kit.mail.incoming.reading import Enclosure, Incoming, read
from quartier.kit.mail.incoming.verdict import Proof, Verdict, verdict

__all__ = [
    "Enclosure",
    "Failure",
    "Incoming",
    "Proof",
    "Purpose",
    "Recipient",
    "Verdict",
    "address_of",
    "code_in",
    "failure_in",
    "read",
    "read_address",
    "verdict",
]

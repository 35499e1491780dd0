"""Whether the receiving mail server has proven who sent a message (RFC 8601)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TOLD = 200
# Where each method names the domain it has looked at.
PLACES = {"dmarc": "header.from", "dkim": "header.d", "spf": "smtp.mailfrom"}
PASS, FAIL = "pass", "fail"
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
RESULT = re.compile(r"\s*(\w+)(?:/\d+)?\s*=\s*(\w+)")
PROPERTY = re.compile(r"\b(header\.d|header\.from|smtp\.mailfrom)\s*=\s*(\S+)")


class Proof(StrEnum):
    """What is known about the sender's domain."""

    PASSED = "passed"
    ABSENT = "absent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the receiving server found, and its findings in words such as `dmarc=pass, spf=pass`."""

    proof: Proof = Proof.ABSENT
    told: str = ""


def verdict(headers: Sequence[str], *, trusted: str, domain: str) -> Verdict:
    """Return whether `domain` sent a message, by the Authentication-Results that the server `trusted` wrote.

    Headers of other servers prove nothing: anybody can write them. A passed check counts for the domain it names and
    those below it, so that a stranger's own signature does not vouch for somebody else's address.
    """
    if not trusted or not domain:
        return Verdict()
    found = [finding for header in headers for finding in _findings(header, trusted.lower())]
    told = ", ".join(f"{method}={result}" for method, result, _named in found)[:LONGEST_TOLD]
    if any(result == PASS and _vouches(method, named, domain) for method, result, named in found):
        return Verdict(Proof.PASSED, told)
    failed = any(result == FAIL for _method, result, _named in found)
    return Verdict(Proof.FAILED if failed else Proof.ABSENT, told)


Finding = tuple[str, str, str]


def _findings(header: str, trusted: str) -> Iterator[Finding]:
    server, *results = _without_remarks(header.lower()).split(";")
    if server.split()[:1] != [trusted]:
        return
    for text in results:
        match = RESULT.match(text)
        if match and match[1] in PLACES:
            named = dict(PROPERTY.findall(text)).get(PLACES[match[1]], "")
            yield match[1], match[2], named.rpartition("@")[2].strip(".")


def _without_remarks(text: str) -> str:
    """Leave out quoted words and comments, which nest; what stands in them could look like a result."""
    kept, depth = [], 0
    for sign in QUOTED.sub('""', text):
        depth += sign == "("
        if not depth:
            kept.append(sign)
        depth -= sign == ")" and depth > 0
    return "".join(kept)


def _vouches(method: str, named: str, domain: str) -> bool:
    """Tell whether a check of one domain speaks for another: for itself and for what lies below it."""
    return domain == named or domain.endswith(f".{named}") if named else method == "dmarc"

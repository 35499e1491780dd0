"""A kind of candidate that only the tests know."""

from quartier.core.blocks.extension import CandidateKind, candidate

FOUND = "test.found"

candidate(FOUND, CandidateKind("Testfund", lambda item: f"/buero/fund/{item}/"))

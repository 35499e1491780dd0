"""Whether a withdrawal has effect, what follows for the money, and the words that go with it; pure."""

from quartier.core.withdrawal.rules.early import EARLY_START, KNOWN_LOSS
from quartier.core.withdrawal.rules.judging import Facts, Judged, Sent, Verdict, judge

__all__ = ["EARLY_START", "KNOWN_LOSS", "Facts", "Judged", "Sent", "Verdict", "judge"]

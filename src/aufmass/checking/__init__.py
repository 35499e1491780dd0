"""Is a survey possible at all? Every doubt is a sentence that names the place, the edge and the metre."""

from aufmass.checking.survey import check, ensure_possible

__all__ = ["check", "ensure_possible"]

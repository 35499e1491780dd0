"""What is wrong with a survey, and where: sentences for people, places for programs."""

from __future__ import annotations

from dataclasses import dataclass

from aufmass.sentences import Sentence, Voice


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault forbids a result; a hint only asks for a second look.

    The place is a path into the file such as `storeys[1].rooms[3].outline`; lists are counted from 1.
    """

    place: str
    sentence: Sentence
    subject: Sentence | None = None
    is_hint: bool = False

    def text(self, voice: Voice) -> str:
        """Return what it is about, and the sentence."""
        about = self.subject.text(voice) if self.subject else self.place
        return f"{about}: {self.sentence.text(voice)}" if about else self.sentence.text(voice)


class Unreadable(ValueError):
    """A file is no survey, or one that cannot be used; `faults` says every place."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{fault.place}: {fault.sentence}" for fault in faults))

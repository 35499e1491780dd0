"""Master data from the back office: a file that is checked and taken over, or records through the API (DWG-25)."""

from quartier.core.parties.services.intake.columns import (
    ColumnsMissing,
    SaidTwice,
    UnknownField,
    forget_columns,
    meanings,
)
from quartier.core.parties.services.intake.comparing import Outcome
from quartier.core.parties.services.intake.reading import (
    ENDINGS,
    LARGEST,
    MOST_COLUMNS,
    NoHeadings,
    NoRows,
    NotReadable,
    TooManyRows,
)
from quartier.core.parties.services.intake.records import permitted
from quartier.core.parties.services.intake.runs import (
    STALLED_AFTER,
    NotAllFit,
    NothingFits,
    NotNow,
    advance,
    apply,
    discard,
    receive,
    resume,
    stop,
    tidy,
)
from quartier.core.parties.services.intake.taking import take
from quartier.core.parties.services.intake.transfers import SomeDoNotFit, records_of, transfer
from quartier.core.parties.services.intake.whitelist import CONTRACT, MASTER_DATA, PARTY

__all__ = [
    "CONTRACT",
    "ENDINGS",
    "LARGEST",
    "MASTER_DATA",
    "MOST_COLUMNS",
    "PARTY",
    "STALLED_AFTER",
    "ColumnsMissing",
    "NoHeadings",
    "NoRows",
    "NotAllFit",
    "NotNow",
    "NotReadable",
    "NothingFits",
    "Outcome",
    "SaidTwice",
    "SomeDoNotFit",
    "TooManyRows",
    "UnknownField",
    "advance",
    "apply",
    "discard",
    "forget_columns",
    "meanings",
    "permitted",
    "receive",
    "records_of",
    "resume",
    "stop",
    "take",
    "tidy",
    "transfer",
]

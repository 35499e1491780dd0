"""Why something is not done with a job or a wish; nothing has changed then."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class NotNow(Refused):
    """The job is in another state meanwhile."""

    message = _("This job has gone on meanwhile. Please look at it once more.")


class NotChecked(Refused):
    """Work begins when everything is there."""

    message = _("Check the documents first. Work begins when everything is there.")


class NotYours(Refused):
    """Somebody else works on it."""

    message = _("Somebody else is working on this job. It can be handed over.")


class ItemUnsaid(Refused):
    """Every item of the checklist is judged, and what is unusable is explained."""

    message = _("Say why it cannot be used, so that the customer knows what to send.")


class DrawnByYou(Refused):
    """A second person releases what a first one has drawn."""

    message = _("You have drawn this yourself. Somebody else has to release it.")


class DrawnOn(Refused):
    """Released is what was shown."""

    message = _("The drawing has changed since it was sent for release. It has to be sent once more.")


class NotDueYet(Refused):
    """A consumer who can withdraw did not ask for an early start."""

    message = _("The customer can still withdraw from this change. It may be done when that time is over.")


class NoWorker(Refused):
    """A job is handed to somebody who may do it."""

    message = _("Choose somebody who draws.")
    field = "worker"


class NotDelivered(Refused):
    """A change needs a result."""

    message = _("A change can be wished for when the result has been delivered.")


class WishOpen(Refused):
    """One wish after the other."""

    message = _("We are still working on your last wish for a change. Please wait for it, or add to it by message.")


class WordsNeeded(Refused):
    """A wish says what is wanted."""

    message = _("Please write what you want changed.")
    field = "words"


class WishDecided(Refused):
    """A wish is answered once."""

    message = _("This wish has been answered already.")


class OtherPrice(Refused):
    """The price that was agreed to is the one that was told."""

    message = _("The price is another one. Please look at it once more.")


class OtherButton(Refused):
    """The button did not say the words that bind a customer (§ 312j BGB)."""

    message = _("This was not ordered with the button that the law asks for. Please do it once more.")

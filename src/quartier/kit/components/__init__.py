"""The parts of the visual language as functions with typed arguments: text in, escaped markup out.

In templates a part that holds others is a block (`{% card title=… %}…{% endcard %}`), every other one a tag.
A wrong argument is a WrongArgument with a sentence that names the choices. `docs`: the gallery at /bausteine/.
"""

from quartier.kit.components import frames, lists, pictures, states
from quartier.kit.components.markup import Level, Text, Tone, WrongArgument, esc

TAGS = (
    *(states.badge, states.count, states.progress, states.swatch),
    *(lists.fact, lists.answer, lists.line, lists.item, lists.day, lists.event),
    *(frames.button, frames.tab, frames.crumb, frames.steps),
    *(pictures.chart, pictures.spark),
)
BLOCKS = (
    *(states.notice, states.empty),
    *(lists.facts, lists.summary, lists.bill, lists.items, lists.dues, lists.due, lists.timeline, lists.thread),
    lists.message,
    *(frames.card, frames.fold, frames.scroll, frames.toolbar, frames.tabs, frames.crumbs),
)

__all__ = ["BLOCKS", "TAGS", "Level", "Text", "Tone", "WrongArgument", "esc", "frames", "lists", "pictures", "states"]

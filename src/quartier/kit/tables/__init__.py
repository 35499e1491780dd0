"""Lists: declare a `Table`, bind it to rows and a request, draw it with `{% table %}`, stream it as CSV."""

from quartier.kit.tables.columns import Badge, Column, Link
from quartier.kit.tables.filters import Contains, Day, Filter, Pick
from quartier.kit.tables.table import Bound, Table

__all__ = ["Badge", "Bound", "Column", "Contains", "Day", "Filter", "Link", "Pick", "Table"]

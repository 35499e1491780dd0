"""What others may read about products and what they cost."""

from quartier.core.catalogue.queries.asking import entry_faults, entry_fields, told, wanted_faults
from quartier.core.catalogue.queries.offers import (
    Fee,
    Offer,
    listed,
    listed_fee,
    offers,
    price_histories,
    price_list,
    product_keyed,
    product_numbered,
    products_numbered,
    subject_of,
)
from quartier.core.catalogue.queries.quoting import Choice, NoPrice, Quote, QuoteLine, quote
from quartier.core.catalogue.rules.amounts import net_of, percent_on
from quartier.core.catalogue.rules.basket import (
    BY_LAW,
    FOR_FREE,
    MOST_LINES,
    MOST_OF_ONE,
    fit_together,
    label_for,
    standings_of,
)
from quartier.core.catalogue.rules.shapes import Asked, Option, Wanted, asked_of, options_of, wanted_of

__all__ = [
    "BY_LAW",
    "FOR_FREE",
    "MOST_LINES",
    "MOST_OF_ONE",
    "Asked",
    "Choice",
    "Fee",
    "NoPrice",
    "Offer",
    "Option",
    "Quote",
    "QuoteLine",
    "Wanted",
    "asked_of",
    "entry_faults",
    "entry_fields",
    "fit_together",
    "label_for",
    "listed",
    "listed_fee",
    "net_of",
    "offers",
    "options_of",
    "percent_on",
    "price_histories",
    "price_list",
    "product_keyed",
    "product_numbered",
    "products_numbered",
    "quote",
    "standings_of",
    "subject_of",
    "told",
    "wanted_faults",
    "wanted_of",
]

"""Vouchers are found by the digits of their numbers: an index on what `rules.references.digits_of` returns."""

from django.db import migrations

FORWARD = """
CREATE INDEX item_by_digits ON ledger_item (entity_id, (regexp_replace(document, '[^0-9]', '', 'g')))
 WHERE amount > 0 AND document <> ''
"""


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("banking", "0001_initial"), ("ledger", "0002_books_that_balance")]

    operations = [migrations.RunSQL(FORWARD, "DROP INDEX item_by_digits")]

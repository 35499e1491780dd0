"""Organisations that are there already conclude contracts as businesses."""

from django.db import migrations

BUSINESS = "UPDATE parties_party SET standing = 'business' WHERE kind = 'organisation'"


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_master_data")]

    operations = [migrations.RunSQL(BUSINESS, migrations.RunSQL.noop)]

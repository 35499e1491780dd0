"""Blocks that the customer is not responsible for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Those of before were all on a ground that the customer had given."""

    dependencies = [("blocks", "0001_initial")]

    operations = [migrations.AddField("block", "not_responsible", models.BooleanField(default=False))]

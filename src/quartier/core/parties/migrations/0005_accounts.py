"""A customer can have an account that several users share."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The party behind a shared account."""

    dependencies = [("parties", "0004_firms_are_businesses"), ("accounts", "0004_logins")]

    operations = [
        migrations.AddField(
            "party",
            "account",
            models.OneToOneField(
                "accounts.CustomerAccount",
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="party",
            ),
        ),
    ]

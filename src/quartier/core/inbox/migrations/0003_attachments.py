"""Mails may carry files that never change."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0002_bounces")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="attached",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
            ),
        ),
    ]

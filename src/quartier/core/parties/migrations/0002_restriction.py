"""A customer can be restricted (Art. 18 GDPR)."""

import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [
        migrations.AlterModelManagers(
            name="party",
            managers=[("everything", django.db.models.manager.Manager())],
        ),
        migrations.AddField(
            model_name="party",
            name="restricted_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]

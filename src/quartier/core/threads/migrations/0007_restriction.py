"""A thread can be restricted (Art. 18 GDPR)."""

import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("threads", "0006_attachments"), ("parties", "0002_restriction")]

    operations = [
        migrations.AlterModelManagers(name="thread", managers=[("everything", django.db.models.manager.Manager())]),
        migrations.AddField(
            model_name="thread", name="restricted_at", field=models.DateTimeField(editable=False, null=True)
        ),
    ]

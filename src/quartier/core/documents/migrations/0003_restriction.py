"""A document can be restricted (Art. 18 GDPR)."""

import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_immutable"), ("parties", "0002_restriction")]

    operations = [
        migrations.AlterModelManagers(name="document", managers=[("everything", django.db.models.manager.Manager())]),
        migrations.AddField(
            model_name="document", name="restricted_at", field=models.DateTimeField(editable=False, null=True)
        ),
    ]

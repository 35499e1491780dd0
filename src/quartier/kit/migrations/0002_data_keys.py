"""Wrapped data keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One key in use for each schema."""

    dependencies = [("kit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("schema", models.CharField(max_length=63)),
                ("wrapped", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["schema", "created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["schema"], condition=models.Q(retired_at__isnull=True), name="one_key_in_use"
                    ),
                ],
            },
        ),
    ]

"""Versions of legal texts, and who accepted them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """First tables."""

    initial = True
    dependencies = [("accounts", "0004_logins")]

    operations = [
        migrations.CreateModel(
            name="TextVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("as_of", models.DateTimeField()),
            ],
            options={
                "ordering": ["kind", "-as_of", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("kind", "digest"), name="text_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        "terms.TextVersion", on_delete=django.db.models.deletion.PROTECT, related_name="acceptances"
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("registration", "at the registration"),
                            ("first_login", "at the first login"),
                            ("order", "with an order"),
                        ],
                        max_length=12,
                    ),
                ),
                ("via", models.CharField(max_length=10)),
                ("accepted_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-accepted_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("user", "version"), name="version_accepted_once")],
            },
        ),
    ]

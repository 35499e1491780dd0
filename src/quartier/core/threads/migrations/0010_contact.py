"""Requests of people without an account."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0002_policy"),
        ("threads", "0009_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("subject", models.CharField(blank=True, max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("kept_because", models.CharField(blank=True, max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_requests",
                        to="providers.legalentity",
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "-changed_at"], name="contact_queue"),
                    models.Index(fields=["email", "-opened_at"], name="contact_by_email"),
                    models.Index(fields=["changed_at"], name="contact_by_change"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                        | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
                        name="withdrawn_request_has_its_instant",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="withdrawn") | ~Q(kept_because="") | Q(name="", email="", subject=""),
                        name="withdrawn_request_names_nobody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_ours", models.BooleanField()),
                ("author_name", models.CharField(max_length=120)),
                ("text", models.TextField(max_length=5000)),
                ("written_at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="threads.contactrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ContactLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="threads.contactrequest"
                    ),
                ),
            ],
        ),
    ]

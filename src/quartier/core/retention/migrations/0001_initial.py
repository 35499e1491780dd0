"""Holds, restrictions at a person's wish, and the protocol of runs."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0004_firms_are_businesses"),
    ]

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-began_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case", models.CharField(max_length=120)),
                ("reason", models.CharField(max_length=400)),
                ("review_on", models.DateField()),
                ("set_at", models.DateTimeField()),
                ("set_by", models.CharField(max_length=120)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.CharField(blank=True, max_length=120)),
                ("lifted_because", models.CharField(blank=True, max_length=400)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="legal_holds", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["review_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("party", "case"),
                        name="legal_hold_once_per_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at__isnull", True), ("lifted_by", "")),
                            models.Q(("lifted_at__isnull", False), models.Q(("lifted_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="legal_hold_lifted_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ground", models.CharField(max_length=12)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("since_at", models.DateTimeField()),
                ("set_by", models.CharField(max_length=120)),
                ("told_at", models.DateTimeField(null=True)),
                ("ends_because", models.CharField(blank=True, max_length=400)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.CharField(blank=True, max_length=120)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="restrictions", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["-since_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("party", "ground"),
                        name="restriction_once_per_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_at__isnull", True),
                            models.Q(("told_at__isnull", False), ("told_at__lte", models.F("lifted_at"))),
                            _connector="OR",
                        ),
                        name="restriction_lifted_after_notice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=80)),
                ("erased", models.PositiveIntegerField(default=0)),
                ("restricted", models.PositiveIntegerField(default=0)),
                ("held", models.PositiveIntegerField(default=0)),
                ("needed", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="retention.run"
                    ),
                ),
            ],
            options={
                "ordering": ["model"],
                "constraints": [models.UniqueConstraint(fields=("run", "model"), name="run_line_once_per_kind")],
            },
        ),
    ]

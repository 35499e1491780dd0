"""Schedules, runs, questions, and what was agreed about work by effort."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    """First tables."""

    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("contracts", "0002_endings_and_papers"),
        ("parties", "0006_ties_and_accounts"),
        ("providers", "0004_editorial_texts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("through_on", models.DateField()),
                ("issued_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planning", "is being planned"),
                            ("planned", "planned"),
                            ("waiting", "waits for a second person"),
                            ("running", "running"),
                            ("done", "done"),
                            ("dropped", "dropped"),
                        ],
                        default="planning",
                        max_length=8,
                    ),
                ),
                ("phase", models.PositiveSmallIntegerField(default=0)),
                ("position", models.BigIntegerField(default=0)),
                ("planned_invoices", models.PositiveIntegerField(default=0)),
                ("planned_net", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("invoices", models.PositiveIntegerField(default=0)),
                ("net", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("drafted_at", models.DateTimeField()),
                ("drafted_by", models.CharField(max_length=120)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("started_by", models.CharField(blank=True, max_length=120)),
                ("touched_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="providers.legalentity"
                    ),
                ),
            ],
            options={
                "ordering": ["-drafted_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RunProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("restricted_at", models.DateTimeField(editable=False, null=True)),
                ("text", models.CharField(max_length=300)),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="problems", to="billing.run"
                    ),
                ),
            ],
            options={
                "ordering": ["run", "pk"],
            },
            managers=[
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("restricted_at", models.DateTimeField(editable=False, null=True)),
                ("option", models.CharField(blank=True, max_length=40)),
                ("origin", models.CharField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("unit", models.CharField(max_length=6)),
                ("net", models.DecimalField(decimal_places=2, max_digits=10)),
                ("vat_rate_kind", models.CharField(default="standard", max_length=12)),
                ("payment_method", models.CharField(blank=True, max_length=20)),
                ("rhythm", models.PositiveSmallIntegerField()),
                ("in_advance", models.BooleanField(default=True)),
                ("anchor_on", models.DateField()),
                ("starts_on", models.DateField()),
                ("billed_before", models.DateField()),
                ("bill_on", models.DateField(blank=True, null=True)),
                ("noted_at", models.DateTimeField()),
                ("noted_by", models.CharField(max_length=120)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="schedules", to="contracts.contract"
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="providers.legalentity"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.product",
                    ),
                ),
            ],
            options={
                "ordering": ["contract", "pk"],
            },
            managers=[
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="EffortTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("hourly_net", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
                ("surcharge", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("noted_at", models.DateTimeField()),
                ("noted_by", models.CharField(max_length=120)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="effort_terms",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "ordering": ["contract", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "valid_from"), name="effort_terms_from_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("hourly_net__isnull", True), ("hourly_net__gt", 0), _connector="OR"),
                        name="hour_costs_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("surcharge__isnull", True), ("surcharge__range", (0, 100)), _connector="OR"
                        ),
                        name="surcharge_in_bounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("restricted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("old_price", "old price billed: the new one was not announced"),
                            ("overbilled", "billed beyond the end of the contract"),
                            ("cancelled", "invoice of a schedule cancelled"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("text", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by", models.CharField(blank=True, max_length=120)),
                ("settled_because", models.CharField(blank=True, max_length=300)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)), fields=["asked_at"], name="question_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "key"), name="asked_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at__isnull", True),
                            models.Q(("settled_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="question_settled_with_a_reason",
                    ),
                ],
            },
            managers=[
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("done", "dropped")), _negated=True),
                fields=("entity",),
                name="one_open_run_a_company",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("running", "done")), _negated=True),
                    ("issued_on__isnull", False),
                    _connector="OR",
                ),
                name="run_issues_on_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(
                condition=models.Q(("bill_on__isnull", False)),
                fields=["entity", "contract", "id"],
                name="schedule_to_bill",
            ),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(fields=["contract"], name="schedule_by_contract"),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("rhythm__in", (1, 3, 6, 12))), name="schedule_rhythm_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("net__gte", 0), ("quantity__gte", 1)), name="schedule_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("anchor_on__lte", models.F("billed_before")), ("billed_before__gte", models.F("starts_on"))
                ),
                name="schedule_billed_from_its_start",
            ),
        ),
    ]

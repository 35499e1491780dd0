"""Charges say how much of what, by the hour too, and on which invoice they stand; time worked is kept beside."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charges", "0001_initial"),
        ("contracts", "0002_endings_and_papers"),
        ("parties", "0006_ties_and_accounts"),
        ("providers", "0004_editorial_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="charge",
            name="because",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="charge",
            name="billed_as",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="charge",
            name="billed_number",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="charge",
            name="contract",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contracts.contract",
            ),
        ),
        migrations.AddField(
            model_name="charge",
            name="entity",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="providers.legalentity",
            ),
        ),
        migrations.AddField(
            model_name="charge",
            name="kind",
            field=models.CharField(default="request", max_length=8),
        ),
        migrations.AddField(
            model_name="charge",
            name="quantity",
            field=models.DecimalField(decimal_places=4, default=1, max_digits=9),
        ),
        migrations.AddField(
            model_name="charge",
            name="supplied_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="charge",
            name="unit_net",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True),
        ),
        migrations.AddField(
            model_name="charge",
            name="vat_rate_kind",
            field=models.CharField(default="standard", max_length=12),
        ),
        migrations.CreateModel(
            name="TimeEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("restricted_at", models.DateTimeField(editable=False, null=True)),
                ("subject", models.CharField(blank=True, max_length=60)),
                ("project", models.CharField(blank=True, max_length=80)),
                ("worked_on", models.DateField()),
                ("began", models.TimeField(blank=True, null=True)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("what", models.CharField(max_length=200)),
                ("is_charged", models.BooleanField(default=False)),
                ("rate", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
                ("raised_minutes", models.PositiveSmallIntegerField(default=0)),
                ("surcharge", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("booked_by", models.CharField(max_length=120)),
                ("booked_at", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="time_entries", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["worked_on", "pk"],
            },
            managers=[
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="charge",
            name="time",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="charges",
                to="charges.timeentry",
            ),
        ),
        migrations.AddIndex(
            model_name="charge",
            index=models.Index(
                condition=models.Q(("billed_as", ""), ("cancelled_at__isnull", True)),
                fields=["entity", "party"],
                name="charge_unbilled",
            ),
        ),
        migrations.AddIndex(
            model_name="charge",
            index=models.Index(
                condition=models.Q(("billed_as", ""), _negated=True), fields=["billed_as"], name="charge_by_invoice"
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(("cancelled_at__isnull", True), ("billed_as", ""), _connector="OR"),
                name="charge_cancelled_or_billed",
            ),
        ),
        migrations.AddIndex(
            model_name="timeentry",
            index=models.Index(fields=["subject"], name="time_by_subject"),
        ),
        migrations.AddIndex(
            model_name="timeentry",
            index=models.Index(fields=["party", "-worked_on"], name="time_by_party"),
        ),
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__range", (1, 1440))), name="time_worked_within_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("raised_minutes__lte", models.F("minutes"))), name="raised_within_the_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_charged", False), ("rate__isnull", False), _connector="OR"),
                name="charged_time_has_a_rate",
            ),
        ),
    ]

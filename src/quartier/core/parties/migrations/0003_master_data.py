"""Parties have a number, a standing, further ways to reach them; files of master data are taken over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_restriction"),
    ]

    operations = [
        migrations.CreateModel(
            name="IntakeColumn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("heading", models.CharField(max_length=80, unique=True)),
                ("shown", models.CharField(max_length=80)),
                ("field", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "ordering": ["heading"],
            },
        ),
        migrations.AddField(
            model_name="party",
            name="billing_city",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="party",
            name="billing_name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="party",
            name="billing_postcode",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="party",
            name="billing_street",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="party",
            name="born_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="party",
            name="country",
            field=models.CharField(default="DE", max_length=2),
        ),
        migrations.AddField(
            model_name="party",
            name="language",
            field=models.CharField(choices=[("de", "German"), ("en", "English")], default="de", max_length=2),
        ),
        migrations.AddField(
            model_name="party",
            name="mobile",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="party",
            name="number",
            field=models.CharField(blank=True, max_length=30, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="party",
            name="sent",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="party",
            name="standing",
            field=models.CharField(
                choices=[("consumer", "Consumer"), ("business", "Business")], default="consumer", max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="party",
            name="kind",
            field=models.CharField(
                choices=[
                    ("person", "Person"),
                    ("sole_trader", "Sole trader or one-person company"),
                    ("contact", "Contact person of a legal person"),
                    ("organisation", "Organisation"),
                ],
                default="person",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=150)),
                ("started_at", models.DateTimeField()),
                ("started_by", models.CharField(max_length=120)),
                ("actor_key", models.CharField(max_length=40)),
                ("language", models.CharField(default="de", max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "is being checked"),
                            ("checked", "checked"),
                            ("applying", "is being taken over"),
                            ("done", "taken over"),
                            ("stopped", "stopped"),
                            ("discarded", "discarded"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                (
                    "stopped_in",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("checking", "is being checked"),
                            ("checked", "checked"),
                            ("applying", "is being taken over"),
                            ("done", "taken over"),
                            ("stopped", "stopped"),
                            ("discarded", "discarded"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[("whole", "All rows or none"), ("rows", "Every row that fits")],
                        max_length=10,
                    ),
                ),
                ("headings", models.JSONField(default=dict)),
                ("left_out", models.JSONField(default=list)),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("position", models.PositiveIntegerField(default=0)),
                ("touched_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["applying", "done"]), _negated=True),
                            models.Q(("mode", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="intake_is_taken_over_in_a_mode",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stopped"), _negated=True),
                            models.Q(("stopped_in", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="stopped_intake_has_a_step",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("customer_number", models.CharField(blank=True, max_length=200)),
                ("values", models.JSONField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "new"),
                            ("changed", "changed"),
                            ("unchanged", "unchanged"),
                            ("refused", "refused"),
                        ],
                        max_length=10,
                    ),
                ),
                ("faults", models.JSONField(default=list)),
                ("changes", models.JSONField(default=dict)),
                ("kept", models.JSONField(default=dict)),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="parties.intake"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["intake", "customer_number", "number"], name="intake_row_by_customer"),
                    models.Index(fields=["intake", "verdict", "number"], name="intake_row_by_verdict"),
                    models.Index(fields=["customer_number"], name="intake_row_about"),
                ],
                "constraints": [models.UniqueConstraint(fields=("intake", "number"), name="intake_row_once")],
            },
        ),
    ]

"""Requests are fulfilled: fees for further copies, objections to advertising, recipients who are told."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="datarequest",
            name="about_marketing",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="fee",
            field=models.DecimalField(decimal_places=2, max_digits=7, null=True),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="fee_agreed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="fee_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.CreateModel(
            name="RecipientNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=120)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, max_length=120)),
                ("was_told", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="rights.datarequest"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "recipient"), name="recipient_told_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("was_told", False)),
                            ("settled_at__isnull", False),
                            _connector="OR",
                        ),
                        name="recipient_told_with_a_time",
                    ),
                ],
            },
        ),
    ]

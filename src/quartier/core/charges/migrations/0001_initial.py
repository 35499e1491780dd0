"""What was caused that costs money."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """First table."""

    initial = True
    dependencies = [("accounts", "0004_logins"), ("parties", "0005_accounts")]

    operations = [
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("restricted_at", models.DateTimeField(editable=False, null=True)),
                ("caused_by", models.CharField(max_length=120)),
                ("caused_at", models.DateTimeField()),
                ("what", models.CharField(max_length=160)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                ("subject", models.CharField(max_length=60)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_by", models.CharField(blank=True, max_length=120)),
                ("cancelled_because", models.CharField(blank=True, max_length=300)),
                (
                    "party",
                    models.ForeignKey(
                        "parties.Party", on_delete=django.db.models.deletion.PROTECT, related_name="charges"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                    ),
                ),
            ],
            options={
                "ordering": ["-caused_at", "-pk"],
                "indexes": [models.Index(fields=["party", "caused_at"], name="charge_by_party")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(amount__gt=0), name="charge_is_an_amount"),
                    models.CheckConstraint(
                        condition=models.Q(cancelled_at__isnull=True) | ~models.Q(cancelled_because=""),
                        name="charge_cancelled_with_a_reason",
                    ),
                ],
            },
            managers=[("everything", django.db.models.manager.Manager())],
        ),
    ]

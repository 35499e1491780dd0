import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import quartier.kit.encryption.field


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0004_held"),
        ("ledger", "0002_books_that_balance"),
        ("parties", "0006_ties_and_accounts"),
        ("providers", "0004_editorial_texts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("restricted_at", models.DateTimeField(editable=False, null=True)),
                ("reference", models.CharField(max_length=35, unique=True)),
                ("scheme", models.CharField(max_length=4)),
                ("source", models.CharField(max_length=6)),
                ("state", models.CharField(max_length=8)),
                ("is_recurring", models.BooleanField(default=True)),
                ("holder", models.CharField(max_length=70)),
                ("holder_city", models.CharField(blank=True, max_length=80)),
                ("holder_country", models.CharField(blank=True, max_length=2)),
                ("iban", quartier.kit.encryption.field.EncryptedTextField()),
                ("country", models.CharField(max_length=2)),
                ("ending", models.CharField(max_length=4)),
                ("words", models.TextField(blank=True)),
                ("evidence", models.JSONField(blank=True, default=dict)),
                ("signed_on", models.DateField(blank=True, null=True)),
                ("bank_confirmed_on", models.DateField(blank=True, null=True)),
                ("last_used_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_because", models.CharField(blank=True, max_length=200)),
                ("sent_reference", models.CharField(blank=True, max_length=35)),
                ("sent_iban", quartier.kit.encryption.field.EncryptedTextField(blank=True)),
                ("sent_identifier", models.CharField(blank=True, max_length=35)),
                ("sent_name", models.CharField(blank=True, max_length=70)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=120)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="parties.bankaccount",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "indexes": [models.Index(fields=["party", "-made_at"], name="mandate_by_party")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")), fields=("party", "entity"), name="one_mandate_in_force"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")), fields=("party", "entity"), name="one_mandate_waits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_on", None), ("state", "draft")),
                            models.Q(("state", "draft"), _negated=True),
                            _connector="OR",
                        ),
                        name="drafts_are_not_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True), ("signed_on__isnull", False), _connector="OR"
                        ),
                        name="mandate_in_force_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "active")), ("ended_on__isnull", False), _connector="OR"
                        ),
                        name="ended_mandate_has_a_day",
                    ),
                ],
            },
            managers=[
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("state", models.CharField(max_length=9)),
                ("message_id", models.CharField(max_length=35, unique=True)),
                ("until_on", models.DateField()),
                ("count", models.PositiveIntegerField(default=0)),
                ("sum", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("refused", models.JSONField(default=list)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("prepared_at", models.DateTimeField()),
                ("prepared_by", models.CharField(max_length=120)),
                ("approved_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("ended_because", models.CharField(blank=True, max_length=200)),
                ("bank_status", models.CharField(blank=True, max_length=4)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="providers.legalentity"
                    ),
                ),
            ],
            options={
                "ordering": ["-prepared_at", "-pk"],
                "indexes": [models.Index(fields=["state", "kind"], name="run_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("debit", "transfer"))), name="run_of_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("approved", "sent")), _negated=True),
                            ("document__isnull", False),
                            _connector="OR",
                        ),
                        name="approved_run_has_a_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("refund", models.BigIntegerField()),
                ("state", models.CharField(max_length=7)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("holder", models.CharField(max_length=70)),
                ("iban", quartier.kit.encryption.field.EncryptedTextField()),
                ("country", models.CharField(max_length=2)),
                ("ending", models.CharField(max_length=4)),
                ("purpose", models.CharField(max_length=140)),
                ("end_to_end_id", models.CharField(max_length=35, null=True, unique=True)),
                ("reason", models.CharField(blank=True, max_length=4)),
                ("because", models.CharField(blank=True, max_length=200)),
                ("ended_on", models.DateField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to="mandates.run"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["run", "state"], name="payout_by_run")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("chosen", "sent", "paid"))),
                        fields=("refund",),
                        name="paid_back_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="pays_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=8)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("collect_on", models.DateField()),
                ("announced_on", models.DateField(null=True)),
                ("announced_by", models.CharField(blank=True, max_length=60)),
                ("sequence", models.CharField(blank=True, max_length=4)),
                ("end_to_end_id", models.CharField(max_length=35, null=True, unique=True)),
                ("payment", models.BigIntegerField(null=True)),
                ("reason", models.CharField(blank=True, max_length=4)),
                ("because", models.CharField(blank=True, max_length=200)),
                ("ended_on", models.DateField(null=True)),
                ("planned_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="collections", to="ledger.item"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="collections", to="mandates.mandate"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collections",
                        to="mandates.run",
                    ),
                ),
            ],
            options={
                "ordering": ["collect_on", "pk"],
                "indexes": [
                    models.Index(fields=["state", "collect_on"], name="collection_by_state"),
                    models.Index(fields=["run", "state"], name="collection_by_run"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["planned", "chosen", "sent", "booked"])),
                        fields=("item",),
                        name="collected_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="collects_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Creditor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(blank=True, max_length=35)),
                ("name", models.CharField(max_length=70)),
                ("iban", quartier.kit.encryption.field.EncryptedTextField()),
                ("country", models.CharField(max_length=2)),
                ("ending", models.CharField(max_length=4)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("notice_days", models.PositiveSmallIntegerField(default=14)),
                ("agreed_in", models.CharField(blank=True, max_length=120)),
                ("retries", models.BooleanField(default=False)),
                ("set_at", models.DateTimeField()),
                ("set_by", models.CharField(max_length=120)),
                (
                    "entity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="creditor", to="providers.legalentity"
                    ),
                ),
            ],
            options={
                "ordering": ["entity"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("notice_days__gte", 14),
                            models.Q(models.Q(("agreed_in", ""), _negated=True), ("notice_days__gte", 1)),
                            _connector="OR",
                        ),
                        name="short_notice_is_agreed",
                    )
                ],
            },
        ),
    ]

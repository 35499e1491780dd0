"""Own accounts, statements, payers."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import quartier.kit.encryption.field


class Migration(migrations.Migration):
    """New tables."""

    initial = True

    dependencies = [
        ("parties", "0006_ties_and_accounts"),
        ("providers", "0004_editorial_texts"),
    ]

    operations = [
        migrations.CreateModel(
            name="StatementFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("format", models.CharField(max_length=40)),
                ("size", models.BigIntegerField()),
                ("content", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[("booking", "is being booked"), ("done", "done")], default="booking", max_length=10
                    ),
                ),
                ("position", models.BigIntegerField(default=0)),
                ("statements", models.PositiveIntegerField(default=0)),
                ("entries", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("booked", models.PositiveIntegerField(default=0)),
                ("queued", models.PositiveIntegerField(default=0)),
                (
                    "told",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), blank=True, default=list, size=None
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("received_by", models.CharField(max_length=120)),
                ("touched_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HashKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", quartier.kit.encryption.field.EncryptedTextField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_hash_key")],
            },
        ),
        migrations.CreateModel(
            name="OwnAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=60)),
                ("holder", models.CharField(max_length=70)),
                ("iban", models.CharField(max_length=34, unique=True)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("bank", models.CharField(blank=True, max_length=80)),
                ("place", models.PositiveSmallIntegerField(default=1)),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("opening", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_accounts",
                        to="providers.legalentity",
                    ),
                ),
            ],
            options={
                "ordering": ["entity", "place", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("opening", 0), ("opened_on__isnull", False), _connector="OR"),
                        name="opening_balance_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("opened_on__isnull", True),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="own_account_closes_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("iban_hash", models.CharField(max_length=32)),
                ("ending", models.CharField(max_length=4)),
                ("learnt", models.BooleanField()),
                ("account_key", models.BigIntegerField(null=True)),
                ("since", models.DateField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="payers", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["party", "pk"],
                "indexes": [models.Index(fields=["iban_hash"], name="payer_by_account")],
                "constraints": [models.UniqueConstraint(fields=("party", "iban_hash"), name="payer_known_once")],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("booked", "statement of account"),
                            ("preview", "look at the day"),
                            ("notice", "details of batches"),
                        ],
                        max_length=8,
                    ),
                ),
                ("ident", models.CharField(blank=True, max_length=70)),
                ("number", models.PositiveIntegerField(null=True)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("opening", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("closing", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("entries", models.PositiveIntegerField(default=0)),
                ("gap", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="banking.ownaccount"
                    ),
                ),
                (
                    "twin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="twins",
                        to="banking.statement",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="banking.statementfile"
                    ),
                ),
            ],
            options={
                "ordering": ["-to_on", "-pk"],
                "indexes": [models.Index(fields=["account", "kind", "to_on"], name="statement_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "booked"), _negated=True),
                            models.Q(("closing__isnull", False), ("opening__isnull", False)),
                            _connector="OR",
                        ),
                        name="booked_statement_has_balances",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("booked", "statement of account"),
                            ("preview", "look at the day"),
                            ("notice", "details of batches"),
                        ],
                        max_length=8,
                    ),
                ),
                ("booked_on", models.DateField()),
                ("value_on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("currency", models.CharField(default="EUR", max_length=3)),
                ("name", models.CharField(blank=True, max_length=140)),
                ("iban_hash", models.CharField(blank=True, max_length=32)),
                ("ending", models.CharField(blank=True, max_length=4)),
                ("purpose", models.CharField(blank=True, max_length=700)),
                ("end_to_end", models.CharField(blank=True, max_length=70)),
                ("mandate", models.CharField(blank=True, max_length=70)),
                ("bank_reference", models.CharField(blank=True, max_length=70)),
                ("batch", models.CharField(blank=True, max_length=70)),
                ("batch_size", models.PositiveIntegerField(default=0)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=10)),
                ("charges", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("fingerprint", models.CharField(max_length=32)),
                ("occurrence", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "not looked at yet"),
                            ("open", "to be assigned"),
                            ("booked", "booked"),
                            ("shown", "only shown"),
                        ],
                        default="new",
                        max_length=8,
                    ),
                ),
                (
                    "meaning",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not known"),
                            ("payment", "payment of a customer"),
                            ("collection", "our collections"),
                            ("returned", "returned payment"),
                            ("refund", "our payment back"),
                            ("transfer", "own transfer"),
                            ("bank_fee", "fee of the bank"),
                            ("third_party", "money of others"),
                            ("split", "split"),
                            ("foreign", "foreign currency"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("points", models.PositiveSmallIntegerField(default=0)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("proposals", models.JSONField(blank=True, default=list)),
                ("booked_as", models.CharField(blank=True, max_length=60)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=120)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="details",
                        to="banking.entry",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_entries",
                        to="parties.party",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="banking.ownaccount"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="banking.statement"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "ordering": ["-booked_on", "-pk"],
                "indexes": [
                    models.Index(fields=["statement", "number"], name="entry_by_statement"),
                    models.Index(fields=["account", "booked_on"], name="entry_by_day"),
                    models.Index(
                        condition=models.Q(("state__in", ("new", "open"))),
                        fields=["state", "booked_on"],
                        name="entry_open",
                    ),
                    models.Index(condition=models.Q(("party__isnull", False)), fields=["party"], name="entry_by_party"),
                    models.Index(
                        condition=models.Q(("parent__isnull", False)), fields=["parent"], name="entry_by_batch"
                    ),
                    models.Index(
                        condition=models.Q(("ending", ""), _negated=True), fields=["ending"], name="entry_by_ending"
                    ),
                    models.Index(
                        condition=models.Q(("end_to_end", ""), _negated=True),
                        fields=["end_to_end"],
                        name="entry_by_reference",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "booked"), ("parent__isnull", True)),
                        fields=("account", "fingerprint", "occurrence"),
                        name="bank_entry_once",
                    )
                ],
            },
        ),
    ]

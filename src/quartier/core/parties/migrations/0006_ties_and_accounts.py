"""Roles of others in contracts, who acts for whom, bank details, suppliers, and parties that become one."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import quartier.kit.encryption.field


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0005_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="TwinSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("found", models.PositiveIntegerField(default=0)),
                ("touched_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="party",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="twins_gone",
                to="parties.party",
            ),
        ),
        migrations.AlterField(
            model_name="relationship",
            name="kind",
            field=models.CharField(
                choices=[
                    ("tenancy", "Tenancy"),
                    ("membership", "Membership"),
                    ("savings", "Savings"),
                    ("service", "Service contract"),
                    ("supplier", "Supplier"),
                    ("portal", "Portal use"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="BankProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=120)),
                ("iban", quartier.kit.encryption.field.EncryptedTextField()),
                ("country", models.CharField(max_length=2)),
                ("ending", models.CharField(max_length=4)),
                ("evidence", models.CharField(max_length=200)),
                ("proposed_at", models.DateTimeField()),
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bank_proposal", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupplierRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("contract", "Art. 6(1)(b) GDPR: the contract"),
                            ("duty", "Art. 6(1)(c) GDPR: a legal duty"),
                            ("interest", "Art. 6(1)(f) GDPR: legitimate interests"),
                        ],
                        max_length=10,
                    ),
                ),
                ("trade", models.CharField(blank=True, max_length=120)),
                ("claims_disclosed", models.CharField(blank=True, max_length=500)),
                ("kept_at", models.DateTimeField()),
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supplier", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=120)),
                ("iban", quartier.kit.encryption.field.EncryptedTextField()),
                ("country", models.CharField(max_length=2)),
                ("ending", models.CharField(max_length=4)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
                ("by_customer", models.BooleanField()),
                (
                    "notice",
                    models.CharField(
                        choices=[
                            ("mail", "told by e-mail"),
                            ("letter_due", "a letter has to be written"),
                            ("letter", "told by letter"),
                        ],
                        max_length=10,
                    ),
                ),
                ("told_to", models.JSONField(default=list)),
                ("letter_on", models.DateField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bank_accounts", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["-set_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="bank_account_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("party",),
                        name="one_bank_account_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("letter_on__isnull", False), ("notice", "letter")),
                            models.Q(models.Q(("notice", "letter"), _negated=True), ("letter_on", None)),
                            _connector="OR",
                        ),
                        name="letter_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("merged_at", models.DateTimeField()),
                ("merged_by", models.CharField(max_length=120)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("moved", models.JSONField()),
                ("gone_restricted_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(blank=True, max_length=120)),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "stays",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mergers", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)), fields=("gone",), name="merged_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RelatedPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("restricted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("co_tenant", "Co-tenant"),
                            ("household", "Household member"),
                            ("subtenant", "Subtenant"),
                            ("payer", "Deviating payer"),
                            ("representative", "Authorised representative"),
                            ("custodian", "Custodian"),
                            ("heir", "Heir"),
                            ("administrator", "Estate administrator"),
                            ("guarantor", "Guarantor"),
                            ("beneficiary", "Beneficiary"),
                            ("spouse", "Spouse"),
                            ("contact", "Contact person"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("customer", "said by the customer"),
                            ("person", "said by the person"),
                            ("contract", "stands in the contract"),
                            ("court", "court or authority"),
                            ("register", "public register"),
                        ],
                        max_length=10,
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("acts", models.BooleanField(default=False)),
                (
                    "rights",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("noted_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="related", to="parties.party"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ties", to="parties.party"
                    ),
                ),
                (
                    "relationship",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related",
                        to="parties.relationship",
                    ),
                ),
            ],
            options={
                "ordering": ["-valid_from", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="role_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("customer")), _negated=True),
                        name="role_is_somebody_elses",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acts", False), ("kinds", []), ("rights", [])),
                            models.Q(
                                ("acts", True),
                                ("role__in", ("representative", "custodian", "heir", "administrator")),
                                models.Q(("evidence", ""), _negated=True),
                                models.Q(("relationship", None), ("kinds", []), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="acting_needs_role_and_evidence",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("customer", "relationship", "person", "role"),
                        name="open_role_once",
                        nulls_distinct=False,
                    ),
                ],
            },
            managers=[
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Twins",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.PositiveSmallIntegerField()),
                ("reasons", models.JSONField(default=list)),
                ("found_at", models.DateTimeField()),
                ("apart_at", models.DateTimeField(null=True)),
                ("apart_by", models.CharField(blank=True, max_length=120)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["-score", "pk"],
                "indexes": [models.Index(fields=["apart_at", "-score", "id"], name="twins_by_score")],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="twins_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="twins_in_order"
                    ),
                ],
            },
        ),
    ]

"""Changes, and who was told of them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """New tables."""

    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("contracts", "0001_initial"),
        ("inbox", "0002_bounces"),
        ("letters", "0001_initial"),
        ("parties", "0006_ties_and_accounts"),
        ("terms", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.CharField(
                        choices=[("text", "a legal text"), ("price", "a price"), ("service", "a service")], max_length=8
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("favourable", "favourable or neutral for customers"),
                            ("adverse", "adverse, for an important reason"),
                            ("far_reaching", "far-reaching"),
                            ("material", "material for customers"),
                            ("minor", "minor: published only"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("summary", models.TextField()),
                ("reason", models.TextField()),
                ("reasonable", models.TextField()),
                ("old_net", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("new_net", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("old_vat", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("new_vat", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("effective_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sending", "is being announced"),
                            ("announced", "announced"),
                            ("done", "in effect"),
                            ("cancelled", "called off"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("drafted_by", models.CharField(max_length=120)),
                ("announced_at", models.DateTimeField(null=True)),
                ("announced_by", models.CharField(blank=True, max_length=120)),
                ("position", models.BigIntegerField(default=0)),
                ("in_users", models.BooleanField(default=False)),
                ("recipients", models.PositiveIntegerField(default=0)),
                ("touched_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_because", models.CharField(blank=True, max_length=300)),
                (
                    "new_version",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="terms.textversion"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.product"
                    ),
                ),
            ],
            options={
                "ordering": ["-drafted_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("restricted_at", models.DateTimeField(editable=False, null=True)),
                ("standing", models.CharField(max_length=10)),
                (
                    "road",
                    models.CharField(
                        choices=[
                            ("login", "notice at login"),
                            ("email", "e-mail"),
                            ("letter", "letter"),
                            ("none", "no way"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at_login", models.BooleanField(default=False)),
                (
                    "binding",
                    models.CharField(
                        choices=[
                            ("inform", "the announcement itself"),
                            ("silence", "silence after the announcement"),
                            ("consent", "active consent"),
                        ],
                        max_length=8,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=254)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "on its way"),
                            ("undelivered", "not delivered"),
                            ("received", "received"),
                            ("approved", "approved by silence"),
                            ("consented", "consent given"),
                            ("objected", "objected"),
                            ("in_force", "in effect"),
                            ("stays", "the old stays in force"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("received_on", models.DateField(null=True)),
                ("receipt", models.CharField(blank=True, max_length=200)),
                ("effective_on", models.DateField(null=True)),
                ("objection_until", models.DateField(null=True)),
                ("special_notice_until", models.DateField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("notice_until", models.DateField(null=True)),
                ("notice_given_on", models.DateField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcements",
                        to="contracts.contract",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="letters.letter"
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="inbox.outgoingmail",
                    ),
                ),
                (
                    "old_version",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="terms.textversion"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="announcements", to="parties.party"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="announcements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="announcements", to="changes.change"
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
            },
            managers=[
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("topic", "text"), _negated=True), ("new_version__isnull", False), _connector="OR"
                ),
                name="change_of_a_text_names_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("topic", "price"), _negated=True),
                    models.Q(
                        ("new_net__gte", 0),
                        ("new_vat__gte", 0),
                        ("old_net__gte", 0),
                        ("old_vat__gte", 0),
                        ("product__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="change_of_a_price_names_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True), models.Q(("reasonable", ""), _negated=True)
                ),
                name="change_has_its_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("new_version",),
                name="version_is_announced_once",
            ),
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(fields=["party", "-sent_at"], name="announcement_by_party"),
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(fields=["change", "state"], name="announcement_by_state"),
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(
                condition=models.Q(("at_login", True), ("seen_at__isnull", True)),
                fields=["party"],
                name="announcement_to_show",
            ),
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(
                condition=models.Q(("state", "sent")), fields=["change", "id"], name="announcement_on_its_way"
            ),
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(fields=["contract", "-effective_on"], name="announcement_by_contract"),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("contract__isnull", False)),
                fields=("change", "contract"),
                name="contract_is_told_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("contract__isnull", True)), fields=("change", "user"), name="login_is_told_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("sent", "undelivered", "stays", "objected", "consented")),
                    ("received_on__isnull", False),
                    _connector="OR",
                ),
                name="no_effect_without_receipt",
            ),
        ),
    ]

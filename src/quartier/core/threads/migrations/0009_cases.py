"""Cases about messages and names, and what followed from them."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

PK = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
STATES = [("reported", "reported"), ("hidden", "hidden"), ("restored", "shown again"), ("left", "left as it is")]
GROUNDS = [
    ("unlawful", "unlawful"),
    ("insult", "insulting"),
    ("violence", "glorifies violence or threatens"),
    ("racism", "racist or discriminating"),
    ("pornography", "pornographic"),
    ("minors", "harmful to minors"),
    ("name", "offensive or ambiguous name"),
]
PROTECT, SET_NULL, CASCADE = (
    django.db.models.deletion.PROTECT,
    django.db.models.deletion.SET_NULL,
    django.db.models.deletion.CASCADE,
)


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_restriction"), ("providers", "0002_policy"), ("threads", "0008_incoming_mail")]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                PK,
                ("kind", models.CharField(max_length=40)),
                ("number", models.BigIntegerField()),
                ("shown", models.CharField(blank=True, max_length=200)),
                (
                    "party",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="cases", to="parties.party"),
                ),
                (
                    "entity",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="providers.legalentity"),
                ),
                (
                    "thread",
                    models.ForeignKey(null=True, on_delete=SET_NULL, related_name="cases", to="threads.thread"),
                ),
                ("state", models.CharField(choices=STATES, default="reported", max_length=10)),
                ("ground", models.CharField(blank=True, choices=GROUNDS, max_length=12)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-opened_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state__in=["reported", "hidden"]), fields=("kind", "number"), name="one_open_case"
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="hidden") | (~Q(ground="") & ~Q(reason="")),
                        name="hiding_says_ground_and_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sanction",
            fields=[
                PK,
                (
                    "case",
                    models.ForeignKey(on_delete=CASCADE, related_name="sanctions", to="threads.case"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("warning", "Warning"), ("block", "No messages until a day")], max_length=10
                    ),
                ),
                ("last_on", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
                ("imposed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["imposed_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind="block", last_on__isnull=False) | Q(kind="warning", last_on__isnull=True),
                        name="only_a_block_has_a_last_day",
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="contentreport",
            name="message",
            field=models.ForeignKey(null=True, on_delete=CASCADE, related_name="reports", to="threads.message"),
        ),
        migrations.AddField(
            model_name="contentreport",
            name="case",
            field=models.ForeignKey(null=True, on_delete=CASCADE, related_name="reports", to="threads.case"),
        ),
        migrations.AddConstraint(
            model_name="contentreport",
            constraint=models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(message__isnull=False), name="report_is_about_something"
            ),
        ),
    ]

"""Legal texts with versions of their own: name, day, file, state."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("terms", "Terms of use"),
    ("privacy", "Privacy notice"),
    ("withdrawal", "Instruction on withdrawal"),
    ("price_list", "Price list"),
    ("articles", "Articles of association"),
    ("processing", "Agreement on processing"),
    ("special", "Special terms"),
]
STATES = [("draft", "Draft"), ("published", "in force"), ("superseded", "earlier version")]
FORMATS = [("md", "Markdown"), ("txt", "Text"), ("docx", "DOCX"), ("pdf", "PDF")]


class Migration(migrations.Migration):
    """Additive; what is there is filled by the next migration."""

    dependencies = [("terms", "0002_subject"), ("providers", "0003_withdrawal_text")]

    operations = [
        migrations.CreateModel(
            name="LegalText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=20, unique=True)),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("title", models.CharField(max_length=120)),
                ("for_scope", models.CharField(blank=True, max_length=40)),
                ("order", models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                "ordering": ["order", "title", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("for_scope", ""), models.Q(("kind", "special"), _negated=True)),
                        fields=("kind",),
                        name="one_text_of_a_kind",
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="textversion", name="text_version_once"),
        migrations.AddField(
            model_name="textversion",
            name="text",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="terms.legaltext"
            ),
        ),
        migrations.AddField("textversion", "name", models.CharField(default="", max_length=60), preserve_default=False),
        migrations.AddField("textversion", "dated_on", models.DateField(null=True)),
        migrations.AddField("textversion", "source", models.BinaryField(null=True)),
        migrations.AddField(
            "textversion", "file_format", models.CharField(choices=FORMATS, default="md", max_length=4)
        ),
        migrations.AddField("textversion", "file_name", models.CharField(blank=True, default="", max_length=120)),
        migrations.AddField("textversion", "state", models.CharField(choices=STATES, default="draft", max_length=10)),
        migrations.AddField("textversion", "is_legacy", models.BooleanField(default=False)),
        migrations.AddField("textversion", "made_at", models.DateTimeField(null=True)),
        migrations.AddField("textversion", "made_by", models.CharField(blank=True, default="", max_length=120)),
        migrations.AddField("textversion", "published_at", models.DateTimeField(null=True)),
        migrations.AddField("textversion", "published_by", models.CharField(blank=True, default="", max_length=120)),
        migrations.AddField("textversion", "in_force_from", models.DateField(null=True)),
        migrations.AddField("textversion", "reason", models.CharField(blank=True, default="", max_length=300)),
    ]

"""What has been published cannot change any more: the database itself refuses."""

import django.db.models.deletion
from django.db import migrations, models

REFUSE = """
CREATE FUNCTION terms_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'published legal texts are immutable' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER terms_version_immutable BEFORE UPDATE ON terms_textversion FOR EACH ROW WHEN (
  OLD.state <> 'draft' AND (NEW.state = 'draft' OR
  (OLD.id, OLD.text_id, OLD.title, OLD.name, OLD.dated_on, OLD.body, OLD.digest, OLD.source, OLD.file_format,
   OLD.file_name, OLD.is_legacy, OLD.made_at, OLD.made_by, OLD.published_at, OLD.published_by, OLD.in_force_from,
   OLD.reason)
  IS DISTINCT FROM
  (NEW.id, NEW.text_id, NEW.title, NEW.name, NEW.dated_on, NEW.body, NEW.digest, NEW.source, NEW.file_format,
   NEW.file_name, NEW.is_legacy, NEW.made_at, NEW.made_by, NEW.published_at, NEW.published_by, NEW.in_force_from,
   NEW.reason))
) EXECUTE FUNCTION terms_refuse();
CREATE TRIGGER terms_version_stays BEFORE DELETE ON terms_textversion FOR EACH ROW WHEN (OLD.state <> 'draft')
EXECUTE FUNCTION terms_refuse();
"""

ALLOW = """
DROP TRIGGER terms_version_stays ON terms_textversion;
DROP TRIGGER terms_version_immutable ON terms_textversion;
DROP FUNCTION terms_refuse();
"""

OCCASIONS = [
    ("registration", "at the registration"),
    ("first_login", "at the first login"),
    ("order", "with an order"),
    ("change", "after a change was announced"),
]


class Migration(migrations.Migration):
    """The old columns go; immutable by trigger."""

    dependencies = [("terms", "0004_move_texts")]

    operations = [
        migrations.AlterModelOptions("textversion", {"ordering": ["text", "-dated_on", "-pk"]}),
        migrations.RemoveField("textversion", "kind"),
        migrations.RemoveField("textversion", "as_of"),
        migrations.AlterField(
            "textversion",
            "text",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="terms.legaltext"
            ),
        ),
        migrations.AlterField("textversion", "dated_on", models.DateField()),
        migrations.AlterField("textversion", "source", models.BinaryField()),
        migrations.AlterField("textversion", "made_at", models.DateTimeField()),
        migrations.AlterField("textversion", "file_name", models.CharField(blank=True, max_length=120)),
        migrations.AlterField("textversion", "made_by", models.CharField(blank=True, max_length=120)),
        migrations.AlterField("textversion", "published_by", models.CharField(blank=True, max_length=120)),
        migrations.AlterField("textversion", "reason", models.CharField(blank=True, max_length=300)),
        migrations.AlterField("acceptance", "occasion", models.CharField(choices=OCCASIONS, max_length=12)),
        migrations.AddConstraint(
            "textversion", models.UniqueConstraint(fields=("text", "digest"), name="text_version_once")
        ),
        migrations.AddConstraint(
            "textversion", models.UniqueConstraint(fields=("text", "name", "dated_on"), name="version_name_once")
        ),
        migrations.AddConstraint(
            "textversion",
            models.UniqueConstraint(
                condition=models.Q(("state", "published")), fields=("text",), name="one_version_in_force"
            ),
        ),
        migrations.AddConstraint(
            "textversion",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at", None), ("state", "draft")),
                    models.Q(models.Q(("state", "draft"), _negated=True), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="published_has_instant",
            ),
        ),
        migrations.AddIndex(
            "acceptance", models.Index(fields=["version", "-accepted_at"], name="acceptance_by_version")
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]

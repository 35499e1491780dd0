"""Facts say from where and for whom; IP addresses lie apart, so that they can go after their days."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

PROTECT = """
DROP TRIGGER audit_fact_append_only ON audit_fact;
CREATE TRIGGER audit_fact_append_only BEFORE UPDATE OR DELETE ON audit_fact
  FOR EACH ROW EXECUTE FUNCTION audit_keep('{"data": {}, "actor_name": "", "behalf_name": "", "salt": null}');
CREATE TRIGGER audit_origin_unchanged BEFORE UPDATE ON audit_origin
  FOR EACH ROW EXECUTE FUNCTION audit_keep();
"""

UNPROTECT = """
DROP TRIGGER audit_origin_unchanged ON audit_origin;
DROP TRIGGER audit_fact_append_only ON audit_fact;
CREATE TRIGGER audit_fact_append_only BEFORE UPDATE OR DELETE ON audit_fact
  FOR EACH ROW EXECUTE FUNCTION audit_keep('{"data": {}, "actor_name": "", "salt": null}');
"""


def _text(length: int) -> Any:
    return models.CharField(max_length=length, blank=True, default="", db_default="")


class Migration(migrations.Migration):
    """Way, represented person, origin."""

    dependencies = [("audit", "0003_seals")]

    operations = [
        migrations.AddField("fact", "via", _text(10)),
        migrations.AddField("fact", "behalf", _text(80)),
        migrations.AddField("fact", "behalf_name", _text(120)),
        migrations.AddField("fact", "origin_hash", models.BinaryField(null=True, editable=False)),
        migrations.CreateModel(
            name="Origin",
            fields=[
                (
                    "fact",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="origin",
                        serialize=False,
                        to="audit.fact",
                    ),
                ),
                ("ip", models.CharField(max_length=45)),
                ("salt", models.BinaryField()),
                ("until", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["until"], name="origin_by_end")]},
        ),
        migrations.RunSQL(PROTECT, UNPROTECT),
    ]

"""Facts are sealed in a chain; content can be erased, and only together with its salt; nothing can be truncated."""

from django.db import migrations, models
from django.db.models import Func

SALT = models.BinaryField(
    null=True, editable=False, db_default=Func(Func(function="gen_random_uuid"), function="uuid_send")
)

PROTECT = """
CREATE FUNCTION audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_NARGS = 1 THEN
    IF to_jsonb(NEW) = to_jsonb(OLD) || TG_ARGV[0]::jsonb THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'facts are append-only' USING ERRCODE = 'restrict_violation';
END $$;

DROP TRIGGER audit_fact_append_only ON audit_fact;
DROP TRIGGER audit_confirmation_append_only ON audit_confirmation;
DROP FUNCTION audit_refuse();

CREATE TRIGGER audit_fact_append_only BEFORE UPDATE OR DELETE ON audit_fact
  FOR EACH ROW EXECUTE FUNCTION audit_keep('{"data": {}, "actor_name": "", "salt": null}');
CREATE TRIGGER audit_confirmation_append_only BEFORE UPDATE OR DELETE ON audit_confirmation
  FOR EACH ROW EXECUTE FUNCTION audit_keep('{"values": {}, "salt": null}');
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal
  FOR EACH ROW EXECUTE FUNCTION audit_keep();

CREATE TRIGGER audit_fact_no_truncate BEFORE TRUNCATE ON audit_fact
  FOR EACH STATEMENT EXECUTE FUNCTION audit_keep();
CREATE TRIGGER audit_confirmation_no_truncate BEFORE TRUNCATE ON audit_confirmation
  FOR EACH STATEMENT EXECUTE FUNCTION audit_keep();
CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal
  FOR EACH STATEMENT EXECUTE FUNCTION audit_keep();
"""

UNPROTECT = """
DROP TRIGGER audit_confirmation_no_truncate ON audit_confirmation;
DROP TRIGGER audit_fact_no_truncate ON audit_fact;
DROP TRIGGER audit_confirmation_append_only ON audit_confirmation;
DROP TRIGGER audit_fact_append_only ON audit_fact;
DROP TRIGGER audit_seal_no_truncate ON audit_seal;
DROP TRIGGER audit_seal_append_only ON audit_seal;
DROP FUNCTION audit_keep();

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'facts are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_fact_append_only BEFORE UPDATE OR DELETE ON audit_fact
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_confirmation_append_only BEFORE UPDATE OR DELETE ON audit_confirmation
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):
    """Salts, seals and triggers."""

    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddField("fact", "salt", SALT.clone()),
        migrations.AddField("confirmation", "salt", SALT.clone()),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField()),
                ("facts_until", models.BigIntegerField()),
                ("confirmations_until", models.BigIntegerField()),
                ("previous", models.BinaryField()),
                ("leaves", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={"ordering": ["number"], "indexes": [models.Index(fields=["hash"], name="seal_by_hash")]},
        ),
        migrations.RunSQL(PROTECT, UNPROTECT),
    ]

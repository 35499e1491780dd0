"""The database itself refuses to change or delete facts and confirmations."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'facts are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_fact_append_only BEFORE UPDATE OR DELETE ON audit_fact
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_confirmation_append_only BEFORE UPDATE OR DELETE ON audit_confirmation
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""

ALLOW = """
DROP TRIGGER audit_confirmation_append_only ON audit_confirmation;
DROP TRIGGER audit_fact_append_only ON audit_fact;
DROP FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):
    """Append-only by trigger."""

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

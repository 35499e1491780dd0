"""The database itself refuses to change or delete decisions about flats."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION lettings_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'decisions about flats are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER lettings_statechange_append_only BEFORE UPDATE OR DELETE ON lettings_statechange
  FOR EACH ROW EXECUTE FUNCTION lettings_refuse();
"""

ALLOW = """
DROP TRIGGER lettings_statechange_append_only ON lettings_statechange;
DROP FUNCTION lettings_refuse();
"""


class Migration(migrations.Migration):
    """Append-only by trigger."""

    dependencies = [("lettings", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

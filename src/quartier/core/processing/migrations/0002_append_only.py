"""The database itself refuses to change or delete disclosures; only the person may be taken out."""

from django.db import migrations

KEEP = """
CREATE FUNCTION processing_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) = to_jsonb(OLD) || '{"party_id": null, "reference": "", "decided_by": ""}'::jsonb THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'disclosures are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER processing_disclosure_append_only BEFORE UPDATE OR DELETE ON processing_disclosure
  FOR EACH ROW EXECUTE FUNCTION processing_keep();
CREATE TRIGGER processing_disclosure_no_truncate BEFORE TRUNCATE ON processing_disclosure
  FOR EACH STATEMENT EXECUTE FUNCTION processing_keep();
"""

LET_GO = """
DROP TRIGGER processing_disclosure_no_truncate ON processing_disclosure;
DROP TRIGGER processing_disclosure_append_only ON processing_disclosure;
DROP FUNCTION processing_keep();
"""


class Migration(migrations.Migration):
    """Append-only by trigger."""

    dependencies = [("processing", "0001_initial")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]

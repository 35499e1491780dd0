"""The database itself refuses to change or delete wordings and statements; only the person may be taken out."""

from django.db import migrations

KEEP = """
CREATE FUNCTION consents_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_NARGS = 1 THEN
    IF to_jsonb(NEW) = to_jsonb(OLD) || '{"document_id": null}'::jsonb
       OR to_jsonb(NEW) = to_jsonb(OLD) || TG_ARGV[0]::jsonb THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'consents are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consents_statement_append_only BEFORE UPDATE OR DELETE ON consents_statement
  FOR EACH ROW EXECUTE FUNCTION consents_keep(
    '{"party_id": null, "evidence": {}, "noted_by": "", "document_id": null}');
CREATE TRIGGER consents_statement_no_truncate BEFORE TRUNCATE ON consents_statement
  FOR EACH STATEMENT EXECUTE FUNCTION consents_keep();
CREATE TRIGGER consents_text_append_only BEFORE UPDATE OR DELETE ON consents_consenttext
  FOR EACH ROW EXECUTE FUNCTION consents_keep();
CREATE TRIGGER consents_text_no_truncate BEFORE TRUNCATE ON consents_consenttext
  FOR EACH STATEMENT EXECUTE FUNCTION consents_keep();
"""

LET_GO = """
DROP TRIGGER consents_text_no_truncate ON consents_consenttext;
DROP TRIGGER consents_text_append_only ON consents_consenttext;
DROP TRIGGER consents_statement_no_truncate ON consents_statement;
DROP TRIGGER consents_statement_append_only ON consents_statement;
DROP FUNCTION consents_keep();
"""


class Migration(migrations.Migration):
    """Append-only by trigger."""

    dependencies = [("consents", "0001_initial")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]

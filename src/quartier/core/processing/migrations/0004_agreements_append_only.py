"""The database refuses to change approved registers, published texts and concluded agreements."""

from django.db import migrations

KEEP = """
CREATE FUNCTION processing_keep_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_NARGS = 1 THEN
    IF to_jsonb(NEW) = to_jsonb(OLD) || '{"document_id": null}'::jsonb
       OR to_jsonb(NEW) = to_jsonb(OLD) || TG_ARGV[0]::jsonb THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'agreements, texts and registers are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER processing_agreement_append_only BEFORE UPDATE OR DELETE ON processing_agreement
  FOR EACH ROW EXECUTE FUNCTION processing_keep_paper('{"party_id": null, "signatory": "", "document_id": null}');
CREATE TRIGGER processing_text_append_only BEFORE UPDATE OR DELETE ON processing_legaltext
  FOR EACH ROW EXECUTE FUNCTION processing_keep_paper();
CREATE TRIGGER processing_register_append_only BEFORE UPDATE OR DELETE ON processing_registerversion
  FOR EACH ROW EXECUTE FUNCTION processing_keep_paper();
"""

LET_GO = """
DROP TRIGGER processing_register_append_only ON processing_registerversion;
DROP TRIGGER processing_text_append_only ON processing_legaltext;
DROP TRIGGER processing_agreement_append_only ON processing_agreement;
DROP FUNCTION processing_keep_paper();
"""


class Migration(migrations.Migration):
    """Append-only by trigger."""

    dependencies = [("processing", "0003_agreements")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]

"""The database itself refuses to change what a document is; state, notice, report and hiding may change."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION documents_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'documents are immutable' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER documents_document_immutable BEFORE UPDATE ON documents_document FOR EACH ROW WHEN (
  (OLD.id, OLD.series, OLD.version, OLD.kind, OLD.title, OLD.year, OLD.file_name, OLD.media_type, OLD.size,
   OLD.sha256, OLD.party_id, OLD.entity_id, OLD.by_customer, OLD.created_at, OLD.visibility, OLD.roles,
   OLD.is_confidential)
  IS DISTINCT FROM
  (NEW.id, NEW.series, NEW.version, NEW.kind, NEW.title, NEW.year, NEW.file_name, NEW.media_type, NEW.size,
   NEW.sha256, NEW.party_id, NEW.entity_id, NEW.by_customer, NEW.created_at, NEW.visibility, NEW.roles,
   NEW.is_confidential)
) EXECUTE FUNCTION documents_refuse();
"""

ALLOW = """
DROP TRIGGER documents_document_immutable ON documents_document;
DROP FUNCTION documents_refuse();
"""


class Migration(migrations.Migration):
    """Immutable by trigger."""

    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

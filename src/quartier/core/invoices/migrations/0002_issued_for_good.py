"""The database keeps invoices as they were issued: sums, lines and record never change, lines come with the invoice."""

from django.db import migrations

# What may change afterwards: the paper that was pressed, whose account it is on (merged twins), and restriction.
PROTECT = """
CREATE FUNCTION invoices_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'issued invoices never change' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER invoices_invoice_frozen BEFORE UPDATE ON invoices_invoice FOR EACH ROW WHEN (
  (to_jsonb(OLD) - 'document_id' - 'party_id' - 'restricted_at')
    IS DISTINCT FROM (to_jsonb(NEW) - 'document_id' - 'party_id' - 'restricted_at')
  OR (OLD.document_id IS NOT NULL AND NEW.document_id IS DISTINCT FROM OLD.document_id)
) EXECUTE FUNCTION invoices_keep();
CREATE TRIGGER invoices_line_frozen BEFORE UPDATE ON invoices_invoiceline
  FOR EACH ROW EXECUTE FUNCTION invoices_keep();
-- Vouchers are kept for eight years from the end of theirs (§ 147 AO): before, nobody deletes them.
CREATE TRIGGER invoices_invoice_kept BEFORE DELETE ON invoices_invoice FOR EACH ROW
  WHEN (extract(year FROM OLD.issued_on) + 8 >= extract(year FROM now())) EXECUTE FUNCTION invoices_keep();
CREATE FUNCTION invoices_keep_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM invoices_invoice i WHERE i.id = OLD.invoice_id
    AND extract(year FROM i.issued_on) + 8 >= extract(year FROM now())
  ) THEN
    RAISE EXCEPTION 'issued invoices never change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER invoices_line_kept BEFORE DELETE ON invoices_invoiceline
  FOR EACH ROW EXECUTE FUNCTION invoices_keep_line();

-- All lines of an invoice come in one statement: their number and sums are looked at as soon as they are there.
CREATE FUNCTION invoices_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM invoices_invoice i JOIN invoices_invoiceline l ON l.invoice_id = i.id
    WHERE i.id IN (SELECT invoice_id FROM new_lines)
    GROUP BY i.id HAVING count(*) <> i.parts OR sum(l.net) <> i.net OR sum(l.vat) <> i.vat
  ) THEN
    RAISE EXCEPTION 'the lines of an invoice do not add up' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'invoices_add_up';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER invoices_line_sums AFTER INSERT ON invoices_invoiceline
  REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION invoices_add_up();
"""

UNPROTECT = """
DROP TRIGGER invoices_line_sums ON invoices_invoiceline;
DROP FUNCTION invoices_add_up();
DROP TRIGGER invoices_line_kept ON invoices_invoiceline;
DROP FUNCTION invoices_keep_line();
DROP TRIGGER invoices_invoice_kept ON invoices_invoice;
DROP TRIGGER invoices_line_frozen ON invoices_invoiceline;
DROP TRIGGER invoices_invoice_frozen ON invoices_invoice;
DROP FUNCTION invoices_keep();
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("invoices", "0001_initial")]

    operations = [migrations.RunSQL(PROTECT, UNPROTECT)]

"""The database keeps the books: entries balance and never change, items belong to lines, closed periods stay closed."""

from django.db import migrations

PROTECT = """
CREATE FUNCTION ledger_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_posting_append_only BEFORE UPDATE OR DELETE ON ledger_posting
  FOR EACH ROW EXECUTE FUNCTION ledger_keep();
CREATE TRIGGER ledger_line_append_only BEFORE UPDATE OR DELETE ON ledger_line
  FOR EACH ROW EXECUTE FUNCTION ledger_keep();
CREATE TRIGGER ledger_allocation_append_only BEFORE UPDATE ON ledger_allocation
  FOR EACH ROW EXECUTE FUNCTION ledger_keep();
CREATE TRIGGER ledger_posting_no_truncate BEFORE TRUNCATE ON ledger_posting
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_keep();
CREATE TRIGGER ledger_line_no_truncate BEFORE TRUNCATE ON ledger_line
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_keep();
CREATE TRIGGER ledger_item_frozen
  BEFORE UPDATE OF line_id, entity_id, nature, booked_on, amount ON ledger_item
  FOR EACH ROW WHEN (
    (OLD.line_id, OLD.entity_id, OLD.nature, OLD.booked_on, OLD.amount)
    IS DISTINCT FROM (NEW.line_id, NEW.entity_id, NEW.nature, NEW.booked_on, NEW.amount)
  ) EXECUTE FUNCTION ledger_keep();

-- All lines of an entry come in one statement: their number and balance are looked at as soon as they are there.
CREATE FUNCTION ledger_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM ledger_posting p JOIN ledger_line l ON l.posting_id = p.id JOIN ledger_account a ON a.id = l.account_id
    WHERE p.id IN (SELECT posting_id FROM new_lines)
    GROUP BY p.id, p.parts, p.entity_id
    HAVING sum(l.amount) <> 0 OR count(*) <> p.parts OR bool_or(a.entity_id <> p.entity_id)
  ) THEN
    RAISE EXCEPTION 'an entry does not balance' USING ERRCODE = 'check_violation', CONSTRAINT = 'entries_balance';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_line_balance AFTER INSERT ON ledger_line
  REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION ledger_balance();

-- Looked at when the transaction ends, which may be in another schema than the entry's: so tables are named in full.
CREATE FUNCTION ledger_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lacks boolean;
BEGIN
  EXECUTE format(
    'SELECT NOT EXISTS (SELECT FROM %1$I.ledger_line l WHERE l.posting_id = $1) OR EXISTS (
       SELECT FROM %1$I.ledger_line l JOIN %1$I.ledger_account a ON a.id = l.account_id AND a.role = ''receivable''
       WHERE l.posting_id = $1 AND NOT EXISTS (SELECT FROM %1$I.ledger_item i WHERE i.line_id = l.id)
     )', TG_TABLE_SCHEMA
  ) INTO lacks USING NEW.id;
  IF lacks THEN
    RAISE EXCEPTION 'an entry lacks lines or items' USING ERRCODE = 'check_violation', CONSTRAINT = 'entries_are_whole';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_posting_whole AFTER INSERT ON ledger_posting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_whole();

CREATE FUNCTION ledger_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT entity_id, min(booked_on) AS booked_on FROM new_postings GROUP BY entity_id) n
    JOIN LATERAL (
      SELECT k.until_on FROM ledger_periodlock k WHERE k.entity_id = n.entity_id ORDER BY k.set_at DESC, k.id DESC LIMIT 1
    ) latest ON n.booked_on <= latest.until_on
  ) THEN
    RAISE EXCEPTION 'the period is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'period_is_closed';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_posting_closed AFTER INSERT ON ledger_posting
  REFERENCING NEW TABLE AS new_postings FOR EACH STATEMENT EXECUTE FUNCTION ledger_closed();

CREATE FUNCTION ledger_item_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM new_items i JOIN ledger_line l ON l.id = i.line_id JOIN ledger_account a ON a.id = l.account_id
    WHERE i.amount <> l.amount OR i.open <> i.amount OR a.role <> 'receivable' OR a.entity_id <> i.entity_id
  ) THEN
    RAISE EXCEPTION 'an item differs from its line' USING ERRCODE = 'check_violation', CONSTRAINT = 'items_are_lines';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_item_as_line AFTER INSERT ON ledger_item
  REFERENCING NEW TABLE AS new_items FOR EACH STATEMENT EXECUTE FUNCTION ledger_item_fits();

-- What is open follows from the allocations; the bounds are a check of the item.
CREATE FUNCTION ledger_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND EXISTS (
    SELECT FROM allocated n JOIN ledger_item c ON c.id = n.claim_id JOIN ledger_item k ON k.id = n.credit_id
    WHERE c.amount < 0 OR k.amount > 0 OR c.entity_id <> k.entity_id
  ) THEN
    RAISE EXCEPTION 'an allocation joins what does not belong together'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'credits_settle_claims';
  END IF;
  UPDATE ledger_item i SET open = i.open - s.sum * (CASE WHEN TG_OP = 'INSERT' THEN 1 ELSE -1 END)
  FROM (
    SELECT item, sum(amount) AS sum FROM (
      SELECT claim_id AS item, amount FROM allocated UNION ALL SELECT credit_id, -amount FROM allocated
    ) both_sides GROUP BY item
  ) s WHERE i.id = s.item;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_allocation_open AFTER INSERT ON ledger_allocation
  REFERENCING NEW TABLE AS allocated FOR EACH STATEMENT EXECUTE FUNCTION ledger_open();
CREATE TRIGGER ledger_allocation_gone AFTER DELETE ON ledger_allocation
  REFERENCING OLD TABLE AS allocated FOR EACH STATEMENT EXECUTE FUNCTION ledger_open();
"""

UNPROTECT = """
DROP TRIGGER ledger_allocation_gone ON ledger_allocation;
DROP TRIGGER ledger_allocation_open ON ledger_allocation;
DROP FUNCTION ledger_open();
DROP TRIGGER ledger_item_as_line ON ledger_item;
DROP FUNCTION ledger_item_fits();
DROP TRIGGER ledger_posting_closed ON ledger_posting;
DROP FUNCTION ledger_closed();
DROP TRIGGER ledger_posting_whole ON ledger_posting;
DROP FUNCTION ledger_whole();
DROP TRIGGER ledger_line_balance ON ledger_line;
DROP FUNCTION ledger_balance();
DROP TRIGGER ledger_item_frozen ON ledger_item;
DROP TRIGGER ledger_line_no_truncate ON ledger_line;
DROP TRIGGER ledger_posting_no_truncate ON ledger_posting;
DROP TRIGGER ledger_allocation_append_only ON ledger_allocation;
DROP TRIGGER ledger_line_append_only ON ledger_line;
DROP TRIGGER ledger_posting_append_only ON ledger_posting;
DROP FUNCTION ledger_keep();
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(PROTECT, UNPROTECT)]

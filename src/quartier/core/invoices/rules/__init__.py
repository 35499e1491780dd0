"""Pure decisions about invoices: what they say, what is due when, what they add up to."""

"""VAT and invoices: rates, the day of supply, what an invoice says and in which form, rounding to the cent."""

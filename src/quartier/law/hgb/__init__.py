"""HGB, AO and UStG: how long books, vouchers, letters and invoices are kept."""

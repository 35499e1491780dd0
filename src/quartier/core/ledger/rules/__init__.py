"""Pure decisions about books: the chart of accounts, what balances, what a payment settles first."""

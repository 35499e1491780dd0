"""Pages of accounts: logging in, one's own account, the staff list."""

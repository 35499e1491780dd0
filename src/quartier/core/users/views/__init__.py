"""Pages about users: for the account's administrator, and for staff."""

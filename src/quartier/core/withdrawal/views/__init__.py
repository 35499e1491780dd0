"""Pages about withdrawals and notices: without login, for customers, for the office."""

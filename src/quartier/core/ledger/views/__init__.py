"""The books in the office, and accounts as customers see them."""

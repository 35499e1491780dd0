"""Savings: notice, interest by day count, and interest for money taken out early."""

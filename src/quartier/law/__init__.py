"""Dated, cited rules of German and European law: pure functions on `Decimal` and dates, no Django."""

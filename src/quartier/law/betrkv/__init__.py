"""Betriebskostenverordnung: which costs a lease can pass on to tenants."""

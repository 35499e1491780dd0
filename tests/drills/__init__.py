"""Fault drills: real processes, a real database, a real mail server, broken at random. `make drill` runs them all."""

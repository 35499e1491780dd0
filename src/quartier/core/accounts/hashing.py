"""How passwords are hashed: argon2id at OWASP's parameters, a few at a time."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).

    Django's own parameters (100 MiB, eight lanes) let a handful of logins fill both cores and the memory of a small
    machine. Hashes made with other parameters still count and are renewed at the next login.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

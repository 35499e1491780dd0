"""Addresses of the services a deployment depends on, each parsed once from a URL into typed parts.

A wrong URL raises ``AddressError`` with a sentence that says what to write instead; passwords never reach it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

MINIMUM_SERVER_VERSION = 16
POSTGRES_SCHEMES = ("postgresql", "postgres")
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
POSTGRES_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "host")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class AddressError(ValueError):
    """A URL cannot be used; the message is one sentence for the operator."""


def _split(url: str, *, schemes: tuple[str, ...], example: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressError(f"is not a valid URL; write it as {example}.") from None
    if parts.scheme not in schemes:
        raise AddressError(f"must start with {schemes[0]}://; write it as {example}.")
    if port == 0:
        raise AddressError("has the port 0; ports run from 1 to 65535.")
    return parts, port


def _unquoted(value: str | None) -> str:
    return unquote(value) if value else ""


@dataclass(frozen=True, kw_only=True)
class Database:
    """One PostgreSQL database: where it listens, who logs in, how the connection is secured."""

    name: str
    user: str
    host: str
    port: int = 5432
    password: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict)
    embedded: Path | None = None
    """The directory of the embedded server, or None for a server that somebody else runs."""

    @classmethod
    def from_url(cls, url: str) -> Database:
        """Parse ``postgresql://user:password@host:5432/name?sslmode=verify-full``; a host may be a socket directory."""
        example = "postgresql://user:password@host:5432/name"
        parts, port = _split(url, schemes=POSTGRES_SCHEMES, example=example)
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        _check_postgres_options(options)
        host = options.pop("host", "") or _unquoted(parts.hostname)
        name, user = _unquoted(parts.path.removeprefix("/")), _unquoted(parts.username)
        for value, what in ((name, "database name"), (user, "user"), (host, "host")):
            if not value:
                raise AddressError(f"names no {what}; write it as {example}.")
        password = _unquoted(parts.password)
        return cls(name=name, user=user, host=host, port=port or 5432, password=password, options=options)

    @property
    def place(self) -> str:
        """Where the database is, for people: no user, no password."""
        return f"{self.name} at {self.host}" if self.host.startswith("/") else f"{self.name} at {self.host}:{self.port}"

    def conninfo(self) -> dict[str, Any]:
        """Keyword arguments for ``psycopg.connect``."""
        secret = {"password": self.password} if self.password else {}
        base = {"dbname": self.name, "user": self.user, "host": self.host, "port": self.port, "connect_timeout": "5"}
        return {**base, **secret, **self.options}

    def as_django(self) -> dict[str, Any]:
        """The entry of Django's DATABASES."""
        return {
            "ENGINE": "django_tenants.postgresql_backend",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": str(self.port),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"application_name": "quartier", "connect_timeout": "5", **self.options},
        }

    def url(self) -> str:
        """The same address as a URL, password included: for the environment of child processes only."""
        login = quote(self.user, safe="") + (f":{quote(self.password, safe='')}" if self.password else "")
        options = {**self.options, "host": self.host} if self.host.startswith("/") else dict(self.options)
        where = "" if self.host.startswith("/") else f"[{self.host}]" if ":" in self.host else self.host
        query = f"?{urlencode(options)}" if options else ""
        return f"postgresql://{login}@{where}:{self.port}/{quote(self.name, safe='')}{query}"


def _check_postgres_options(options: Mapping[str, str]) -> None:
    unknown = sorted(set(options) - set(POSTGRES_OPTIONS))
    if unknown:
        raise AddressError(f"has the unknown option {unknown[0]}; known are {', '.join(POSTGRES_OPTIONS)}.")
    if options.get("sslmode", "prefer") not in SSL_MODES:
        raise AddressError(f"has an unknown sslmode; it is one of {', '.join(SSL_MODES)}.")
    if not options.get("connect_timeout", "5").isdecimal():
        raise AddressError("has a connect_timeout that is not a number of seconds.")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """Where transactional mail goes: an SMTP server, or the demo's mailbox page when ``host`` is empty."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "none"
    """``tls`` from the first byte, ``starttls`` required after the greeting, or ``none`` (this machine only)."""

    @property
    def is_mailbox(self) -> bool:
        """Nothing leaves the machine; the operator reads mail in the console."""
        return not self.host

    @classmethod
    def from_url(cls, url: str) -> Mail:
        """Parse ``smtps://user:password@host:465``, ``smtp://…:587`` (STARTTLS) or ``smtp://localhost?tls=off``."""
        example = "smtps://user:password@host:465"
        parts, port = _split(url, schemes=("smtps", "smtp"), example=example)
        host, options = _unquoted(parts.hostname), dict(parse_qsl(parts.query, keep_blank_values=True))
        if not host:
            raise AddressError(f"names no host; write it as {example}.")
        if set(options) - {"tls"} or options.get("tls", "off") != "off":
            raise AddressError("knows only the option tls=off.")
        if "tls" in options and (parts.scheme == "smtps" or host not in LOOPBACK):
            raise AddressError("may switch TLS off only for smtp:// to this machine (localhost).")
        security = "tls" if parts.scheme == "smtps" else "none" if "tls" in options else "starttls"
        default_port = {"tls": 465, "starttls": 587, "none": 25}[security]
        user, password = _unquoted(parts.username), _unquoted(parts.password)
        return cls(host=host, port=port or default_port, user=user, password=password, security=security)

    def as_django(self) -> dict[str, Any]:
        """Django's EMAIL_* settings; without a server nothing can leave through Django at all."""
        if self.is_mailbox:
            return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": self.host,
            "EMAIL_PORT": self.port,
            "EMAIL_HOST_USER": self.user,
            "EMAIL_HOST_PASSWORD": self.password,
            "EMAIL_USE_SSL": self.security == "tls",
            "EMAIL_USE_TLS": self.security == "starttls",
            "EMAIL_TIMEOUT": 20,
        }


@dataclass(frozen=True, kw_only=True)
class ObjectStore:
    """A bucket of an S3 server for files: its endpoint, a login that may read, write, list and delete, a prefix."""

    endpoint: str
    region: str
    bucket: str
    prefix: str = ""
    access_key: str
    secret_key: str = field(repr=False)

    @classmethod
    def from_url(cls, url: str) -> ObjectStore:
        """Parse ``s3://key:secret@host/bucket/prefix?region=eu-central-1``; ``tls=off`` for this machine alone."""
        example = "s3://key:secret@host/bucket?region=eu-central-1"
        parts, port = _split(url, schemes=("s3",), example=example)
        host, options = _unquoted(parts.hostname), dict(parse_qsl(parts.query, keep_blank_values=True))
        bucket, _slash, prefix = _unquoted(parts.path).strip("/").partition("/")
        key, secret = _unquoted(parts.username), _unquoted(parts.password)
        for value, what in ((host, "host"), (bucket, "bucket"), (key, "key"), (secret, "secret")):
            if not value:
                raise AddressError(f"names no {what}; write it as {example}.")
        if set(options) - {"region", "tls"} or options.get("tls", "off") != "off":
            raise AddressError("knows only the options region=… and tls=off.")
        if "tls" in options and host not in LOOPBACK:
            raise AddressError("may switch TLS off only for this machine (localhost).")
        where = f"[{host}]" if ":" in host else host
        endpoint = f"{'http' if 'tls' in options else 'https'}://{where}{f':{port}' if port else ''}"
        return cls(endpoint=endpoint, region=options.get("region", "us-east-1"), bucket=bucket,
                   prefix=f"{prefix}/" if prefix else "", access_key=key, secret_key=secret)  # fmt: skip

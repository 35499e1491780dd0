"""Every setting of a deployment, read once from the environment into one typed object.

Nothing else in the project reads ``os.environ``. All wrong settings are reported together, one sentence each;
values of secrets appear in no message and no ``repr``. A secret may come from a file: ``NAME_FILE`` instead of
``NAME``. What a provider may choose is policy, not a setting.
"""

from __future__ import annotations

import base64
import binascii
import difflib
import importlib.util
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from quartier.config.addresses import AddressError, Database, Mail, ObjectStore
from quartier.kit import postgres

Network = IPv4Network | IPv6Network

SECRETS = (
    "QUARTIER_SECRET_KEY",
    "QUARTIER_SECRET_KEY_FALLBACKS",
    "QUARTIER_ENCRYPTION_KEYS",
    "QUARTIER_SMTP_URL",
    "QUARTIER_S3_URL",
)
PLAIN = (
    "QUARTIER_MODE",
    "QUARTIER_DATA_DIR",
    "QUARTIER_CONSOLE_HOST",
    "QUARTIER_BIND",
    "QUARTIER_PORT",
    "QUARTIER_WEB_WORKERS",
    "QUARTIER_WEB_THREADS",
    "QUARTIER_TRUSTED_PROXIES",
    "QUARTIER_MAIL_FROM",
    "QUARTIER_HTTPS",
    "QUARTIER_CLAMD",
    "QUARTIER_BACKUP_DIR",
    "QUARTIER_MAIL_DOMAIN",
    "QUARTIER_MAIL_AUTHSERV",
)
KNOWN = {*SECRETS, *(f"{name}_FILE" for name in SECRETS), *PLAIN}
SECRET_KEY_LENGTH = 50
SECRET_KEY_VARIETY = 5
ENCRYPTION_KEY_BYTES = 32
HOST_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


class Mode(StrEnum):
    """What this process is for; production refuses what only a demo may do."""

    DEMO = "demo"
    PRODUCTION = "production"
    TEST = "test"


class SettingError(Exception):
    """Settings are wrong; ``problems`` holds one sentence for each, and ``str`` all of them, one per line."""

    exit_code = 2

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The settings of this process. ``from_env`` is the only way in from outside."""

    mode: Mode
    data_dir: Path
    secret_key: str = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    encryption_keys: tuple[str, ...] = field(repr=False)
    """Fernet keys for seeds and tokens: the first encrypts, all decrypt."""
    database: Database
    console_host: str
    bind: str
    port: int
    web_workers: int
    web_threads: int
    trusted_proxies: tuple[Network, ...]
    mail: Mail
    mail_from: str
    https: bool
    """Visitors reach us by HTTPS: redirects, HSTS and links use it."""
    mail_domain: str = ""
    """Where mail comes in: `provider@mail_domain`. Without one, answers go to the provider's own mailbox."""
    mail_authserv: str = ""
    """The name by which our mail server signs what it found about senders (RFC 8601)."""
    clamd: str = ""
    """The malware scanner: the path of its socket or host:port. Without one, files are not scanned."""
    backup_dir: Path | None = None
    """Where backups agreed with customers are written. Production has to name a place on another disk."""
    object_store: ObjectStore | None = None
    """The bucket that holds files; without one they lie below the data directory."""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Environment:
        """Read and check everything; raises ``SettingError`` with all problems at once."""
        return _Reader(env).environment()


class _Reader:
    """Reads settings one by one and collects what is wrong with them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.problems: list[str] = []
        self.mode = Mode.DEMO

    def environment(self) -> Environment:
        self._refuse_unknown()
        self.mode = self._mode()
        data_dir = self._data_dir()
        environment = Environment(
            mode=self.mode,
            data_dir=data_dir,
            secret_key=self._secret_key(data_dir),
            secret_key_fallbacks=self._list("QUARTIER_SECRET_KEY_FALLBACKS"),
            encryption_keys=self._encryption_keys(data_dir),
            database=self._database(data_dir),
            console_host=self._console_host(),
            bind=self._text("QUARTIER_BIND") or "127.0.0.1",
            port=self._number("QUARTIER_PORT", default=8000, low=1, high=65535),
            web_workers=self._number("QUARTIER_WEB_WORKERS", default=2, low=1, high=64),
            web_threads=self._number("QUARTIER_WEB_THREADS", default=4, low=1, high=64),
            trusted_proxies=self._trusted_proxies(),
            mail=self._mail(),
            mail_from=self._mail_from(),
            https=self._https(),
            clamd=self._clamd(),
            backup_dir=self._backup_dir(data_dir),
            object_store=self._object_store(),
            mail_domain=self._host("QUARTIER_MAIL_DOMAIN"),
            mail_authserv=self._host("QUARTIER_MAIL_AUTHSERV"),
        )
        if self.problems:
            raise SettingError(self.problems)
        return environment

    def _problem(self, name: str, sentence: str) -> None:
        self.problems.append(f"{name} {sentence}")

    def _missing(self, name: str, sentence: str) -> None:
        """A problem, unless it is already known why the value is missing."""
        if not any(problem.startswith((f"{name} ", f"{name}_FILE ")) for problem in self.problems):
            self._problem(name, f"is missing; {sentence}")

    def _refuse_unknown(self) -> None:
        for name in sorted(self.env):
            if name.startswith("QUARTIER_") and name not in KNOWN:
                near = difflib.get_close_matches(name, KNOWN, n=1)
                self._problem(name, f"is not a setting; did you mean {near[0]}?" if near else "is not a setting.")

    def _text(self, name: str) -> str:
        """The value without surrounding space; ``NAME_FILE`` is read where it is allowed."""
        value = self.env.get(name, "").strip()
        source = self.env.get(f"{name}_FILE", "").strip() if name in SECRETS or name == "DATABASE_URL" else ""
        if not source:
            return value
        if value:
            self._problem(name, f"and {name}_FILE are both set; keep one.")
        try:
            return Path(source).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self._problem(f"{name}_FILE", f"names a file that cannot be read: {source}.")
            return ""

    def _list(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self._text(name).split(",") if part.strip())

    def _number(self, name: str, *, default: int, low: int, high: int) -> int:
        text = self._text(name)
        if not text:
            return default
        if not (re.fullmatch(r"[0-9]{1,9}", text) and low <= int(text) <= high):
            self._problem(name, f"must be a whole number from {low} to {high}.")
            return default
        return int(text)

    def _mode(self) -> Mode:
        text = self._text("QUARTIER_MODE") or Mode.DEMO
        if text not in list(Mode):
            self._problem("QUARTIER_MODE", "must be demo, production or test.")
            return Mode.DEMO
        return Mode(text)

    def _data_dir(self) -> Path:
        text = self._text("QUARTIER_DATA_DIR")
        path = Path(text or "var").expanduser().absolute()
        nearest = next((p for p in (path, *path.parents) if p.exists()), path)
        if not text and self.mode is Mode.PRODUCTION:
            self._missing("QUARTIER_DATA_DIR", "in production it must name the directory for all files.")
        elif not nearest.is_dir():
            self._problem("QUARTIER_DATA_DIR", f"cannot be used: {nearest} is a file.")
        elif not os.access(nearest, os.W_OK | os.X_OK):
            self._problem("QUARTIER_DATA_DIR", f"cannot be used: {nearest} is not writable.")
        return path

    def _secret_key(self, data_dir: Path) -> str:
        key = self._text("QUARTIER_SECRET_KEY")
        if key and (len(key) < SECRET_KEY_LENGTH or len(set(key)) < SECRET_KEY_VARIETY):
            self._problem("QUARTIER_SECRET_KEY", f"is too weak; use at least {SECRET_KEY_LENGTH} random characters.")
        return key or self._generated("QUARTIER_SECRET_KEY", data_dir / "secret_key", lambda: secrets.token_urlsafe(64))

    def _encryption_keys(self, data_dir: Path) -> tuple[str, ...]:
        name = "QUARTIER_ENCRYPTION_KEYS"
        keys = self._list(name)
        if not all(_is_fernet_key(key) for key in keys):
            self._problem(name, "must be keys of 32 bytes in URL-safe base64, separated by commas, newest first.")
        if keys:
            return keys
        return (self._generated(name, data_dir / "encryption_key", _new_fernet_key),)

    def _generated(self, name: str, path: Path, make: Callable[[], str]) -> str:
        """The secret kept in ``path``, made on first use; production must bring its own."""
        if self.mode is Mode.PRODUCTION:
            self._missing(name, "production does not invent secrets.")
            return ""
        if self.problems:
            return ""
        try:
            return _kept_secret(path, make)
        except OSError:
            self._problem("QUARTIER_DATA_DIR", f"cannot be used: {path} cannot be read or written.")
            return ""

    def _database(self, data_dir: Path) -> Database:
        url = self._text("DATABASE_URL")
        if not url:
            server = postgres.Embedded(data_dir / "postgres")
            host, directory = str(server.socket_dir), server.base
            return Database(name="quartier", user=postgres.APP_ROLE, host=host, port=server.port, embedded=directory)
        try:
            return Database.from_url(url)
        except AddressError as error:
            self._problem("DATABASE_URL", str(error))
            return Database(name="", user="", host="")

    def _console_host(self) -> str:
        host = self._text("QUARTIER_CONSOLE_HOST") or "localhost"
        if not HOST_NAME.fullmatch(host):
            self._problem("QUARTIER_CONSOLE_HOST", "must be a host name in lower case without scheme and port.")
        return host

    def _trusted_proxies(self) -> tuple[Network, ...]:
        networks: list[Network] = []
        for part in self._list("QUARTIER_TRUSTED_PROXIES"):
            try:
                network = ip_network(part)
            except ValueError:
                self._problem("QUARTIER_TRUSTED_PROXIES", f"holds {part!r}, which is no IP address or network.")
                continue
            if network.prefixlen == 0:
                self._problem("QUARTIER_TRUSTED_PROXIES", f"must not trust every address ({part}).")
            networks.append(network)
        return tuple(networks)

    def _mail(self) -> Mail:
        url = self._text("QUARTIER_SMTP_URL")
        if not url:
            if self.mode is Mode.PRODUCTION:
                self._missing("QUARTIER_SMTP_URL", "production must be able to send mail.")
            return Mail()
        try:
            return Mail.from_url(url)
        except AddressError as error:
            self._problem("QUARTIER_SMTP_URL", str(error))
            return Mail()

    def _mail_from(self) -> str:
        address = self._text("QUARTIER_MAIL_FROM")
        if not address and self.mode is Mode.PRODUCTION:
            self._missing("QUARTIER_MAIL_FROM", "it is the sender address of all mail.")
        local, at, domain = (address or "portal@localhost").partition("@")
        if not (local and at and domain) or any(c.isspace() or not c.isprintable() for c in address):
            self._problem("QUARTIER_MAIL_FROM", "must be one plain e-mail address.")
        return address or "portal@localhost"

    def _https(self) -> bool:
        text = self._text("QUARTIER_HTTPS").lower()
        if text not in ("", "on", "off"):
            self._problem("QUARTIER_HTTPS", "must be on or off.")
        if text == "off" and self.mode is Mode.PRODUCTION:
            self._problem("QUARTIER_HTTPS", "cannot be off in production: logins are sent by HTTPS only.")
        return text == "on" or self.mode is Mode.PRODUCTION

    def _backup_dir(self, data_dir: Path) -> Path | None:
        text = self._text("QUARTIER_BACKUP_DIR")
        if text and not Path(text).is_absolute():
            self._problem("QUARTIER_BACKUP_DIR", "must be an absolute path.")
        if not text:
            return None if self.mode is Mode.PRODUCTION else data_dir / "backups"
        return Path(text)

    def _host(self, name: str) -> str:
        host = self._text(name)
        if host and not HOST_NAME.fullmatch(host):
            self._problem(name, "must be a host name in lower case.")
        return host

    def _clamd(self) -> str:
        text = self._text("QUARTIER_CLAMD")
        if text and not re.fullmatch(r"/.+|[A-Za-z0-9.-]+:[0-9]{1,5}", text):
            self._problem("QUARTIER_CLAMD", "must be the path of clamd's socket, or host:port.")
        return text

    def _object_store(self) -> ObjectStore | None:
        url = self._text("QUARTIER_S3_URL")
        if not url:
            return None
        if importlib.util.find_spec("boto3") is None:
            self._problem("QUARTIER_S3_URL", "needs the extra s3: pip install 'quartier[s3]'.")
        try:
            return ObjectStore.from_url(url)
        except AddressError as error:
            self._problem("QUARTIER_S3_URL", str(error))
            return None


def _is_fernet_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key.encode("ascii"), altchars=b"-_", validate=True)) == ENCRYPTION_KEY_BYTES
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return False


def _new_fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")


def _kept_secret(path: Path, make: Callable[[], str]) -> str:
    """What ``path`` holds; if it is missing it is made, readable by the owner only. Two starts at once agree."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.write_text("", encoding="ascii")
    draft.chmod(0o600)
    draft.write_text(make() + "\n", encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()

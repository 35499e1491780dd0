"""Settings from the environment: what is accepted, and the sentence for everything that is not."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path

import pytest

from quartier.config.environment import Environment, Mode, SettingError

KEY = "q7Wn2-random-characters-for-the-tests-only-0123456789-abcdefghij"
FERNET = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
FERNET_FORM = "must be keys of 32 bytes in URL-safe base64, separated by commas, newest first."
SMTP_FORM = "write it as smtps://user:password@host:465."
SMTP_TLS = "may switch TLS off only for smtp:// to this machine (localhost)."
S3_FORM = "write it as s3://key:secret@host/bucket?region=eu-central-1."
S3_TLS = "may switch TLS off only for this machine (localhost)."
DATABASE_FORM = "write it as postgresql://user:password@host:5432/name."
SSL_MODES = "has an unknown sslmode; it is one of disable, allow, prefer, require, verify-ca, verify-full."
OPTIONS = (
    "has the unknown option color; known are "
    "sslmode, sslrootcert, sslcert, sslkey, connect_timeout, application_name, host."
)
OTHER_FERNET = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY="


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """Everything production needs, and nothing more."""
    return {
        "QUARTIER_MODE": "production",
        "QUARTIER_DATA_DIR": str(tmp_path / "data"),
        "QUARTIER_SECRET_KEY": KEY,
        "QUARTIER_ENCRYPTION_KEYS": f"{FERNET},{OTHER_FERNET}",
        "DATABASE_URL": "postgresql://app:s%40fe@db.example:5433/quartier?sslmode=verify-full",
        "QUARTIER_SMTP_URL": "smtps://mailer:pa%3Ass@mail.example",
        "QUARTIER_MAIL_FROM": "portal@stadtwerk.example",
        "QUARTIER_TRUSTED_PROXIES": "10.0.0.0/8, 2001:db8::1",
    }


def problems(env: Mapping[str, str]) -> tuple[str, ...]:
    """The sentences these settings earn."""
    with pytest.raises(SettingError) as caught:
        Environment.from_env(env)
    return caught.value.problems


def test_a_demo_needs_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    env = Environment.from_env({})
    assert (env.mode, env.console_host, env.bind, env.port) == (Mode.DEMO, "localhost", "127.0.0.1", 8000)
    assert env.data_dir == tmp_path / "var"
    assert env.database.embedded == tmp_path / "var" / "postgres"
    assert (env.mail.is_mailbox, env.https, env.trusted_proxies) == (True, False, ())


def test_production_is_read_completely(production: dict[str, str]) -> None:
    env = Environment.from_env(production)
    database = env.database.as_django()
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", "5433", "quartier")
    assert (database["USER"], database["PASSWORD"]) == ("app", "s@fe")
    assert database["OPTIONS"]["sslmode"] == "verify-full"
    assert env.encryption_keys == (FERNET, OTHER_FERNET)
    assert env.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("2001:db8::1/128"))
    mail = env.mail.as_django()
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_USE_SSL"]) == ("mail.example", 465, True)
    assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]) == ("mailer", "pa:ss")
    assert env.https


def test_a_bucket_is_read_from_one_address_and_its_secret_is_never_shown(production: dict[str, str]) -> None:
    url = "s3://portal:ge%2Fheim@s3.example:9000/quartier/files?region=eu-central-1"
    store = Environment.from_env({**production, "QUARTIER_S3_URL": url}).object_store
    assert store is not None
    assert (store.endpoint, store.region) == ("https://s3.example:9000", "eu-central-1")
    assert (store.bucket, store.prefix) == ("quartier", "files/")
    assert (store.access_key, store.secret_key) == ("portal", "ge/heim")
    assert "heim" not in repr(store)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    found = problems({"QUARTIER_MODE": "production", "QUARTIER_PORT": "99999", "DATABASE_URL": "mysql://a:pw@b/c"})
    assert found == (
        "QUARTIER_DATA_DIR is missing; in production it must name the directory for all files.",
        "QUARTIER_SECRET_KEY is missing; production does not invent secrets.",
        "QUARTIER_ENCRYPTION_KEYS is missing; production does not invent secrets.",
        "DATABASE_URL must start with postgresql://; write it as postgresql://user:password@host:5432/name.",
        "QUARTIER_PORT must be a whole number from 1 to 65535.",
        "QUARTIER_SMTP_URL is missing; production must be able to send mail.",
        "QUARTIER_MAIL_FROM is missing; it is the sender address of all mail.",
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("QUARTIER_MODE", "live", "must be demo, production or test."),
        ("QUARTIER_PORT", "0", "must be a whole number from 1 to 65535."),
        ("QUARTIER_PORT", "８０００", "must be a whole number from 1 to 65535."),
        ("QUARTIER_WEB_WORKERS", "many", "must be a whole number from 1 to 64."),
        ("QUARTIER_PROT", "1", "is not a setting; did you mean QUARTIER_PORT?"),
        ("QUARTIER_SECRET_KEY", "short", "is too weak; use at least 50 random characters."),
        ("QUARTIER_SECRET_KEY", "a" * 80, "is too weak; use at least 50 random characters."),
        ("QUARTIER_ENCRYPTION_KEYS", "c2hvcnQ=", FERNET_FORM),
        ("QUARTIER_TRUSTED_PROXIES", "10.0.0.0/8,proxy", "holds 'proxy', which is no IP address or network."),
        ("QUARTIER_TRUSTED_PROXIES", "0.0.0.0/0", "must not trust every address (0.0.0.0/0)."),
        ("QUARTIER_CONSOLE_HOST", "https://admin", "must be a host name in lower case without scheme and port."),
        ("QUARTIER_HTTPS", "maybe", "must be on or off."),
        ("QUARTIER_CLAMD", "clamd", "must be the path of clamd's socket, or host:port."),
        ("QUARTIER_S3_URL", "https://s3.example/b", f"must start with s3://; {S3_FORM}"),
        ("QUARTIER_S3_URL", "s3://key:geheim@s3.example", f"names no bucket; {S3_FORM}"),
        ("QUARTIER_S3_URL", "s3://key@s3.example/b", f"names no secret; {S3_FORM}"),
        ("QUARTIER_S3_URL", "s3://key:geheim@s3.example/b?acl=public", "knows only the options region=… and tls=off."),
        ("QUARTIER_S3_URL", "s3://key:geheim@s3.example/b?tls=off", S3_TLS),
        ("QUARTIER_HTTPS", "off", "cannot be off in production: logins are sent by HTTPS only."),
        ("QUARTIER_MAIL_FROM", "two words@x.example", "must be one plain e-mail address."),
        ("QUARTIER_SMTP_URL", "http://mail.example", f"must start with smtps://; {SMTP_FORM}"),
        ("QUARTIER_SMTP_URL", "smtp://mail.example?tls=off", SMTP_TLS),
        ("QUARTIER_SMTP_URL_FILE", "/nowhere", "names a file that cannot be read: /nowhere."),
        ("DATABASE_URL", "postgresql://app:geheim@db.example/", f"names no database name; {DATABASE_FORM}"),
        ("DATABASE_URL", "postgresql://db.example/q", f"names no user; {DATABASE_FORM}"),
        ("DATABASE_URL", "postgresql://app@/q", f"names no host; {DATABASE_FORM}"),
        ("DATABASE_URL", "postgresql://app@db.example:x/q", f"is not a valid URL; {DATABASE_FORM}"),
        ("DATABASE_URL", "postgresql://app@db.example/q?sslmode=on", SSL_MODES),
        ("DATABASE_URL", "postgresql://app@db.example/q?color=red", OPTIONS),
    ],
)
def test_a_wrong_setting_earns_one_clear_sentence(
    production: dict[str, str], name: str, value: str, sentence: str
) -> None:
    if name.endswith("_FILE"):
        production.pop(name.removesuffix("_FILE"))
    assert problems({**production, name: value}) == (f"{name} {sentence}",)


@pytest.mark.parametrize("name", ["QUARTIER_SECRET_KEY", "QUARTIER_ENCRYPTION_KEYS", "QUARTIER_SMTP_URL"])
def test_an_empty_secret_file_is_a_missing_secret(production: dict[str, str], tmp_path: Path, name: str) -> None:
    production.pop(name)
    empty = tmp_path / "empty"
    empty.write_text("\n")
    assert any(
        sentence.startswith(f"{name} is missing; ") for sentence in problems({**production, f"{name}_FILE": str(empty)})
    )


def test_a_secret_may_come_from_a_file_but_not_from_two_places(production: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}fromfile\n")
    both = {**production, "QUARTIER_SECRET_KEY_FILE": str(file)}
    assert problems(both) == ("QUARTIER_SECRET_KEY and QUARTIER_SECRET_KEY_FILE are both set; keep one.",)
    del both["QUARTIER_SECRET_KEY"]
    assert Environment.from_env(both).secret_key == f"{KEY}fromfile"


def test_a_data_directory_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "below"
    assert problems({"QUARTIER_DATA_DIR": str(path)}) == (
        f"QUARTIER_DATA_DIR cannot be used: {tmp_path / 'file'} is a file.",
    )


def test_generated_secrets_are_kept_and_closed_to_others(tmp_path: Path) -> None:
    first = Environment.from_env({"QUARTIER_DATA_DIR": str(tmp_path)})
    again = Environment.from_env({"QUARTIER_DATA_DIR": str(tmp_path)})
    assert (first.secret_key, first.encryption_keys) == (again.secret_key, again.encryption_keys)
    assert len(first.secret_key) >= 50
    for name in ("secret_key", "encryption_key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["encryption_key", "secret_key"]


def test_nothing_is_written_while_a_setting_is_wrong(tmp_path: Path) -> None:
    problems({"QUARTIER_DATA_DIR": str(tmp_path / "new"), "QUARTIER_PROT": "1"})
    assert not (tmp_path / "new").exists()


def test_no_secret_shows_in_a_repr_or_a_problem(production: dict[str, str]) -> None:
    shown = repr(Environment.from_env(production))
    shown += "\n".join(problems({**production, "QUARTIER_SECRET_KEY": "hunter2", "DATABASE_URL": "pg://u:hunter2@h/n"}))
    assert not any(secret in shown for secret in (KEY, FERNET, OTHER_FERNET, "s@fe", "s%40fe", "pa:ss", "hunter2"))


def test_a_database_address_survives_the_way_to_a_child_process(production: dict[str, str], tmp_path: Path) -> None:
    database = Environment.from_env(production).database
    assert Environment.from_env({**production, "DATABASE_URL": database.url()}).database == database
    embedded = Environment.from_env({"QUARTIER_DATA_DIR": str(tmp_path)}).database
    child = Environment.from_env({"QUARTIER_DATA_DIR": str(tmp_path), "DATABASE_URL": embedded.url()}).database
    assert child.as_django() == embedded.as_django()

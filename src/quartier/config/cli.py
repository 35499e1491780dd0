"""The command `quartier`: what an operator types. Speaks English, ends with a clear sentence and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from quartier.config import audit_command, backup_command, keys_command, mail_command
from quartier.config.typist import typist

OK, REFUSED, WRONG_SETTING, OCCUPIED, UNREACHABLE = 0, 1, 2, 3, 4


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    try:
        code = run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads (`| head`) has seen enough; what is left to print goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = OK
    sys.exit(code)


def run(argv: list[str]) -> int:
    """Run one command and return its exit code; wrong settings are told one per line."""
    from quartier.config.environment import SettingError  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quartier.config.settings")
    parser = _parser()
    words, rest = parser.parse_known_args(argv)
    if rest and "rest" not in words:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    words.rest = rest
    try:
        code: int = words.act(words)
    except SettingError as error:
        return _say(error.problems, WRONG_SETTING)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quartier", description="Portals for housing and building services.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, act, words in (
        ("demo", _demo, "start everything with the five demo portals"),
        ("smoke", _smoke, "start a fresh demo on free ports and run the main journeys over HTTP"),
        ("worker", _worker, "run jobs until stopped"),
        ("serve", _serve, "run web and worker processes on the configured database"),
        ("migrate", _migrate, "bring all schemas to the newest migrations"),
    ):
        command = commands.add_parser(name, help=words, add_help=False)
        command.set_defaults(act=act, rest=[])
    law = commands.add_parser("law", help="answer one question of law, with derivation and sources", add_help=False)
    law.set_defaults(act=_law, rest=[])
    django = commands.add_parser("django", help="run one of Django's own commands", add_help=False)
    django.set_defaults(act=_django, rest=[])
    _provider_commands(commands.add_parser("provider", help="create, list, publish, stop, export, delete providers"))
    _operator_commands(commands.add_parser("operator", help="accounts of the operator console"))
    audit_command.add(commands.add_parser("audit", help="seal and verify the protocols"), _on_database)
    backup_command.add(commands, _on_database)
    mail_command.add(commands.add_parser("mail", help="take mail in"), _on_database)
    keys_command.add(commands.add_parser("keys", help="change the keys of secrets at rest"), _on_database)
    return parser


def _provider_commands(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")

    def action(name: str, act: Callable[[Any], int], words: str) -> argparse.ArgumentParser:
        command = actions.add_parser(name, help=words)
        command.set_defaults(act=_on_database(act))
        return command

    create = action("create", _create, "create a draft with its own schema")
    create.add_argument("key")
    create.add_argument("--name", required=True)
    create.add_argument("--hostname", action="append", default=[])
    create.add_argument("--preset", help="fill identity and policies from a preset")
    action("list", _list, "list all providers")
    for name, act, words in (
        ("publish", _publish, "open a portal; says what is missing"),
        ("stop", _stop, "take a portal offline at once"),
        ("check", _check, "say what is missing for publishing"),
    ):
        action(name, act, words).add_argument("key")
    lead = action("lead", _lead, "let a provider's first lead in: a link by mail, then everything else in the office")
    lead.add_argument("key")
    lead.add_argument("email")
    lead.add_argument("--name", required=True)
    export = action("export", _export, "write all data of a provider as SQL")
    export.add_argument("key")
    export.add_argument("--to", type=Path, required=True)
    delete = action("delete", _delete, "remove a stopped or draft provider for good")
    delete.add_argument("key")
    delete.add_argument("--confirm", required=True, help="the key once more")


def _operator_commands(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make an operator; the second factor is set up at the first login")
    create.add_argument("email")
    create.add_argument("--name", required=True)
    create.set_defaults(act=_on_database(_operator_create))


def _on_database(act: Callable[[Any], int]) -> Callable[[Any], int]:
    """Wrap an act: Django set up, refusals as sentences, an unreachable database as one."""

    def run_act(words: Any) -> int:
        import django  # noqa: PLC0415

        django.setup()
        from django.db import OperationalError  # noqa: PLC0415
        from django.utils import translation  # noqa: PLC0415

        from quartier.config.database import available  # noqa: PLC0415
        from quartier.config.settings import ENV  # noqa: PLC0415
        from quartier.kit.errors import Refused  # noqa: PLC0415
        from quartier.kit.postgres import DatabaseUnavailable  # noqa: PLC0415

        with translation.override("en"):
            try:
                with available(ENV):
                    return act(words)
            except Refused as refusal:
                return _say([str(refusal)], REFUSED)
            except DatabaseUnavailable as error:
                return _say([str(error)], UNREACHABLE)
            except OperationalError as error:
                reason = str(error).strip().splitlines()[0]
                return _say([f"The database cannot be reached: {reason}"], UNREACHABLE)

    return run_act


def _say(sentences: Sequence[str], code: int) -> int:
    for sentence in sentences:
        print(f"quartier: {sentence}", file=sys.stderr)
    return code


def _who() -> dict[str, Any]:
    from quartier.kit import clock  # noqa: PLC0415

    return {"actor": typist(), "at": clock.now()}


def _law(words: Any) -> int:
    from quartier.law.command import run as run_law  # noqa: PLC0415

    return run_law(words.rest)


def _create(words: Any) -> int:
    from quartier.core.providers import services  # noqa: PLC0415

    if words.preset:
        services.create_from_preset(
            **_who(), key=words.key, preset=words.preset, hostnames=words.hostname, name=words.name
        )
    else:
        services.create_provider(**_who(), key=words.key, name=words.name, hostnames=words.hostname)
    print(f"{words.key} is created as a draft.")
    return OK


def _list(words: Any) -> int:
    from quartier.core.providers import queries  # noqa: PLC0415

    rows = list(queries.providers())
    sizes = queries.sizes(row.schema_name for row in rows)
    for row in rows:
        names = ", ".join(name.domain for name in row.hostnames.all())
        accounts = sizes[row.schema_name].accounts
        print(f"{row.schema_name:<20} {row.state:<10} {accounts:>8} accounts  {names}  {row.name}")
    return OK


def _publish(words: Any) -> int:
    from quartier.core.providers import services  # noqa: PLC0415

    try:
        services.publish_provider(**_who(), key=words.key)
    except services.NotReady as refusal:
        return _say([f"{words.key} cannot be published yet:", *refusal.missing], REFUSED)
    print(f"{words.key} is open.")
    return OK


def _stop(words: Any) -> int:
    from quartier.core.providers import services  # noqa: PLC0415

    services.stop_provider(**_who(), key=words.key)
    print(f"{words.key} is stopped.")
    return OK


def _check(words: Any) -> int:
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.core.providers import queries, services  # noqa: PLC0415

    if queries.provider_named(words.key) is None:
        raise services.NoSuchProvider
    with schema_context(words.key):
        missing = queries.missing_details()
    if missing:
        return _say(missing, REFUSED)
    print(f"{words.key} can be published.")
    return OK


def _lead(words: Any) -> int:
    from django.utils import translation  # noqa: PLC0415
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.core.accounts import services as accounts  # noqa: PLC0415
    from quartier.core.providers import queries, services  # noqa: PLC0415
    from quartier.kit.roles import StaffRole  # noqa: PLC0415

    if queries.provider_named(words.key) is None:
        raise services.NoSuchProvider
    with schema_context(words.key), translation.override("de"):
        accounts.add_staff(**_who(), name=words.name, email=words.email, roles=[StaffRole.LEAD], areas=[])
    print(f"{words.email} gets a link for the first password and sets up a second factor at the first login.")
    return OK


def _export(words: Any) -> int:
    from quartier.core.providers import services  # noqa: PLC0415

    if words.to.exists():
        return _say([f"{words.to} exists already; choose another file."], REFUSED)
    path = services.export_provider(**_who(), key=words.key, path=words.to)
    print(f"{words.key} is written to {path}.")
    return OK


def _delete(words: Any) -> int:
    from quartier.core.providers import services  # noqa: PLC0415

    services.delete_provider(**_who(), key=words.key, confirm=words.confirm)
    print(f"{words.key} is deleted.")
    return OK


def _operator_create(words: Any) -> int:
    import getpass  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.core.accounts import services  # noqa: PLC0415
    from quartier.kit.access import Audience  # noqa: PLC0415

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with schema_context(settings.CONSOLE_SCHEMA):
        services.open_account(
            **_who(), audience=Audience.OPERATOR, email=words.email, name=words.name, password=password
        )
    print(f"{words.email} can log in at the console and sets up a second factor there.")
    return OK


def _migrate(words: Any) -> int:
    def act(words: Any) -> int:
        from quartier.core.providers import services  # noqa: PLC0415

        services.migrate_all()
        print("All schemas are up to date.")
        return OK

    return _on_database(act)(words)


def _demo(words: Any) -> int:
    from quartier.config.demo.launch import demo  # noqa: PLC0415

    return demo(words.rest)


def _serve(words: Any) -> int:
    from quartier.config.demo.launch import serve  # noqa: PLC0415

    return serve(words.rest)


def _smoke(words: Any) -> int:
    from quartier.config.smoke import smoke  # noqa: PLC0415

    return smoke(words.rest)


def _worker(words: Any) -> int:
    import django  # noqa: PLC0415

    django.setup()
    from quartier.kit.jobs import run_worker  # noqa: PLC0415

    return run_worker(words.rest)


def _django(words: Any) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["quartier django", *words.rest])
    return OK

"""Taking from the application's own role what it must never do to the protocol (ADR 0018)."""

from __future__ import annotations

from django.db import connection, transaction

IS_OURS = "SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE oid = 'audit_fact'::regclass"
# What is personal may be emptied, and addresses may go after their days; nothing else ever changes or goes.
GUARD = """
REVOKE UPDATE, DELETE, TRUNCATE ON audit_fact, audit_confirmation, audit_seal, audit_origin FROM CURRENT_USER;
GRANT UPDATE (data, actor_name, behalf_name, salt) ON audit_fact TO CURRENT_USER;
GRANT UPDATE ("values", salt) ON audit_confirmation TO CURRENT_USER;
GRANT DELETE ON audit_origin TO CURRENT_USER;
"""


@transaction.atomic
def guard() -> None:
    """Take the right to change or delete rows of this schema's protocol from the role we run as; repeatable.

    PostgreSQL lets an owner give up rights of its own. Where another role owns the tables, its administrator has
    decided about rights, and nothing is done.
    """
    with connection.cursor() as cursor:
        cursor.execute(IS_OURS)
        found = cursor.fetchone()
        if found and found[0]:
            cursor.execute(GUARD)

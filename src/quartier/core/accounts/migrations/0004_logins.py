"""Logins are names of their own; several users share a customer's account, each with rights."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Lower

LOGINS = "UPDATE accounts_user SET login = lower(email), password_changed_at = created_at"


def words(length: int) -> "django.contrib.postgres.fields.ArrayField[list[str], list[str]]":
    """Return a list of keys that may be empty."""
    return django.contrib.postgres.fields.ArrayField(models.CharField(max_length=length), default=list, blank=True)


class Migration(migrations.Migration):
    """Three-part logins and rights."""

    dependencies = [("accounts", "0003_data_areas")]

    operations = [
        migrations.CreateModel(
            name="CustomerAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(Lower("name"), name="account_name_whatever_case")],
            },
        ),
        migrations.AddField("user", "login", models.CharField(max_length=320, null=True)),
        migrations.AddField(
            "user",
            "account",
            models.ForeignKey(
                "accounts.CustomerAccount",
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="users",
            ),
        ),
        migrations.AddField("user", "user_name", models.CharField(max_length=40, blank=True)),
        migrations.AddField("user", "rights", words(20)),
        migrations.AddField("user", "barred", words(60)),
        migrations.AddField("user", "must_change_password", models.BooleanField(default=False)),
        migrations.AddField("user", "password_changed_at", models.DateTimeField(null=True, blank=True)),
        migrations.RunSQL(LOGINS, migrations.RunSQL.noop),
        migrations.AlterField("user", "login", models.CharField(max_length=320, unique=True)),
        migrations.RemoveConstraint("user", "user_email_whatever_case"),
        migrations.AlterField("user", "email", models.EmailField(max_length=254)),
        migrations.AddConstraint(
            "user",
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(account__isnull=True),
                name="email_once_among_personal_users",
            ),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(audience="customer") | models.Q(account__isnull=True, rights=[], barred=[]),
                name="only_customers_have_accounts",
            ),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(account__isnull=False) | models.Q(rights=[]), name="rights_are_of_an_account"
            ),
        ),
    ]

"""What roles may do at one provider."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Decisions on roles, and what they come to for each person."""

    dependencies = [
        ("accounts", "0005_sessions"),
        ("providers", "0003_withdrawal_text"),
    ]

    operations = [
        migrations.CreateModel(
            name="RolePermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=20)),
                ("permission", models.CharField(max_length=40)),
                ("is_granted", models.BooleanField()),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["role", "permission"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="user",
            name="only_staff_have_roles",
        ),
        migrations.AddField(
            model_name="user",
            name="less",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="more",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("audience", "staff"),
                    models.Q(("entity__isnull", True), ("less", []), ("more", []), ("roles", [])),
                    _connector="OR",
                ),
                name="only_staff_have_roles",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolepermission",
            constraint=models.UniqueConstraint(fields=("role", "permission"), name="role_permission_once"),
        ),
        migrations.AddConstraint(
            model_name="rolepermission",
            constraint=models.CheckConstraint(
                condition=models.Q(("role", "lead"), _negated=True), name="lead_stays_as_it_is"
            ),
        ),
    ]

"""Dated decisions about policy. A decision that was written cannot be changed or removed."""

from django.db import migrations, models

FORBID = """
CREATE FUNCTION providers_policyversion_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'providers_policyversion is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER policyversion_append_only BEFORE UPDATE OR DELETE ON providers_policyversion
    FOR EACH ROW EXECUTE FUNCTION providers_policyversion_is_append_only();
CREATE TRIGGER policyversion_not_emptied BEFORE TRUNCATE ON providers_policyversion
    FOR EACH STATEMENT EXECUTE FUNCTION providers_policyversion_is_append_only();
"""
ALLOW = """
DROP TRIGGER policyversion_append_only ON providers_policyversion;
DROP TRIGGER policyversion_not_emptied ON providers_policyversion;
DROP FUNCTION providers_policyversion_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("providers", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("concern", models.CharField(max_length=40)),
                ("valid_from", models.DateField()),
                ("data", models.JSONField()),
                ("decided_by", models.CharField(max_length=200)),
                ("decided_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=500)),
            ],
            options={
                "ordering": ["valid_from", "decided_at", "pk"],
                "indexes": [models.Index(fields=["concern", "valid_from", "decided_at"], name="policy_by_concern")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="policy_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("data", {}), _negated=True), name="policy_decides_something"
                    ),
                ],
            },
        ),
        # The hint keeps the trigger out of `public`, where the table does not exist.
        migrations.RunSQL(FORBID, ALLOW, hints={"model_name": "policyversion"}),
    ]

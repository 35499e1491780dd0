"""What an acceptance was given for: a guest's order has no user."""

from django.conf import settings
from django.db import migrations, models

from quartier.core.terms.models import evidence_stays


class Migration(migrations.Migration):
    """Additive; rows of users stay as they are."""

    dependencies = [("terms", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="acceptance", name="version_accepted_once"),
        migrations.AddField(
            model_name="acceptance", name="subject", field=models.CharField(blank=True, default="", max_length=60)
        ),
        migrations.AlterField(
            model_name="acceptance",
            name="user",
            field=models.ForeignKey(
                null=True, on_delete=evidence_stays, related_name="acceptances", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject", "")), fields=("user", "version"), name="version_accepted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject", ""), _negated=True),
                fields=("subject", "version"),
                name="version_accepted_once_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject", ""), ("user", None), _negated=True), name="accepted_by_or_for"
            ),
        ),
    ]

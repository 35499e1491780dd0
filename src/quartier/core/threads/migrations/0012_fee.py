"""Requests can cost money."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A net amount on subjects."""

    dependencies = [("threads", "0011_area")]

    operations = [
        migrations.AddField(
            "category", "fee", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)
        ),
        migrations.AddConstraint(
            "category",
            models.CheckConstraint(
                condition=models.Q(fee__isnull=True) | models.Q(fee__gt=0), name="fee_of_a_request_is_an_amount"
            ),
        ),
    ]

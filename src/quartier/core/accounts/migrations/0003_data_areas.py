"""Staff have data areas, none until the lead gives them."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Need to know."""

    dependencies = [("accounts", "0002_second_factors")]

    operations = [
        migrations.AddField(
            "user",
            "areas",
            django.contrib.postgres.fields.ArrayField(models.CharField(max_length=20), default=list, blank=True),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(audience="staff") | models.Q(areas=[]), name="only_staff_have_areas"
            ),
        ),
    ]

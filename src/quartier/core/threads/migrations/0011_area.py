"""Subjects and requests lie in a data area; those of before in none, which all staff meet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Need to know."""

    dependencies = [("threads", "0010_contact")]

    operations = [
        migrations.AddField("category", "area", models.CharField(max_length=20, blank=True, default="")),
        migrations.AddField("thread", "area", models.CharField(max_length=20, blank=True, default="")),
    ]

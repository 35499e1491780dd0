"""The instruction on withdrawal is one of the texts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more kind of text."""

    dependencies = [("providers", "0002_policy")]

    operations = [
        migrations.AlterField(
            model_name="textblock",
            name="kind",
            field=models.CharField(
                choices=[
                    ("welcome", "Welcome"),
                    ("privacy", "Privacy notice"),
                    ("terms", "Terms of use"),
                    ("withdrawal", "Instruction on withdrawal"),
                    ("accessibility", "Accessibility"),
                    ("disclaimer", "Disclaimer"),
                    ("copyright", "Copyright"),
                    ("links", "External links"),
                ],
                max_length=20,
                unique=True,
            ),
        ),
    ]

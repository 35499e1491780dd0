"""Legal texts live in `terms` now; which texts are left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing changes in the database; `terms` moves the rows."""

    dependencies = [("providers", "0003_withdrawal_text")]

    operations = [
        migrations.AlterField(
            model_name="textblock",
            name="kind",
            field=models.CharField(
                choices=[
                    ("welcome", "Welcome"),
                    ("accessibility", "Accessibility"),
                    ("disclaimer", "Disclaimer"),
                    ("copyright", "Copyright"),
                    ("links", "External links"),
                ],
                max_length=20,
                unique=True,
            ),
        )
    ]

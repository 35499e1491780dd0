"""Seeds and recovery codes move from the installation's key to the data key of their schema."""

from typing import Any

from django.db import migrations

from quartier.kit.encryption import encrypt
from quartier.kit.encryption.keys import wrapping

PLACE = "mfa_authenticator.data"
# How every token began that the installation's key made.
BEFORE = "gAAAA"


def move(apps: Any, _schema_editor: Any) -> None:
    """Encrypt each secret anew; whatever is none stays."""
    for row in apps.get_model("mfa", "Authenticator").objects.select_for_update():
        row.data = {key: _moved(value) for key, value in row.data.items()}
        row.save(update_fields=["data"])


def _moved(value: Any) -> Any:
    if isinstance(value, list):
        return [_moved(one) for one in value]
    if isinstance(value, str) and value.startswith(BEFORE):
        return encrypt(wrapping().decrypt(value.encode()).decode(), place=PLACE)
    return value


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("kit", "0002_data_keys"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]

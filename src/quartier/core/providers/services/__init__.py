"""What can be done with a provider."""

from quartier.core.providers.services.identity import (
    add_entity,
    change_brand,
    change_data_protection,
    change_entity,
    change_text,
    remove_logo,
)
from quartier.core.providers.services.operation import (
    announce,
    lift_stop,
    stop_portal,
    switch_feature,
    withdraw_notice,
)
from quartier.core.providers.services.provision import (
    add_hostname,
    create_provider,
    delete_provider,
    export_provider,
    publish_provider,
    remove_hostname,
    resume_provider,
    stop_provider,
)
from quartier.core.providers.services.revision import touch

__all__ = [
    "add_entity",
    "add_hostname",
    "announce",
    "change_brand",
    "change_data_protection",
    "change_entity",
    "change_text",
    "create_provider",
    "delete_provider",
    "export_provider",
    "lift_stop",
    "publish_provider",
    "remove_hostname",
    "remove_logo",
    "resume_provider",
    "stop_portal",
    "stop_provider",
    "switch_feature",
    "touch",
    "withdraw_notice",
]

"""What can be done with a provider."""

from quartier.core.providers.services.blueprint import migrate_all
from quartier.core.providers.services.identity import (
    UnreadableColours,
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
from quartier.core.providers.services.preset import NoSuchPreset, create_from_preset
from quartier.core.providers.services.provision import (
    HostnameBroken,
    HostnameTaken,
    KeyNotPlain,
    KeyTaken,
    NoSuchProvider,
    NotReady,
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
from quartier.kit.errors import Refused

__all__ = [
    "HostnameBroken",
    "HostnameTaken",
    "KeyNotPlain",
    "KeyTaken",
    "NoSuchPreset",
    "NoSuchProvider",
    "NotReady",
    "Refused",
    "UnreadableColours",
    "add_entity",
    "add_hostname",
    "announce",
    "change_brand",
    "change_data_protection",
    "change_entity",
    "change_text",
    "create_from_preset",
    "create_provider",
    "delete_provider",
    "export_provider",
    "lift_stop",
    "migrate_all",
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

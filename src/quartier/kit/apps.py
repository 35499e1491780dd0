"""Kit as a Django app, for its templates, static files and template tags."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """The component library and its helpers; owns no rows."""

    name = "quartier.kit"
    label = "kit"

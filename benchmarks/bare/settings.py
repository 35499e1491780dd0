"""Settings of the bare project: the product's database and secret, otherwise what Django needs to log somebody in."""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext

from quartier.config.environment import Environment

django_stubs_ext.monkeypatch()

ENV = Environment.from_env(os.environ)
PORTAL = "rheinufer"

DEBUG = False
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "benchmarks.bare.apps.Accounts",
    "benchmarks.bare.apps.Providers",
    "benchmarks.bare.apps.Parties",
    "benchmarks.bare.apps.Inbox",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "benchmarks.bare.urls"

# One portal, whose schema the connection stands in from the start.
DATABASE = ENV.database.as_django()
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **DATABASE,
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {**DATABASE["OPTIONS"], "options": f"-c search_path={PORTAL},public"},
    }
}
TENANT_MODEL = "providers.Provider"
TENANT_DOMAIN_MODEL = "providers.Hostname"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["fields.W342"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    }
]

LANGUAGE_CODE = "de"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "/anmelden/"
SESSION_COOKIE_NAME = "__Host-session"

"""Django's settings, all derived from the typed `Environment`. Nothing else reads environment variables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from quartier.config import modules
from quartier.config.environment import Environment

ENV = Environment.from_env(os.environ)
DEMO = ENV.mode == "demo"
TESTING = ENV.mode == "test"

DEBUG = False
SECRET_KEY = ENV.secret_key
# Hosts are looked up in the table of providers; an unknown one gets the neutral page, so any valid name may pass.
ALLOWED_HOSTS = ["*"]
CONSOLE_HOST = ENV.console_host
TRUSTED_PROXIES = ENV.trusted_proxies

SHARED_APPS = modules.SHARED_APPS
TENANT_APPS = modules.TENANT_APPS
INSTALLED_APPS = [*SHARED_APPS, *(a for a in TENANT_APPS if a not in SHARED_APPS), "django_htmx", "csp"]
TENANT_MODEL = "providers.Provider"
TENANT_DOMAIN_MODEL = "providers.Hostname"
TENANT_LIMIT_SET_CALLS = True
CONSOLE_SCHEMA = "console"
BLUEPRINT_SCHEMA = "blueprint"

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **ENV.database.as_django(),
        "ENGINE": "django_tenants.postgresql_backend",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASE_ROUTERS = ["quartier.config.routers.ProvidersRouter", "django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOT_URLCONF = "quartier.config.urls"
CONSOLE_URLCONF = "quartier.config.urls_console"
NEUTRAL_URLCONF = "quartier.config.urls_neutral"
WSGI_APPLICATION = "quartier.config.wsgi.application"
APPEND_SLASH = True

MIDDLEWARE = [
    "quartier.kit.proxies.Proxies",
    "quartier.kit.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "quartier.kit.middleware.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "quartier.core.providers.middleware.Portals",
    "quartier.core.privacy.middleware.RequestLog",
    "quartier.kit.api.cookieless.Cookieless",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "quartier.kit.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "quartier.core.accounts.middleware.Actors",
    "quartier.core.parties.middleware.Acting",
    "quartier.core.insight.middleware.Insights",
    "quartier.kit.gates.Gates",
    "allauth.account.middleware.AccountMiddleware",
    "quartier.core.blocks.middleware.Blocks",
    "quartier.core.blocks.middleware.Limits",
    "quartier.core.providers.middleware.Stops",
    "quartier.kit.middleware.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "quartier.kit.shell.context",
            ],
            "builtins": ["quartier.kit.templatetags.kit", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
# The texts of the floors that are no Django apps; apps bring their own.
LOCALE_PATHS = [Path(__file__).parents[1] / floor / "locale" for floor in ("values", "law")]
LANGUAGE_COOKIE_NAME = "__Host-language"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = ENV.data_dir / "files"
# What is needed while something is made, such as a file for the printer; nothing here outlives its work.
WORK_DIR = ENV.data_dir / "work"
# The bucket that holds files instead; `quartier.kit.storage` reads both.
OBJECT_STORE = ENV.object_store
# Who has been erased, as numbers: outside of the database, so that a restored copy does not bring them back.
ERASURE_LEDGER = ENV.data_dir / "erasures"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o600
# Bounds of documents other than the defaults of `quartier.core.documents.rules.Limits`, by name.
DOCUMENT_LIMITS: dict[str, int] = {}
CLAMD = ENV.clamd
# In demonstrations and tests the programs that are told of events may stand on this machine, without encryption.
WEBHOOKS_TO_LOCALHOST = DEMO or TESTING
BACKUP_DIR = ENV.backup_dir
LARGEST_REQUEST = 110_000_000
FILE_UPLOAD_HANDLERS = [
    "quartier.kit.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Rate limits and other short-lived things without a further server: one unlogged table, keys prefixed by schema.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
        if TESTING
        else "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "quartier_cache",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher" if TESTING else "quartier.core.accounts.hashing.Argon2",
    *([] if TESTING else ["django.contrib.auth.hashers.Argon2PasswordHasher"]),
]
# The common floor (NIST SP 800-63B-4) and on top of it the rule of the provider in whose schema we are.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "quartier.core.accounts.services.passwords.ProviderRule"},
    {"NAME": "quartier.core.accounts.services.passwords.KnownPasswords"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "email", "name", "user_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/anmelden/"
LOGIN_REDIRECT_URL = "/weiter/"
SESSION_ENGINE = "quartier.core.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "quartier.kit.error_pages.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ACCOUNT_ADAPTER = "quartier.core.accounts.adapter.AccountAdapter"
# A login is an address, account and user, or an issued id: `accounts.rules` makes one text of it.
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USERNAME_VALIDATORS = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_CONFIRMATION_HMAC = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Passwords are counted by `accounts.services.throttling`; this is for codes, whose guesser has the password already.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,30/5m/ip", "reauthenticate": "10/m/user", "login": None}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_ADAPTER = "quartier.core.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "quartier.core.accounts.forms.CodeForm",
    "reauthenticate": "quartier.core.accounts.forms.CodeAgainForm",
}
# A passkey lets somebody in by itself: it is two factors, the device and what unlocks it.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.https
MFA_TOTP_TOLERANCE = 1
ENCRYPTION_KEYS = ENV.encryption_keys

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 63_072_000 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_SSL_REDIRECT = False
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default"],
    }
}

MAIL = ENV.mail
MAIL_FROM = ENV.mail_from
MAIL_DOMAIN = ENV.mail_domain
MAIL_AUTHSERV = ENV.mail_authserv
# How a link in a mail begins; pages link by path alone.
PORTAL_ORIGIN = "https://{host}" if ENV.https else f"http://{{host}}:{ENV.port}"
PROCRASTINATE_ON_APP_READY = None
SILENCED_SYSTEM_CHECKS = ["fields.W342"]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "quartier.kit.logs.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "procrastinate": {"level": "WARNING"},
    },
}

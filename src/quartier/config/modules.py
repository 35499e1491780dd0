"""Which apps stand in which schema. The one list to extend when a core app or a module is added."""

CORE = [
    "quartier.core.audit",
    "quartier.core.privacy",
    "quartier.core.insight",
    "quartier.core.inbox",
    "quartier.core.accounts",
    "quartier.core.api",
    "quartier.core.approvals",
    "quartier.core.deadlines",
    "quartier.core.parties",
    "quartier.core.terms",
    "quartier.core.users",
    "quartier.core.charges",
    "quartier.core.retention",
    "quartier.core.rights",
    "quartier.core.threads",
    "quartier.core.providers",
    "quartier.core.documents",
    "quartier.core.backups",
    "quartier.core.letters",
    "quartier.core.blocks",
    "quartier.core.registration",
    "quartier.core.consents",
    "quartier.core.processing",
    "quartier.core.profile",
    "quartier.core.leaving",
    "quartier.core.declarations",
    "quartier.core.contracts",
    "quartier.core.performance",
    "quartier.core.withdrawal",
    "quartier.core.catalogue",
    "quartier.core.orders",
    "quartier.core.checkout",
    "quartier.core.changes",
    "quartier.core.webhooks",
    "quartier.core.ledger",
    "quartier.core.invoices",
    "quartier.core.billing",
    "quartier.core.payments",
    "quartier.core.mandates",
    "quartier.core.banking",
    "quartier.core.dunning",
]

MODULES = [
    "quartier.modules.lettings",
    "quartier.modules.survey",
]

# In `public`: the table of providers and the job queue, nothing personal.
SHARED_APPS = [
    "django_tenants",
    "quartier.core.providers",
    "procrastinate.contrib.django",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "quartier.kit",
]

# In every provider's schema and in `console`. Sessions and users exist here only: see ADR 0002.
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    # Before allauth, whose templates ours replace.
    *CORE,
    *MODULES,
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

"""Addresses of a provider's portal: public pages, customer portal, office."""

from django.urls import include, path

from quartier.core.accounts import urls as accounts
from quartier.core.providers import urls as providers
from quartier.kit.views import set_language

urlpatterns = [
    path("sprache/", set_language, name="set_language"),
    path("", include((providers.portal_patterns, "providers"))),
    path("", include(accounts.login_patterns)),
    path("", include(([*accounts.own_patterns, *accounts.office_patterns], "accounts"))),
    path("", include("quartier.core.api.urls")),
    path("", include("quartier.core.approvals.urls")),
    path("", include("quartier.core.terms.urls")),
    path("", include("quartier.core.users.urls")),
    path("", include("quartier.core.charges.urls")),
    path("", include("quartier.core.parties.urls")),
    path("", include("quartier.core.threads.urls")),
    path("", include("quartier.core.deadlines.urls")),
    path("", include("quartier.core.rights.urls")),
    path("", include("quartier.core.retention.urls")),
    path("", include("quartier.core.documents.urls")),
    path("", include("quartier.core.backups.urls")),
    path("", include("quartier.core.letters.urls")),
    path("", include("quartier.core.blocks.urls")),
    path("", include("quartier.core.registration.urls")),
    path("", include("quartier.core.consents.urls")),
    path("", include("quartier.core.processing.urls")),
    path("", include("quartier.core.profile.urls")),
    path("", include("quartier.core.leaving.urls")),
    path("", include("quartier.core.declarations.urls")),
    path("", include("quartier.core.contracts.urls")),
    path("", include("quartier.core.performance.urls")),
    path("", include("quartier.core.withdrawal.urls")),
    path("", include("quartier.core.catalogue.urls")),
    path("", include("quartier.core.orders.urls")),
    path("", include("quartier.core.checkout.urls")),
    path("", include("quartier.core.changes.urls")),
    path("", include("quartier.core.webhooks.urls")),
    path("", include("quartier.core.ledger.urls")),
    path("", include("quartier.core.invoices.urls")),
    path("", include("quartier.core.billing.urls")),
    path("", include("quartier.core.payments.urls")),
    path("", include("quartier.core.mandates.urls")),
    path("", include("quartier.core.banking.urls")),
    path("", include("quartier.core.dunning.urls")),
    path("", include("quartier.core.audit.urls")),
    path("", include("quartier.core.insight.urls")),
    path("", include("quartier.core.inbox.urls")),
    path("", include("quartier.modules.lettings.urls")),
    path("", include("quartier.modules.survey.urls")),
    path("", include("quartier.core.privacy.urls")),
]

handler400 = "quartier.kit.error_pages.bad_request"
handler403 = "quartier.kit.error_pages.forbidden"
handler404 = "quartier.kit.error_pages.not_found"
handler500 = "quartier.kit.error_pages.server_error"

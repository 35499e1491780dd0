"""Addresses of processing: the office's registers."""

from django.urls import path

from quartier.core.processing.views import disclosing, recipients

app_name = "processing"

urlpatterns = [
    path("buero/empfaenger/", recipients.listing, name="recipients"),
    path("buero/empfaenger/neu/", recipients.new, name="recipient_new"),
    path("buero/empfaenger/vertrag/<int:contract_id>/", recipients.contract, name="contract"),
    path("buero/empfaenger/<int:recipient_id>/", recipients.one, name="recipient"),
    path("buero/empfaenger/<int:recipient_id>/aendern/", recipients.change, name="recipient_change"),
    path("buero/empfaenger/<int:recipient_id>/beenden/", recipients.end, name="recipient_end"),
    path("buero/empfaenger/<int:recipient_id>/vertrag/", recipients.contract_new, name="contract_new"),
    path("buero/empfaenger/<int:recipient_id>/unterauftrag/", recipients.sub_processor_new, name="sub_processor_new"),
    path(
        "buero/empfaenger/<int:recipient_id>/unterauftrag/<int:sub_processor_id>/beenden/",
        recipients.sub_processor_end,
        name="sub_processor_end",
    ),
    path("buero/weitergabe/", disclosing.listing, name="disclosures"),
    path("buero/weitergabe/neu/", disclosing.disclose, name="disclose"),
]

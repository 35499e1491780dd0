"""Addresses of processing: the office's registers."""

from django.urls import path

from quartier.core.processing.views import agreements, disclosing, programs, recipients, register

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
    path("buero/verzeichnis/", register.register, name="register"),
    path("buero/verzeichnis/druck/", register.printed, name="register_print"),
    path("buero/verzeichnis/datei/<slug:ending>/", register.file, name="register_file"),
    path("buero/auftragsverarbeitung/", agreements.agreements, name="agreements"),
    path("buero/auftragsverarbeitung/<slug:part>/", agreements.part, name="part"),
    path("buero/unterweisungen/", agreements.instructions, name="instructions"),
    path("buero/unterweisungen/<int:user_id>/", agreements.instruct, name="instruct"),
    path("auftragsverarbeitung/", agreements.own, name="agreement"),
    path("auftragsverarbeitung/abschliessen/", agreements.conclude, name="conclude"),
    path("api/v1/meine/auftragsverarbeitung", programs.agreement, name="api_agreement"),
    path("api/v1/meine/auftragsverarbeitung/abschliessen", programs.conclude, name="api_conclude"),
]

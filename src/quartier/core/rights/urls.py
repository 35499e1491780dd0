"""Addresses of people's rights: the customer's pages and the office's work."""

from django.urls import path

from quartier.core.rights.views import fulfil, office, portal, programs

app_name = "rights"

urlpatterns = [
    path("meine-rechte/", portal.own, name="own"),
    path("meine-rechte/anfrage/", portal.ask, name="ask"),
    path("meine-rechte/<int:request_id>/", portal.one, name="one"),
    path("meine-rechte/<int:request_id>/zuruecknehmen/", portal.withdraw, name="withdraw"),
    path("meine-rechte/schema.json", portal.schema, name="schema"),
    path("meine-rechte/<int:request_id>/entgelt/", portal.agree, name="agree"),
    path("meine-rechte/<int:request_id>/daten/", portal.data, name="data"),
    path("buero/rechte/", office.listing, name="list"),
    path("buero/rechte/neu/<int:party_id>/", office.intake, name="intake"),
    path("buero/rechte/<int:request_id>/", office.one, name="office_one"),
    path("buero/rechte/<int:request_id>/loeschen/", fulfil.erase, name="erase"),
    path("buero/rechte/<int:request_id>/berichtigen/", fulfil.correct, name="correct"),
    path("buero/rechte/<int:request_id>/einschraenken/", fulfil.restrict, name="restrict"),
    path("buero/rechte/<int:request_id>/entscheiden/", fulfil.decide, name="decide"),
    path("buero/rechte/<int:request_id>/entgelt/", fulfil.ask_fee, name="ask_fee"),
    path("buero/rechte/<int:request_id>/empfaenger/", fulfil.add_recipient, name="add_recipient"),
    path("buero/rechte/empfaenger/<int:notice_id>/", fulfil.settle, name="settle"),
    path("buero/rechte/<int:request_id>/<slug:verb>/", office.act, name="act"),
    path("api/v1/meine/rechte", programs.requests, name="api_requests"),
    path("api/v1/meine/rechte/anfrage", programs.ask, name="api_ask"),
    path("api/v1/meine/rechte/schema", programs.schema, name="api_schema"),
    path("api/v1/meine/rechte/<int:request_id>", programs.request_of, name="api_request"),
    path("api/v1/meine/rechte/<int:request_id>/zuruecknehmen", programs.withdraw, name="api_withdraw"),
    path("api/v1/meine/rechte/<int:request_id>/entgelt", programs.agree, name="api_agree"),
    path("api/v1/meine/rechte/<int:request_id>/auskunft", programs.report, name="api_report"),
    path("api/v1/meine/rechte/<int:request_id>/mitnahme", programs.take_along, name="api_take_along"),
]

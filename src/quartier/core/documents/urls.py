"""Addresses of documents: the customer's own, public ones, the office's."""

from django.urls import path

from quartier.core.documents.views import batch, office, portal, programs, receiving

app_name = "documents"
urlpatterns = [
    path("dokumente/", portal.documents, name="own"),
    path("dokumente/<int:document_id>/oeffnen/", portal.open_own, name="open"),
    path("dokumente/<int:document_id>/melden/", portal.report, name="report"),
    path("dokumente/abruf/<str:token>/", portal.link, name="link"),
    path("dokumente/archiv/", portal.archive, name="archive"),
    path("dokumente/hochladen/", portal.upload, name="upload"),
    path("dokumente/hochladen/beginnen/", receiving.begin, name="begin"),
    path("dokumente/hochladen/<uuid:upload_key>/", portal.filing, name="filing"),
    path("dokumente/hochladen/<uuid:upload_key>/teil/", receiving.part, name="part"),
    path("dokumente/hochladen/<uuid:upload_key>/verwerfen/", portal.discard, name="discard"),
    path("unterlagen/<int:document_id>/", portal.public, name="public"),
    path("buero/dokumente/", office.documents, name="office_list"),
    path("buero/dokumente/<int:document_id>/", office.document, name="office_document"),
    path("buero/dokumente/<int:document_id>/oeffnen/", office.open_any, name="office_open"),
    path("buero/dokumente/<int:document_id>/fassung/", office.correct, name="office_correct"),
    path("buero/dokumente/<int:document_id>/verbergen/", office.hide, name="office_hide"),
    path("buero/dokumente/abruf/<str:token>/", office.link, name="office_link"),
    path("buero/dokumente/kunde/<int:party_id>/", office.customer, name="office_customer"),
    path("buero/dokumente/sammeln/", batch.batch, name="office_batch"),
    path("buero/dokumente/sammeln/<uuid:upload_key>/", batch.trial, name="office_trial"),
    path("api/v1/meine/dokumente", programs.documents, name="api_documents"),
    path("api/v1/meine/dokumente/archiv", programs.archive, name="api_archive"),
    path("api/v1/meine/dokumente/hochladen", programs.room, name="api_room"),
    path("api/v1/meine/dokumente/hochladen/beginnen", programs.begin, name="api_begin"),
    path("api/v1/meine/dokumente/hochladen/<uuid:upload_key>", programs.where, name="api_where"),
    path("api/v1/meine/dokumente/hochladen/<uuid:upload_key>/teil", programs.part, name="api_part"),
    path("api/v1/meine/dokumente/hochladen/<uuid:upload_key>/ablegen", programs.file, name="api_file"),
    path("api/v1/meine/dokumente/hochladen/<uuid:upload_key>/verwerfen", programs.discard, name="api_discard"),
    path("api/v1/meine/dokumente/<int:document_id>/oeffnen", programs.open_document, name="api_open"),
    path("api/v1/meine/dokumente/<int:document_id>/melden", programs.report, name="api_report"),
]

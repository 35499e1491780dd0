"""Addresses of letters: the office's."""

from django.urls import path

from quartier.core.letters.views import batches, writing

app_name = "letters"
urlpatterns = [
    path("buero/briefe/", writing.letters, name="list"),
    path("buero/briefe/neu/", writing.recipients, name="recipients"),
    path("buero/briefe/kunde/<int:party_id>/", writing.write, name="write"),
    path("buero/briefe/<int:letter_id>/", writing.letter, name="letter"),
    path("buero/briefe/<int:letter_id>/zuruecknehmen/", writing.take_back, name="take_back"),
    path("buero/briefe/stapel/", batches.batches, name="batches"),
    path("buero/briefe/stapel/firma/<int:entity_id>/", batches.gather, name="gather"),
    path("buero/briefe/stapel/<int:batch_id>/", batches.batch, name="batch"),
    path("buero/briefe/stapel/<int:batch_id>/drucken/", batches.print_out, name="print"),
    path("buero/briefe/stapel/<int:batch_id>/liste/", batches.manifest, name="manifest"),
    path("buero/briefe/stapel/<int:batch_id>/datei/", batches.make_again, name="make_again"),
    path("buero/briefe/stapel/<int:batch_id>/aufgegeben/", batches.post, name="post"),
    path("buero/briefe/stapel/<int:batch_id>/aufloesen/", batches.dissolve, name="dissolve"),
]

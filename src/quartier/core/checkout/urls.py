"""Addresses of ordering: the shop, the steps, prepared orders, the office's offers."""

from django.urls import path

from quartier.core.checkout import programs
from quartier.core.checkout.views import links, office, review, shop, steps

app_name = "checkout"
urlpatterns = [
    path("leistungen/", shop.shop, name="shop"),
    path("leistungen/<slug:slug>/", shop.product, name="product"),
    path("bestellen/<str:token>/", steps.basket, name="basket"),
    path("bestellen/<str:token>/angaben/", steps.details, name="details"),
    path("bestellen/<str:token>/person/", steps.person, name="person"),
    path("bestellen/<str:token>/zahlung/", steps.payment, name="payment"),
    path("bestellen/<str:token>/pruefen/", review.review, name="review"),
    path("bestellen/<str:token>/eingegangen/", review.thanks, name="thanks"),
    path("bestellen/<str:token>/weitergeben/", links.hand_on, name="hand_on"),
    path("vorbereitet/<str:token>/", links.linked, name="linked"),
    path("auftragslinks/", links.links, name="links"),
    path("auftragslinks/<int:link_id>/zuruecknehmen/", links.revoke, name="revoke"),
    path("buero/angebote/", office.offers, name="offers"),
    path("buero/angebote/neu/", office.offer, name="offer"),
    path("buero/angebote/<int:link_id>/zuruecknehmen/", office.take_back, name="take_back"),
    path("api/v1/meine/auftragslinks", programs.links, name="api_links"),
    path("api/v1/meine/auftragslinks/vorbereiten", programs.prepare, name="api_prepare"),
    path("api/v1/meine/auftragslinks/<int:link_id>/zuruecknehmen", programs.revoke, name="api_revoke"),
]

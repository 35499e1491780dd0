"""Addresses of the catalogue."""

from django.urls import path

from quartier.core.catalogue.views import office, public

app_name = "catalogue"
urlpatterns = [
    path("preise/", public.price_list, name="price_list"),
    path("buero/leistungen/", office.products, name="products"),
    path("buero/leistungen/neu/", office.new, name="new"),
    path("buero/leistungen/<int:product_id>/", office.one, name="one"),
    path("buero/leistungen/<int:product_id>/aendern/", office.change, name="change"),
    path("buero/leistungen/<int:product_id>/preis/", office.price, name="price"),
    path("buero/leistungen/<int:product_id>/preis/<int:price_id>/streichen/", office.drop_price, name="drop_price"),
]

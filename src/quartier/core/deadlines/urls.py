"""Addresses of deadlines: the customer's page, the office's list, month and single deadline."""

from django.urls import path, re_path

from quartier.core.deadlines.views import office, portal

app_name = "deadlines"
MONTH = r"(?P<year>20[0-9]{2})-(?P<month>0[1-9]|1[0-2])"
VERB = r"(?P<verb>pause|resume|meet|cancel|retry)"

urlpatterns = [
    path("fristen/", portal.own, name="own"),
    path("buero/fristen/", office.listing, name="list"),
    path("buero/fristen/kalender/", office.this_month, name="this_month"),
    re_path(rf"^buero/fristen/kalender/{MONTH}/$", office.month, name="month"),
    path("buero/fristen/<int:deadline_id>/", office.one, name="one"),
    path("buero/fristen/<int:deadline_id>/verlaengern/", office.extend, name="extend"),
    re_path(rf"^buero/fristen/(?P<deadline_id>[0-9]+)/{VERB}/$", office.change, name="change"),
]

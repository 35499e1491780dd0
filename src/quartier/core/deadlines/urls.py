"""Addresses of deadlines: the customer's page, the office's list, month and single deadline."""

from django.urls import path

from quartier.core.deadlines.views import calendars, feed, office, portal, programs

app_name = "deadlines"
urlpatterns = [
    path("fristen/", portal.own, name="own"),
    path("fristen/kalender/", calendars.own, name="calendars"),
    path("fristen/kalender/<int:address_id>/widerrufen/", calendars.revoke_own, name="revoke_calendar"),
    path("fristen/abonnement/<token>.ics", feed.feed, name="feed"),
    path("buero/fristen/", office.listing, name="list"),
    path("buero/fristen/kalender/", office.this_month, name="this_month"),
    path("buero/fristen/kalender/<int:year>/<int:month>/", office.month, name="month"),
    path("buero/fristen/abonnements/", calendars.office, name="office_calendars"),
    path("buero/fristen/abonnements/<int:address_id>/widerrufen/", calendars.revoke, name="office_revoke_calendar"),
    path("buero/fristen/<int:deadline_id>/", office.one, name="one"),
    path("buero/fristen/<int:deadline_id>/verlaengern/", office.extend, name="extend"),
    path("buero/fristen/<int:deadline_id>/<slug:verb>/", office.change, name="change"),
    path("api/v1/meine/fristen", programs.deadlines, name="api_deadlines"),
    path("api/v1/meine/fristen/kalender", programs.addresses, name="api_addresses"),
    path("api/v1/meine/fristen/kalender/neu", programs.open_address, name="api_open_address"),
    path(
        "api/v1/meine/fristen/kalender/<int:address_id>/widerrufen", programs.revoke_address, name="api_revoke_address"
    ),
]

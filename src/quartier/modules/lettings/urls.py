"""Addresses of lettings on a provider's portal."""

from django.urls import path

from quartier.modules.lettings.views import office, public

app_name = "lettings"
urlpatterns = [
    path("wohnungen/", public.projects, name="projects"),
    path("wohnungen/<slug:project>/", public.project, name="project"),
    path("wohnungen/<slug:project>/<str:flat>/", public.flat, name="flat"),
    path("buero/wohnungen/", office.flats, name="office"),
    path("buero/wohnungen/neu/", office.open_project, name="office_open"),
    path("buero/wohnungen/<slug:project>/", office.project, name="office_project"),
    path("buero/wohnungen/<slug:project>/einlesen/", office.list_flats, name="office_list"),
    path("buero/wohnungen/<slug:project>/sichtbarkeit/", office.visibility, name="office_visibility"),
    path("buero/wohnungen/<slug:project>/<str:flat>/", office.flat, name="office_flat"),
    path("buero/wohnungen/<slug:project>/<str:flat>/stand/", office.state, name="office_state"),
]

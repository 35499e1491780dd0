"""Addresses of retention: the office's holds, restrictions and protocol."""

from django.urls import path

from quartier.core.retention import views

app_name = "retention"
urlpatterns = [
    path("buero/aufbewahrung/", views.overview, name="overview"),
    path("buero/aufbewahrung/laeufe/<int:run_id>/", views.run, name="run"),
    path("buero/aufbewahrung/loeschsperren/<int:hold_id>/pruefen/", views.look_again, name="look_again"),
    path("buero/aufbewahrung/loeschsperren/<int:hold_id>/aufheben/", views.lift_hold, name="lift_hold"),
    path("buero/aufbewahrung/einschraenkungen/<int:restriction_id>/mitteilen/", views.tell, name="tell"),
    path("buero/aufbewahrung/einschraenkungen/<int:restriction_id>/aufheben/", views.lift, name="lift"),
    path("buero/kundschaft/<int:party_id>/loeschsperre/", views.hold, name="hold"),
    path("buero/kundschaft/<int:party_id>/einschraenkung/", views.restrict, name="restrict"),
]

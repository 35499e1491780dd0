"""Addresses of billing."""

from django.urls import path

from quartier.core.billing.views import customers, office

app_name = "billing"
OFFICE = "buero/abrechnung/"
urlpatterns = [
    path(OFFICE, office.runs, name="runs"),
    path(f"{OFFICE}neu/", office.new, name="new"),
    path(f"{OFFICE}fragen/", office.questions, name="questions"),
    path(f"{OFFICE}fragen/<int:billing_question_id>/", office.settle, name="settle"),
    path(f"{OFFICE}lauf/<int:billing_run_id>/", office.run, name="run"),
    path(f"{OFFICE}lauf/<int:billing_run_id>/starten/", office.start, name="start"),
    path(f"{OFFICE}lauf/<int:billing_run_id>/weiter/", office.resume, name="resume"),
    path(f"{OFFICE}lauf/<int:billing_run_id>/verwerfen/", office.drop, name="drop"),
    path(f"{OFFICE}zeiten/", customers.time, name="time"),
    path(f"{OFFICE}laufend/<int:schedule_id>/", customers.rhythm, name="rhythm"),
    path(f"{OFFICE}vertrag/<int:concluded_id>/aufwand/", customers.effort, name="effort"),
    path(f"{OFFICE}kundschaft/<int:party_id>/entgelt/", customers.fee, name="fee"),
    path(f"{OFFICE}kundschaft/<int:party_id>/zeit/", customers.book, name="book"),
]

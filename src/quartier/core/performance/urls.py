"""Addresses of performance."""

from django.urls import path

from quartier.core.performance import programs
from quartier.core.performance.views import claims, office, portal

app_name = "performance"
OF_CONTRACT = "buero/vertraege/<int:promised_contract_id>/leistung/"
urlpatterns = [
    path("vertraege/<int:promised_contract_id>/termine/", portal.dates, name="dates"),
    path("vertraege/<int:promised_contract_id>/termine/<int:promise_id>/mahnen/", portal.remind, name="remind"),
    path(OF_CONTRACT, office.contract, name="contract"),
    path(f"{OF_CONTRACT}termin/", office.promise, name="promise"),
    path(f"{OF_CONTRACT}mitwirkung/", office.duty, name="duty"),
    path(f"{OF_CONTRACT}hindernis/", office.obstacle, name="obstacle"),
    path(f"{OF_CONTRACT}anspruch/", claims.new, name="claim_new"),
    path(f"{OF_CONTRACT}garantie/", office.guarantee, name="guarantee"),
    path("buero/leistung/termine/<int:promise_id>/verbindlich/", office.bind, name="bind"),
    path("buero/leistung/termine/<int:promise_id>/geliefert/", office.keep, name="keep"),
    path("buero/leistung/termine/<int:promise_id>/zuruecknehmen/", office.drop, name="drop"),
    path("buero/leistung/termine/<int:promise_id>/mahnung/", office.remind, name="office_remind"),
    path("buero/leistung/mitwirkung/<int:duty_id>/", office.duty_done, name="duty_done"),
    path("buero/leistung/hindernisse/<int:obstacle_id>/aenderung/", office.attempt, name="attempt"),
    path("buero/leistung/hindernisse/<int:obstacle_id>/ruecktritt/", office.withdraw, name="withdraw"),
    path("buero/leistung/mahnungen/", office.reminders, name="reminders"),
    path("buero/leistung/mahnungen/<int:reminder_id>/", office.handle, name="handle"),
    path("buero/leistung/ansprueche/", claims.register, name="claims"),
    path("buero/leistung/ansprueche/<int:claim_id>/", claims.one, name="claim"),
    path("api/v1/meine/vertraege/<int:promised_contract_id>/termine", programs.dates, name="api_dates"),
    path(
        "api/v1/meine/vertraege/<int:promised_contract_id>/termine/<int:promise_id>/mahnung",
        programs.remind,
        name="api_remind",
    ),
]

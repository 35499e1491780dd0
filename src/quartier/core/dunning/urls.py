"""Addresses of dunning."""

from django.urls import path

from quartier.core.dunning.views import acting, office, portal, programs

app_name = "dunning"

OFFICE = "buero/mahnung/"
CLAIM = f"{OFFICE}forderung/<int:dunned_claim_id>/"
urlpatterns = [
    path("rueckstand/", portal.own, name="own"),
    path("rueckstand/<int:overdue_id>/melden/", portal.say, name="say"),
    path("api/v1/meine/rueckstand", programs.own, name="api_own"),
    path("api/v1/meine/rueckstand/<int:overdue_id>/melden", programs.say, name="api_say"),
    path(OFFICE, office.overview, name="overview"),
    path(f"{OFFICE}ohne-zugang/", office.no_receipt, name="no_receipt"),
    path(f"{OFFICE}raten/", office.plans, name="plans"),
    path(f"{OFFICE}regeln/", office.rules, name="rules"),
    path(f"{OFFICE}regeln/basiszins/", acting.base_rate, name="base_rate"),
    path(f"{OFFICE}laeufe/", office.runs, name="runs"),
    path(f"{OFFICE}laeufe/neu/", acting.dry_run, name="dry_run"),
    path(f"{OFFICE}laeufe/<int:dunning_run_id>/", office.run, name="run"),
    path(f"{OFFICE}laeufe/<int:dunning_run_id>/vorschlagen/", acting.propose, name="propose"),
    path(f"{OFFICE}laeufe/<int:dunning_run_id>/weiter/", acting.resume, name="resume"),
    path(CLAIM, office.claim, name="claim"),
    path(f"{CLAIM}zugang/", acting.receipt, name="receipt"),
    path(f"{CLAIM}zinsen/", acting.interest, name="interest"),
    path(f"{CLAIM}pauschale/", acting.lump_sum, name="lump_sum"),
    path(f"{CLAIM}schaden/", acting.damage, name="damage"),
    path(f"{CLAIM}aussetzen/", acting.hold, name="hold"),
    path(f"{CLAIM}raten/", acting.plan, name="plan"),
    path(f"{CLAIM}ausbuchen/", acting.write_off, name="write_off"),
    path(f"{OFFICE}kosten/<int:default_fee_id>/mindern/", acting.reduce, name="reduce"),
    path(f"{OFFICE}aussetzung/<int:dunning_hold_id>/beenden/", acting.end_hold, name="end_hold"),
    path(f"{OFFICE}raten/<int:instalment_plan_id>/beenden/", acting.end_plan, name="end_plan"),
]

"""Addresses of contracts: the customer's and the office's."""

from django.urls import path

from quartier.core.contracts.views import office, papers, portal, programs, providing

app_name = "contracts"
OFFICE = "buero/vertraege"
ONE = f"{OFFICE}/<int:concluded_id>"
urlpatterns = [
    path("vertraege/", portal.contracts, name="contracts"),
    path("vertraege/<int:relationship_id>/", portal.contract, name="contract"),
    path("vertraege/<int:relationship_id>/brief/", portal.confirmation, name="confirmation"),
    path("vertraege/<int:relationship_id>/kuendigen/", portal.notice, name="notice"),
    path("vertraege/<int:relationship_id>/kuendigen/brief/", portal.letter, name="letter"),
    path("vertraege/<int:relationship_id>/kuendigen/brief.pdf", portal.letter_file, name="letter_file"),
    path(f"{OFFICE}/", office.contracts, name="office_contracts"),
    path(f"{OFFICE}/arten/", office.kinds, name="office_kinds"),
    path(f"{OFFICE}/gruende/", providing.candidates, name="office_candidates"),
    path(f"{OFFICE}/gruende/<int:cause_id>/", providing.decide, name="office_decide"),
    path(f"{OFFICE}/kunde/<int:party_id>/", office.of_customer, name="office_customer"),
    path(f"{ONE}/", office.contract, name="office_contract"),
    path(f"{ONE}/kuendigung/", office.received, name="office_received"),
    path(f"{ONE}/zuruecknahme/", office.revoke, name="office_revoke"),
    path(f"{ONE}/kuendigen/", providing.give_notice, name="office_notice"),
    path(f"{ONE}/einstellen/", providing.stop, name="office_stop"),
    path(f"{ONE}/grund/", providing.note_candidate, name="office_candidate"),
    path(f"{ONE}/rechnung/", papers.invoice, name="office_invoice"),
    path(f"{ONE}/nachtrag/", papers.amendment, name="office_amendment"),
    path(f"{ONE}/vereinbarung/", papers.agreement, name="office_agreement"),
    path(f"{OFFICE}/nachtrag/<int:amendment_id>/", papers.effect, name="office_effect"),
    path("api/v1/meine/vertraege", programs.contracts, name="api_contracts"),
    path("api/v1/meine/vertraege/<int:relationship_id>", programs.contract, name="api_contract"),
    path("api/v1/meine/vertraege/<int:relationship_id>/kuendigen", programs.notice, name="api_notice"),
]

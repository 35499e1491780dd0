"""Addresses of threads: the customer's requests, the office's queue, the provider's own words."""

from django.urls import path

from quartier.core.threads.views import calls, customer, faults, hiding, office, planning, portal, wording

app_name = "threads"
urlpatterns = [
    path("nachrichten/", portal.own, name="own"),
    path("nachrichten/neu/", portal.new, name="new"),
    path("nachrichten/<int:thread_id>/", portal.one, name="one"),
    path("nachrichten/<int:thread_id>/schliessen/", portal.close, name="close"),
    path("nachrichten/<int:thread_id>/oeffnen/", portal.reopen, name="reopen"),
    path("nachrichten/melden/", faults.kinds, name="kinds"),
    path("nachrichten/melden/<slug:fault>/", faults.report, name="report_fault"),
    path("buero/nachrichten/ausfaelle/", faults.incidents, name="incidents"),
    path("buero/nachrichten/ausfaelle/<int:incident_id>/ende/", faults.end_incident, name="incident_end"),
    path("buero/nachrichten/<int:thread_id>/nacherfuellung/<slug:remedy>/", faults.remedy, name="remedy"),
    path("buero/nachrichten/<int:thread_id>/minderung/", faults.reduce, name="reduce"),
    path("buero/nachrichten/kunde/<int:party_id>/", customer.customer, name="customer"),
    path("buero/nachrichten/kunde/<int:party_id>/anruf/", calls.log, name="call"),
    path("buero/nachrichten/<int:thread_id>/bestaetigung/", calls.confirm, name="confirm_call"),
    path("buero/aufgaben/", planning.tasks, name="tasks"),
    path("buero/aufgaben/<int:task_id>/erledigt/", planning.finish, name="task_finish"),
    path("buero/nachrichten/<int:thread_id>/aufgabe/", planning.set_task, name="task_set"),
    path("buero/nachrichten/<int:thread_id>/zeit/", calls.time, name="book_time"),
    path("buero/nachrichten/kunde/<int:party_id>/meldezugang/", customer.decide_reporting, name="decide_reporting"),
    path("buero/nachrichten/", office.listing, name="office"),
    path("buero/nachrichten/<int:thread_id>/", office.one, name="office_one"),
    path("buero/nachrichten/<int:thread_id>/antwort/", office.answer, name="office_answer"),
    path("buero/nachrichten/<int:thread_id>/notiz/", office.note, name="office_note"),
    path("buero/nachrichten/<int:thread_id>/zustaendig/", office.care, name="office_care"),
    path("buero/nachrichten/<int:thread_id>/schritt/<slug:step>/", office.change, name="office_change"),
    path("buero/nachrichten/texte/", wording.words, name="words"),
    path("buero/nachrichten/texte/thema/", wording.category, name="category_new"),
    path("buero/nachrichten/texte/thema/<int:category_id>/", wording.category, name="category"),
    path("buero/nachrichten/texte/baustein/", wording.canned_text, name="canned_text_new"),
    path("buero/nachrichten/texte/baustein/<int:text_id>/", wording.canned_text, name="canned_text"),
    path("nachrichten/<int:thread_id>/melden/<int:message_id>/", hiding.report, name="report_message"),
    path("buero/nachrichten/<int:thread_id>/ausblenden/<int:message_id>/", hiding.hide, name="hide"),
    path("buero/nachrichten/<int:thread_id>/belassen/<int:message_id>/", hiding.leave, name="leave"),
    path("buero/nachrichten/<int:thread_id>/einblenden/<int:message_id>/", hiding.show_again, name="show_again"),
    path("buero/nachrichten/beweise/", hiding.evidence, name="evidence"),
    path("buero/nachrichten/beweise/<int:evidence_id>/", hiding.open_evidence, name="evidence_open"),
]

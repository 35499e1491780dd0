"""Addresses of outgoing mail in the office, of the mailbox and the job queue in the console."""

from django.urls import path

from quartier.core.inbox.views import console, office

app_name = "inbox"
urlpatterns = [
    path("buero/post/", office.outbox, name="outbox"),
    path("buero/post/<int:mail_id>/", office.outbox_mail, name="outbox_mail"),
    path("buero/post/<int:mail_id>/ansicht/", office.outbox_frame, name="outbox_frame"),
    path("buero/post/<int:mail_id>/erneut/", office.outbox_retry, name="outbox_retry"),
]

console_patterns = [
    path("postfach/", console.mailbox, name="mailbox"),
    path("postfach/<slug:schema>/<int:mail_id>/", console.mailbox_mail, name="mailbox_mail"),
    path("postfach/<slug:schema>/<int:mail_id>/ansicht/", console.mailbox_frame, name="mailbox_frame"),
    path("auftraege/", console.jobs, name="jobs"),
    path("auftraege/<int:job_id>/erneut/", console.job_retry, name="job_retry"),
]

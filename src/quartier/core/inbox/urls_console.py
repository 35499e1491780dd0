"""Addresses of the mailbox and the job queue in the console."""

from django.urls import path

from quartier.core.inbox.views import console

app_name = "inbox"
urlpatterns = [
    path("postfach/", console.mailbox, name="mailbox"),
    path("postfach/<slug:schema>/<int:mail_id>/", console.mailbox_mail, name="mailbox_mail"),
    path("postfach/<slug:schema>/<int:mail_id>/ansicht/", console.mailbox_frame, name="mailbox_frame"),
    path("auftraege/", console.jobs, name="jobs"),
    path("auftraege/<int:job_id>/erneut/", console.job_retry, name="job_retry"),
]

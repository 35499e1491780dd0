"""Addresses of outgoing mail in the office."""

from django.urls import path

from quartier.core.inbox.views import office

app_name = "inbox"
urlpatterns = [
    path("buero/post/", office.outbox, name="outbox"),
    path("buero/post/<int:mail_id>/", office.outbox_mail, name="outbox_mail"),
    path("buero/post/<int:mail_id>/ansicht/", office.outbox_frame, name="outbox_frame"),
    path("buero/post/<int:mail_id>/erneut/", office.outbox_retry, name="outbox_retry"),
]

"""Addresses of registration: the public way in, the office's codes and applications."""

from django.urls import path

from quartier.core.registration.views import codes, entering, going_on, review

app_name = "registration"
urlpatterns = [
    path("registrieren/", entering.register, name="register"),
    path("registrieren/weiter/<str:token>/", going_on.go_on, name="go_on"),
    path("buero/zugang/", codes.codes, name="codes"),
    path("buero/zugang/ausgeben/", codes.issue, name="issue"),
    path("buero/zugang/kunde/<int:party_id>/", codes.issue_to, name="issue_to"),
    path("buero/zugang/kunde/<int:party_id>/nachweis/", codes.evidence, name="evidence"),
    path("buero/zugang/briefe/<int:run_id>/", codes.run, name="run"),
    path("buero/zugang/briefe/<int:run_id>/drucken/", codes.print_out, name="print"),
    path("buero/zugang/briefe/<int:run_id>/aufgegeben/", codes.close, name="close"),
    path("buero/zugang/code/<int:code_id>/sperren/", codes.revoke, name="revoke"),
    path("buero/antraege/", review.applications, name="applications"),
    path("buero/antraege/<int:application_id>/", review.application, name="application"),
    path("buero/antraege/<int:application_id>/annehmen/", review.accept, name="accept"),
    path("buero/antraege/<int:application_id>/ablehnen/", review.decline, name="decline"),
]

"""Addresses of privacy on portals."""

from django.urls import path

from quartier.core.privacy import views

app_name = "privacy"
urlpatterns = [
    path("cookies/", views.cookie_list, name="cookies"),
    path("widerspruch/", views.objection, name="objection"),
    path("buero/anfragen/", views.log, name="log"),
    path("buero/nutzung/", views.use, name="use"),
    path("buero/kundschaft/<int:number>/auskunft/", views.information, name="information"),
    path("buero/kundschaft/<int:number>/loeschung/", views.erasure, name="erasure"),
]

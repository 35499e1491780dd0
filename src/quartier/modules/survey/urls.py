"""Addresses of surveys: the calculator, the customer's wishes and visits, the office's workbench and calendar."""

from django.urls import path

from quartier.modules.survey.views import board, calculator, finishing, rooms, sheet, underlays

app_name = "survey"
CALCULATOR = "wohnflaeche/<str:survey_token>/"
urlpatterns = [
    # The express calculator.
    path("wohnflaeche/", calculator.start, name="start"),
    path("wohnflaeche/uebernehmen/", calculator.take_over, name="take_over"),
    path(CALCULATOR, calculator.editor, name="editor"),
    path(f"{CALCULATOR}stand/", board.state, name="state"),
    path(f"{CALCULATOR}bild/<int:storey_no>/", board.drawing, name="drawing"),
    path(f"{CALCULATOR}raum/<int:room_no>/", rooms.room, name="room"),
    path(f"{CALCULATOR}unterlagen/", underlays.brought, name="underlays"),
    path(f"{CALCULATOR}unterlage/<int:underlay_id>/", underlays.underlay, name="underlay"),
    path(f"{CALCULATOR}angaben/", sheet.sheet, name="sheet"),
    path(f"{CALCULATOR}aufteilung/", sheet.layout, name="layout"),
    path(f"{CALCULATOR}staende/", sheet.versions, name="versions"),
    path(f"{CALCULATOR}link/", sheet.resume, name="resume"),
    path(f"{CALCULATOR}loeschen/", sheet.delete, name="delete"),
    path(f"{CALCULATOR}abschliessen/", finishing.finish, name="finish"),
    path(f"{CALCULATOR}ergebnis/", finishing.result, name="result"),
    path("auftraege/<int:order_id>/berechnung/", finishing.for_order, name="for_order"),
    path("auftrag/<str:token>/berechnung/", finishing.for_guest, name="for_guest"),
]

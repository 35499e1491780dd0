"""Addresses of accounts, on portals and on the console alike."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from quartier.core.accounts.views import login, own, passwords, programs, staff
from quartier.kit.access import Audience, access

public = access(Audience.PUBLIC, stays_open=True)

# allauth reverses these by its own names, so they stand outside the namespace.
login_patterns = [
    path("anmelden/", public(login.login), name="account_login"),
    path("anmelden/buero/", public(login.staff_login), name="account_login_staff"),
    path("abmelden/", public(account.logout), name="account_logout"),
    path("anmelden/gesperrt/", public(account.account_inactive), name="account_inactive"),
    path("anmelden/bestaetigen/", public(account.reauthenticate), name="account_reauthenticate"),
    path("anmelden/code/", public(login.second_step), name="mfa_authenticate"),
    path("anmelden/code/bestaetigen/", public(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("konto/sicherheit/", public(mfa.index), name="mfa_index"),
    path("konto/sicherheit/app/", public(totp.activate_totp), name="mfa_activate_totp"),
    path("konto/sicherheit/app/entfernen/", public(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("anmelden/passkey/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("anmelden/passkey/bestaetigen/", public(login.passkey_again), name="mfa_reauthenticate_webauthn"),
    path("konto/sicherheit/passkeys/", public(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("konto/sicherheit/passkeys/neu/", public(login.passkey_new), name="mfa_add_webauthn"),
    path("konto/sicherheit/passkeys/<int:pk>/", public(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("konto/sicherheit/passkeys/<int:pk>/entfernen/", public(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("konto/sicherheit/notfallcodes/", public(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "konto/sicherheit/notfallcodes/neu/", public(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path(
        "konto/sicherheit/notfallcodes/datei/",
        public(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]

app_name = "accounts"
own_patterns = [
    path("weiter/", own.onward, name="onward"),
    path("konto/", own.my_account, name="me"),
    path("konto/passwort/", passwords.password, name="password"),
    path("konto/geraete/", own.sessions, name="sessions"),
    path("konto/geraete/abmelden/", own.sessions_end, name="sessions_end"),
    path("konto/geraete/vertrauen/", own.devices_distrust, name="devices_distrust"),
    path("konto/geraete/<str:session>/abmelden/", own.session_end, name="session_end"),
    path("konto/verdacht/", own.suspicion, name="suspicion"),
    path("konto/verdacht/gemeldet/", own.suspected, name="suspected"),
    path("konto/adresse/", own.address, name="address"),
    path("konto/adresse/<str:key>/", own.address_confirm, name="address_confirm"),
    path("passwort/vergessen/", passwords.password_forgotten, name="password_forgotten"),
    path("passwort/vergessen/buero/", passwords.password_forgotten_staff, name="password_forgotten_staff"),
    path("passwort/neu/<str:key>/", passwords.password_choose, name="password_choose"),
]
api_patterns = [
    path("api/v1/meine/konto", programs.me, name="api_me"),
    path("api/v1/meine/konto/passwort", programs.change_password, name="api_password"),
    path("api/v1/meine/konto/adresse", programs.change_address, name="api_address"),
    path("api/v1/meine/konto/verdacht", programs.suspicion, name="api_suspicion"),
    path("api/v1/meine/konto/geraete", programs.sessions, name="api_sessions"),
    path("api/v1/meine/konto/geraete/abmelden", programs.end_sessions, name="api_end_sessions"),
    path("api/v1/meine/konto/geraete/vertrauen", programs.distrust_devices, name="api_distrust"),
    path("api/v1/meine/konto/geraete/<str:session>/abmelden", programs.end_session, name="api_end_session"),
]
office_patterns = [
    *api_patterns,
    path("buero/personal/", staff.staff_list, name="staff"),
    path("buero/personal/neu/", staff.staff_new, name="staff_new"),
    path("buero/personal/rollen/", staff.roles, name="roles"),
    path("buero/personal/rollen/<slug:role>/", staff.role_edit, name="role_edit"),
    path("buero/personal/<int:user_id>/", staff.staff_edit, name="staff_edit"),
    path("buero/personal/<int:user_id>/einladen/", staff.staff_invite, name="staff_invite"),
    path("buero/personal/<int:user_id>/sperre/", staff.staff_block, name="staff_block"),
]

"""Addresses of accounts, on portals and on the console alike."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from quartier.core.accounts.views import own, staff
from quartier.kit.access import Audience, access

public = access(Audience.PUBLIC, stays_open=True)

# allauth reverses these by its own names, so they stand outside the namespace.
login_patterns = [
    path("anmelden/", public(account.login), name="account_login"),
    path("abmelden/", public(account.logout), name="account_logout"),
    path("anmelden/gesperrt/", public(account.account_inactive), name="account_inactive"),
    path("anmelden/bestaetigen/", public(account.reauthenticate), name="account_reauthenticate"),
    path("anmelden/code/", public(mfa.authenticate), name="mfa_authenticate"),
    path("anmelden/code/bestaetigen/", public(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("konto/sicherheit/", public(mfa.index), name="mfa_index"),
    path("konto/sicherheit/app/", public(totp.activate_totp), name="mfa_activate_totp"),
    path("konto/sicherheit/app/entfernen/", public(totp.deactivate_totp), name="mfa_deactivate_totp"),
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
]
office_patterns = [
    path("buero/personal/", staff.staff_list, name="staff"),
    path("buero/personal/neu/", staff.staff_new, name="staff_new"),
    path("buero/personal/<int:user_id>/", staff.staff_edit, name="staff_edit"),
    path("buero/personal/<int:user_id>/sperre/", staff.staff_block, name="staff_block"),
]

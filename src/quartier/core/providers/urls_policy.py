"""Addresses of the policy pages in the office."""

from django.urls import path

from quartier.core.providers.views import policy

patterns = [
    path("buero/einstellungen/recht/", policy.law, name="office_law"),
    path("buero/einstellungen/richtlinien/", policy.policies, name="office_policies"),
    path("buero/einstellungen/richtlinien/<slug:slug>/", policy.policy, name="office_policy"),
    path("buero/einstellungen/richtlinien/<slug:slug>/<str:key>/", policy.policy_value, name="office_policy_value"),
]

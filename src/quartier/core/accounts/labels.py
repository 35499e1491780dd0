"""Roles in words."""

from django.utils.translation import gettext_lazy as _

from quartier.kit.roles import StaffRole

ROLE_LABELS = {
    StaffRole.LEAD.value: _("Lead"),
    StaffRole.CLERK.value: _("Clerk"),
    StaffRole.BOOKKEEPER.value: _("Bookkeeper"),
    StaffRole.EDITOR.value: _("Editor"),
    StaffRole.PRIVACY.value: _("Privacy officer"),
    StaffRole.HOTLINE.value: _("Hotline"),
}

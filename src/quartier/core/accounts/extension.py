"""Moved: see quartier.kit.roles."""

from quartier.kit.roles import StaffRole, grant

__all__ = ["StaffRole", "grant"]

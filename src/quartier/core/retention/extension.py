"""What others need of retention besides its services: the grounds on which a person has data restricted."""

from quartier.core.retention.rules import Ground

__all__ = ["Ground"]

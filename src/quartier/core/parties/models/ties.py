"""Who else belongs to a customer's contracts, and who may act for the customer in the portal."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartier.core.parties.models.people import Party, Relationship
from quartier.core.parties.rules import ACTING_ROLES
from quartier.kit.restriction import Restrictable


class Role(models.TextChoices):
    """What somebody is in a contract of somebody else (SBV-50)."""

    CO_TENANT = "co_tenant", _("Co-tenant")
    HOUSEHOLD = "household", _("Household member")
    SUBTENANT = "subtenant", _("Subtenant")
    PAYER = "payer", _("Deviating payer")
    REPRESENTATIVE = "representative", _("Authorised representative")
    CUSTODIAN = "custodian", _("Custodian")
    HEIR = "heir", _("Heir")
    ADMINISTRATOR = "administrator", _("Estate administrator")
    GUARANTOR = "guarantor", _("Guarantor")
    BENEFICIARY = "beneficiary", _("Beneficiary")
    SPOUSE = "spouse", _("Spouse")
    CONTACT = "contact", _("Contact person")


class TieSource(models.TextChoices):
    """From whom it is known that somebody has a role (Art. 14(2)(f) GDPR)."""

    CUSTOMER = "customer", _("said by the customer")
    PERSON = "person", _("said by the person")
    CONTRACT = "contract", _("stands in the contract")
    COURT = "court", _("court or authority")
    REGISTER = "register", _("public register")


class RelatedPerson(Restrictable):
    """A role that a person has for a customer: in one contract, or in all matters where none is named (SBV-50).

    `valid_until` is the first day on which the role is over. Whoever `acts` may act for the customer in the portal
    meanwhile, within `rights` and `kinds` ("*" stands for every matter) or in the one contract (SBV-51).
    """

    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="related")
    relationship = models.ForeignKey(
        Relationship, on_delete=models.CASCADE, null=True, blank=True, related_name="related"
    )
    person = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="ties")
    role = models.CharField(max_length=14, choices=Role)
    source = models.CharField(max_length=10, choices=TieSource)
    evidence = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    acts = models.BooleanField(default=False)
    rights = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="role_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(person=F("customer")), name="role_is_somebody_elses"),
            models.CheckConstraint(
                condition=Q(acts=False, rights=[], kinds=[])
                | Q(acts=True, role__in=ACTING_ROLES) & ~Q(evidence="") & (Q(relationship=None) | Q(kinds=[])),
                name="acting_needs_role_and_evidence",
            ),
            models.UniqueConstraint(
                fields=["customer", "relationship", "person", "role"], condition=Q(valid_until__isnull=True),
                nulls_distinct=False, name="open_role_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"

"""Accounts that another system keeps, such as the rent account of the housing company's own bookkeeping, shown here."""

from __future__ import annotations

from django.db import models

from quartier.kit.restriction import Restrictable


class Mirror(Restrictable):
    """The account of one contract as another system keeps it: nothing is booked here, it is read and shown (DWG-07).

    `as_of` is the day the other system says its bookings are complete through.
    """

    relationship = models.OneToOneField("parties.Relationship", on_delete=models.CASCADE, related_name="mirror")
    as_of = models.DateField()
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["relationship"]

    def __str__(self) -> str:
        return str(self.relationship)


class MirrorLine(models.Model):
    """One booking on it: above zero the customer owes, below it was paid or credited. `key` tells a repetition."""

    mirror = models.ForeignKey(Mirror, on_delete=models.CASCADE, related_name="lines")
    key = models.CharField(max_length=64)
    booked_on = models.DateField()
    text = models.CharField(max_length=160)
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["-booked_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["mirror", "key"], name="mirrored_once")]

    def __str__(self) -> str:
        return f"{self.text} {self.amount}"

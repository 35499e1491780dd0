"""Who has left the portal: the evidence that it was ended, how and when."""

from __future__ import annotations

from django.db import models


class Leaving(models.Model):
    """The end of a customer's use of the portal. `declared_on` is the day of the declaration, if there was one."""

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="leavings")
    way = models.CharField(max_length=10)
    ended_on = models.DateField()
    declared_on = models.DateField(null=True)
    note = models.CharField(max_length=400, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-noted_at", "-pk"]
        indexes = [models.Index(fields=["noted_at"], name="leaving_by_time")]

    def __str__(self) -> str:
        return f"leaving {self.pk}"

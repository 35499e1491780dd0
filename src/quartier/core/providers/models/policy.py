"""What a provider has decided about its policy, dated. Append-only: the database refuses changes."""

from __future__ import annotations

from django.db import models


class PolicyVersion(models.Model):
    """One decision about one concern: the values it sets, from which day on, by whom and why.

    `data` is `{key: {value, origin, clause, conflict}}` and holds only what this decision sets. The policy on a day
    is made of all decisions that are valid by then, later days over earlier ones, later decisions over earlier ones:
    a change planned for January survives another one that is decided for December in between.
    """

    concern = models.CharField(max_length=40)
    valid_from = models.DateField()
    data = models.JSONField()
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["valid_from", "decided_at", "pk"]
        indexes = [models.Index(fields=["concern", "valid_from", "decided_at"], name="policy_by_concern")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="policy_has_a_reason"),
            models.CheckConstraint(condition=~models.Q(data={}), name="policy_decides_something"),
        ]

    def __str__(self) -> str:
        return f"{self.concern} from {self.valid_from:%Y-%m-%d}"

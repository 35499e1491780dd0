"""The one table that kit owns, in the schema `public`: why jobs failed, for the operator."""

from __future__ import annotations

from django.db import models


class JobFailure(models.Model):
    """Why one attempt of a job ended badly. `reason` names error and line, never values: those may be personal."""

    job = models.BigIntegerField()
    attempt = models.PositiveSmallIntegerField()
    failed_at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["-failed_at", "-pk"]
        indexes = [models.Index(fields=["job", "-failed_at"], name="failure_by_job")]

    def __str__(self) -> str:
        return f"job {self.job}, attempt {self.attempt}: {self.reason}"

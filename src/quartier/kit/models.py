"""The tables that kit owns, in the schema `public`: why jobs failed, and the wrapped keys of each schema."""

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


class DataKey(models.Model):
    """The key that encrypts secrets of one schema, wrapped by the installation's key; kept as long as the schema."""

    id = models.UUIDField(primary_key=True)
    schema = models.CharField(max_length=63)
    wrapped = models.TextField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["schema", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["schema"], condition=models.Q(retired_at__isnull=True), name="one_key_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schema}, {self.created_at:%Y-%m-%d}"

"""ImportProgress: how far a file has been read, so that a killed import goes on where it was."""

from django.db import models


class ImportProgress(models.Model):
    """One file being imported; written in the transaction of the rows it counts (a progress
    table, outside history by list)."""

    source = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    rows_read = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    is_finished = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="import_once")]

"""ImportProgress and ImportedRecord: how far a file has been read, and what was made of it.

Both are progress tables, outside history by list (answers 8): they are written by
``kernel.bulk.keep`` in the transaction of the rows they count.
"""

from django.db import models


class ImportProgress(models.Model):
    """One file being imported, so that a killed import goes on where it was.

    ``rows_read`` is the last line of the file whose row is in the database or is reported;
    ``counts`` what has been done and reported so far.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    rows_read = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    is_finished = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="import_once")]


class ImportedRecord(models.Model):
    """A record made from a source, by the name it has there.

    ``rows`` holds a short digest of each row that was applied to it, one after the other: a row
    that comes again, in this file or another, is known by it and changes nothing.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=40)
    noun = models.CharField(max_length=20)
    name = models.CharField(max_length=400)
    record_id = models.UUIDField()
    rows = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "noun", "name"], name="imported_once")
        ]

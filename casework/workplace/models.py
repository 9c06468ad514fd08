"""View: what each person keeps to work with cases."""

from typing import ClassVar

from django.db import models

from casework.kernel.records import Record
from casework.kernel.sharing import Shared, shared_as_said


class View(Shared, Record):
    """A saved list: which records of a table, which columns, in which order.

    ``filter`` is a tree as lists take it (``workplace/trees.py``).
    """

    NOUN = "view"
    KEY = "name"

    TABLES: ClassVar = ("case", "activity", "account", "contact", "queue_item")

    name = models.CharField(max_length=100)
    table = models.CharField(max_length=20, choices=[(name, name) for name in TABLES])
    filter = models.JSONField(default=dict, blank=True)
    columns = models.JSONField(default=list, blank=True)
    sort = models.CharField(max_length=400, blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [shared_as_said("view_shared_as_said")]
        indexes = [models.Index(fields=["owner_user", "table"], name="view_of_user")]

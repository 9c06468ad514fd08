"""CustomColumn: a column the organisation added to cases, customers or activities (answers 22)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.kernel.records import Record


class CustomColumn(Record):
    """One column of the organisation's own; its values lie in ``custom`` under ``name``."""

    NOUN = "column"
    KEY = "name"

    class Types(models.TextChoices):
        """What a custom column holds."""

        TEXT = "text", _("Text")
        LONG_TEXT = "long_text", _("Long text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice")
        YES_NO = "yes_no", _("Yes or no")
        LOOKUP = "lookup", _("Lookup")

    TABLES: ClassVar = ("case", "account", "contact", "activity")

    table = models.CharField(max_length=20, choices=[(name, name) for name in TABLES])
    name = models.CharField(max_length=50)
    label = models.CharField(max_length=100)
    type = models.CharField(max_length=10, choices=Types.choices)
    choices = models.JSONField(default=list, blank=True)
    target = models.CharField(max_length=20, blank=True, default="")
    is_required = models.BooleanField(default=False)
    is_indexed = models.BooleanField(default=False)
    on_forms = models.BooleanField(default=True)
    in_lists = models.BooleanField(default=False)
    in_dialogs = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "name"], name="column_once")]

"""Views, preferences, texts and dashboards: what each person keeps to work with cases."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.kernel.records import Record
from casework.kernel.sharing import Shared, shared_as_said


class View(Shared, Record):
    """A saved list: which records of a table, which columns, in which order.

    ``filter`` is a tree as lists take it (``workplace/trees.py``); ``widths`` are pixels by column.
    """

    NOUN = "view"
    KEY = "name"

    TABLES: ClassVar = ("case", "activity", "account", "contact", "queue_item")

    name = models.CharField(max_length=100)
    table = models.CharField(max_length=20, choices=[(name, name) for name in TABLES])
    filter = models.JSONField(default=dict, blank=True)
    columns = models.JSONField(default=list, blank=True)
    widths = models.JSONField(default=dict, blank=True)
    sort = models.CharField(max_length=400, blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [shared_as_said("view_shared_as_said")]
        indexes = [models.Index(fields=["owner_user", "table"], name="view_of_user")]


class Preference(Record):
    """How one person wishes to see and do things: one row for a user, by default as here."""

    NOUN = "preference"
    ACCESS = True
    PERSON = "user"

    class Themes(models.TextChoices):
        """Light and dark."""

        SYSTEM = "system", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")
        CONTRAST = "contrast", _("High contrast")

    class Densities(models.TextChoices):
        """How close things stand."""

        COMFORTABLE = "comfortable", _("Comfortable")
        COMPACT = "compact", _("Compact")

    class Afterwards(models.TextChoices):
        """Where one is after an operation on a record."""

        STAY = "stay", _("Stay on the record")
        NEXT = "next", _("Go to the next record")
        LIST = "list", _("Go back to the list")

    user = models.ForeignKey("casework.User", models.DO_NOTHING, related_name="+")
    theme = models.CharField(max_length=10, choices=Themes.choices, default=Themes.SYSTEM)
    density = models.CharField(
        max_length=12, choices=Densities.choices, default=Densities.COMFORTABLE
    )
    shortcuts_on = models.BooleanField(default=True)
    shortcuts = models.JSONField(default=dict, blank=True)
    after_operation = models.CharField(
        max_length=5, choices=Afterwards.choices, default=Afterwards.STAY
    )
    default_view = models.CharField(max_length=120, blank=True, default="")
    default_dashboard = models.CharField(max_length=120, blank=True, default="")
    newest_first = models.BooleanField(default=True)
    columns = models.JSONField(default=dict, blank=True)
    notify_by = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="preference_once")]


class QuickText(Shared, Record):
    """A text that is written again and again, with places for what differs."""

    NOUN = "quick_text"
    KEY = "title"

    title = models.CharField(max_length=100)
    text = models.TextField(max_length=10_000)
    language = models.CharField(
        max_length=5,
        blank=True,
        default="",
        choices=[("en", "English"), ("ro", "Română"), ("id", "Indonesia")],
    )

    class Meta:
        constraints = [shared_as_said("quick_text_shared_as_said")]
        indexes = [models.Index(fields=["owner_user"], name="quick_text_of_user")]


class Dashboard(Shared, Record):
    """Several lists side by side, or one with charts to narrow it; perhaps where a role begins."""

    NOUN = "dashboard"
    KEY = "name"

    class Kinds(models.TextChoices):
        """How many lists stand on it."""

        MULTI_STREAM = "multi_stream", _("Several streams")
        SINGLE_STREAM = "single_stream", _("One stream")
        TILES = "tiles", _("Tiles only")

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=15, choices=Kinds.choices, default=Kinds.MULTI_STREAM)
    layout = models.JSONField(default=dict, blank=True)
    default_for_role = models.ForeignKey(
        "casework.Role", models.DO_NOTHING, null=True, related_name="+"
    )

    class Meta:
        constraints = [shared_as_said("dashboard_shared_as_said")]
        indexes = [models.Index(fields=["owner_user"], name="dashboard_of_user")]

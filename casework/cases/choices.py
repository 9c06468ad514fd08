"""The choices of a case's columns, with the codes clients know (spec 2.1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Priority(models.IntegerChoices):
    """How urgent a case is."""

    HIGH = 1, _("High")
    NORMAL = 2, _("Normal")
    LOW = 3, _("Low")


class Origin(models.IntegerChoices):
    """The channel a case came by."""

    PHONE = 1, _("Phone")
    EMAIL = 2, _("Email")
    WEB = 3, _("Web")
    FACEBOOK = 2483, _("Facebook")
    TWITTER = 3986, _("Twitter")
    IOT = 700610000, _("IoT")


class CaseType(models.IntegerChoices):
    """What a customer wants of us."""

    QUESTION = 1, _("Question")
    PROBLEM = 2, _("Problem")
    REQUEST = 3, _("Request")


class Satisfaction(models.IntegerChoices):
    """What the customer thought of it."""

    VERY_DISSATISFIED = 1, _("Very Dissatisfied")
    DISSATISFIED = 2, _("Dissatisfied")
    NEUTRAL = 3, _("Neutral")
    SATISFIED = 4, _("Satisfied")
    VERY_SATISFIED = 5, _("Very Satisfied")


class Stage(models.IntegerChoices):
    """Where a case stands in the process Identify, Research, Resolve."""

    IDENTIFY = 0, _("Identify")
    RESEARCH = 1, _("Research")
    RESOLVE = 2, pgettext_lazy("stage", "Resolve")

"""Account and Contact: the two kinds of customer."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.kernel.records import Customised, Owned, Record, one_owner
from casework.kernel.text import fold


class CustomerState(models.IntegerChoices):
    """Whether new cases are opened for this customer."""

    ACTIVE = 0, _("Active")
    INACTIVE = 1, _("Inactive")


INACTIVE = models.Q(state=CustomerState.INACTIVE)


class Account(Customised, Owned, Record):
    """An organisation that we serve."""

    NOUN = "account"
    KEY = "name"
    DERIVED: ClassVar = {"name_key": ("name", fold)}

    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160, blank=True, default="", db_index=True)
    account_number = models.CharField(max_length=40, blank=True, default="", db_index=True)
    email = models.EmailField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=50, blank=True, default="")
    website = models.CharField(max_length=200, blank=True, default="")
    street = models.CharField(max_length=250, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    postal_code = models.CharField(max_length=20, blank=True, default="")
    country = models.CharField(max_length=80, blank=True, default="")
    description = models.TextField(max_length=2000, blank=True, default="")
    employees = models.PositiveIntegerField(null=True)
    primary_contact = models.ForeignKey(
        "casework.Contact", models.DO_NOTHING, null=True, related_name="+"
    )
    parent = models.ForeignKey("self", models.DO_NOTHING, null=True, related_name="children")
    state = models.PositiveSmallIntegerField(
        choices=CustomerState.choices, default=CustomerState.ACTIVE
    )

    class Meta:
        constraints = [one_owner("account_one_owner")]


class Contact(Customised, Owned, Record):
    """A person that we serve, alone or for an account."""

    NOUN = "contact"
    KEY = "full_name"
    DERIVED: ClassVar = {"name_key": ("full_name", fold)}

    full_name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160, blank=True, default="", db_index=True)
    first_name = models.CharField(max_length=80, blank=True, default="")
    last_name = models.CharField(max_length=80, blank=True, default="")
    account = models.ForeignKey(Account, models.DO_NOTHING, null=True, related_name="contacts")
    email = models.EmailField(max_length=254, blank=True, default="", db_index=True)
    phone = models.CharField(max_length=50, blank=True, default="")
    mobile = models.CharField(max_length=50, blank=True, default="")
    job_title = models.CharField(max_length=100, blank=True, default="")
    street = models.CharField(max_length=250, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    postal_code = models.CharField(max_length=20, blank=True, default="")
    country = models.CharField(max_length=80, blank=True, default="")
    description = models.TextField(max_length=2000, blank=True, default="")
    state = models.PositiveSmallIntegerField(
        choices=CustomerState.choices, default=CustomerState.ACTIVE
    )

    class Meta:
        constraints = [one_owner("contact_one_owner")]

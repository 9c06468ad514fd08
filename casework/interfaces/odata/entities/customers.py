"""Accounts and contacts under their Dataverse names."""

from casework.customers.models import Account, Contact
from casework.interfaces.odata.entities.attributes import Attribute, Required, Type
from casework.interfaces.odata.entities.columns import (
    SYSTEM,
    active_state,
    choice,
    day,
    key,
    lookup,
    memo,
    number,
    owned,
    plain,
    stamps,
    text,
    to,
)
from casework.interfaces.odata.entities.types import Collection, Entity, Key


def _address() -> tuple[Attribute, ...]:
    return (
        text("address1_line1", "Street 1", "street", 250),
        text("address1_city", "City", "city", 80),
        text("address1_postalcode", "ZIP/Postal Code", "postal_code", 20),
        text("address1_stateorprovince", "State/Province", length=50),
        text("address1_country", "Country/Region", "country", 80),
    )


ACCOUNT = Entity(
    name="account",
    set_name="accounts",
    model=Account,
    id="accountid",
    primary="name",
    label="Account",
    labels="Accounts",
    code=1,
    create="account.create",
    edit="account.edit",
    assign="account.assign",
    delete="account.delete",
    custom_table="account",
    keys=(Key("accountnumber", ("accountnumber",)), Key("name", ("name",))),
    attributes=(
        key("accountid", "Account"),
        text("name", "Account Name", "name", 160, required=Required.APPLICATION),
        text("accountnumber", "Account Number", "account_number", 40),
        lookup(
            "primarycontactid", "Primary Contact",
            to("primarycontactid", "contact", "primary_contact", "primary_contact",
               partner="account_primary_contact"),
        ),
        lookup(
            "parentaccountid", "Parent Account",
            to("parentaccountid", "account", "parent", "parent", partner="account_parent_account"),
        ),
        text("telephone1", "Main Phone", "phone", 50),
        text("fax", "Fax", length=50),
        text("websiteurl", "Website", "website", 200),
        text("emailaddress1", "Email", "email", 254),
        memo("description", "Description", "description"),
        plain(Type.DOUBLE, "revenue", "Annual Revenue"),
        number("numberofemployees", "Number of Employees", "employees"),
        choice("industrycode", "Industry"),
        choice("customertypecode", "Relationship Type"),
        *_address(),
        *active_state(),
        *owned(),
        *stamps(),
    ),
    collections=(
        Collection("incident_customer_accounts", "incident", "account", "customerid",
                   delete="Restrict"),
        Collection("contact_customer_accounts", "contact", "account", "parentcustomerid",
                   delete="Restrict"),
        Collection("account_parent_account", "account", "parent", "parentaccountid",
                   delete="Restrict"),
    ),
)  # fmt: skip

CONTACT = Entity(
    name="contact",
    set_name="contacts",
    model=Contact,
    id="contactid",
    primary="fullname",
    label="Contact",
    labels="Contacts",
    code=2,
    create="contact.create",
    edit="contact.edit",
    assign="contact.assign",
    delete="contact.delete",
    custom_table="contact",
    keys=(Key("emailaddress1", ("emailaddress1",)),),
    attributes=(
        key("contactid", "Contact"),
        text("fullname", "Full Name", "full_name", 160, argument="", required=SYSTEM),
        text("firstname", "First Name", "first_name", 80),
        text("lastname", "Last Name", "last_name", 80, required=Required.APPLICATION,
             may_be_empty_text=True),
        text("emailaddress1", "Email", "email", 254),
        text("telephone1", "Business Phone", "phone", 50),
        text("mobilephone", "Mobile Phone", "mobile", 50),
        text("jobtitle", "Job Title", "job_title", 100),
        lookup(
            "parentcustomerid", "Company Name",
            to("parentcustomerid_account", "account", "account", "account",
               partner="contact_customer_accounts"),
            kind=Type.CUSTOMER,
        ),
        lookup("accountid", "Account", to("accountid", "account", "account")),
        day("birthdate", "Birthday"),
        memo("description", "Description", "description"),
        *_address(),
        *active_state(),
        *owned(),
        *stamps(),
    ),
    collections=(
        Collection("incident_customer_contacts", "incident", "contact", "customerid",
                   delete="Restrict"),
        Collection("contact_as_primary_contact", "incident", "primary_contact",
                   "primarycontactid", delete="Restrict"),
        Collection("account_primary_contact", "account", "primary_contact", "primarycontactid",
                   delete="RemoveLink"),
    ),
)  # fmt: skip

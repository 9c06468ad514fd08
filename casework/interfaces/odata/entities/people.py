"""Users, teams, business units and roles under their Dataverse names."""

from casework.interfaces.odata.entities.attributes import Attribute, Required
from casework.interfaces.odata.entities.columns import (
    choice,
    flag,
    holds,
    key,
    lookup,
    memo,
    stamps,
    text,
    to,
)
from casework.interfaces.odata.entities.types import Collection, Entity, Key
from casework.people.models import BusinessUnit, Role, RoleGrant, Team, TeamMembership, User

NEEDED = Required.APPLICATION


def _unit() -> Attribute:
    return lookup(
        "businessunitid", "Business Unit", to("businessunitid", "businessunit", "unit", "unit"),
        required=NEEDED,
    )  # fmt: skip


SYSTEMUSER = Entity(
    name="systemuser",
    set_name="systemusers",
    model=User,
    id="systemuserid",
    primary="fullname",
    label="User",
    labels="Users",
    code=8,
    ownership="BusinessOwned",
    create="user.create",
    edit="user.edit",
    keys=(Key("domainname", ("domainname",)),),
    attributes=(
        key("systemuserid", "User"),
        text("fullname", "Full Name", "full_name", 200, required=NEEDED),
        text("firstname", "First Name", length=64),
        text("lastname", "Last Name", length=64),
        text("domainname", "User Name", "username", 150, required=NEEDED),
        text("internalemailaddress", "Primary Email", "email", 254),
        _unit(),
        flag("isdisabled", "Status", expression=holds(is_active=False)),
        text("azureactivedirectoryobjectid", "Azure AD Object ID"),
        text("applicationid", "Application ID"),
        lookup("queueid", "Default Queue"),
        *stamps(),
    ),
    collections=(
        Collection("system_user_incidents", "incident", "owner_user", "owninguser",
                   delete="Restrict"),
        Collection("teammembership_association", "team", "user", through=TeamMembership,
                   far="team"),
        Collection("systemuserroles_association", "role", "user", through=RoleGrant, far="role"),
    ),
)  # fmt: skip

TEAM = Entity(
    name="team",
    set_name="teams",
    model=Team,
    id="teamid",
    primary="name",
    label="Team",
    labels="Teams",
    code=9,
    ownership="BusinessOwned",
    create="team.create",
    edit="team.edit",
    delete="team.delete",
    keys=(Key("name", ("name",)),),
    attributes=(
        key("teamid", "Team"),
        text("name", "Team Name", "name", 160, required=NEEDED),
        memo("description", "Description", "description"),
        choice("teamtype", "Team Type", values=((0, "Owner"), (1, "Access")), fixed=0),
        flag("isdefault", "Is Default", fixed=False),
        lookup("administratorid", "Administrator"),
        lookup("queueid", "Default Queue"),
        _unit(),
        *stamps(),
    ),
    collections=(
        Collection("team_incidents", "incident", "owner_team", "owningteam", delete="Restrict"),
        Collection("teammembership_association", "systemuser", "team", through=TeamMembership,
                   far="user", add="team.add_members", remove="team.remove_members",
                   argument="users"),
        Collection("teamroles_association", "role", "team", through=RoleGrant, far="role"),
    ),
)  # fmt: skip

BUSINESSUNIT = Entity(
    name="businessunit",
    set_name="businessunits",
    model=BusinessUnit,
    id="businessunitid",
    primary="name",
    label="Business Unit",
    labels="Business Units",
    code=10,
    ownership="BusinessOwned",
    create="unit.create",
    edit="unit.edit",
    keys=(Key("name", ("name",)),),
    attributes=(
        key("businessunitid", "Business Unit"),
        text("name", "Name", "name", 160, required=NEEDED),
        lookup(
            "parentbusinessunitid", "Parent Business",
            to("parentbusinessunitid", "businessunit", "parent", "parent",
               partner="business_unit_parent_business_unit"),
        ),
        flag("isdisabled", "Is Disabled", expression=holds(is_active=False)),
        *stamps(),
    ),
    collections=(
        Collection("business_unit_incidents", "incident", "unit", "owningbusinessunit",
                   delete="Restrict"),
        Collection("business_unit_system_users", "systemuser", "unit", "businessunitid",
                   delete="Restrict"),
        Collection("business_unit_teams", "team", "unit", "businessunitid", delete="Restrict"),
        Collection("business_unit_parent_business_unit", "businessunit", "parent",
                   "parentbusinessunitid", delete="Restrict"),
    ),
)  # fmt: skip

ROLE = Entity(
    name="role",
    set_name="roles",
    model=Role,
    id="roleid",
    primary="name",
    label="Security Role",
    labels="Security Roles",
    code=1036,
    ownership="BusinessOwned",
    create="role.create",
    edit="role.edit",
    delete="role.delete",
    keys=(Key("name", ("name",)),),
    attributes=(
        key("roleid", "Role"),
        text("name", "Name", "name", 100, required=NEEDED),
        memo("description", "Description", "description"),
        *stamps(),
    ),
    collections=(
        Collection("systemuserroles_association", "systemuser", "role", through=RoleGrant,
                   far="user"),
        Collection("teamroles_association", "team", "role", through=RoleGrant, far="team"),
    ),
)  # fmt: skip

"""People and what they belong to."""

from accounts.models.acting import ActFor
from accounts.models.groups import GroupMembership, PeopleGroup
from accounts.models.membered import Membered, Membership, Role, new_group
from accounts.models.organisations import Affiliation, Domain, Organisation
from accounts.models.people import Profile, Token, User, UserManager

__all__ = [
    "ActFor",
    "Affiliation",
    "Domain",
    "GroupMembership",
    "Membered",
    "Membership",
    "Organisation",
    "PeopleGroup",
    "Profile",
    "Role",
    "Token",
    "User",
    "UserManager",
    "new_group",
]

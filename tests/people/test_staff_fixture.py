"""The accounts that the tests are given stand as the action that grants a role leaves them."""

from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT


def facts_of(user):
    """Give what hangs on a role."""
    return (
        user.is_staff, user.is_superuser, user.is_active, user.has_usable_password(), str(user),
        sorted(user.groups.values_list("name", flat=True)), list(user.grants.values_list("role", "committee")),
    )  # fmt: skip


def test_the_staff_stand_as_if_each_role_had_been_granted(staff):
    for role in Role:
        other = User.objects.create_user(f"{role}@elsewhere.example", name=f"Noor {role.label}")
        grant_role(other, role, by=IMPORT)
        assert facts_of(User.objects.get(pk=staff[role].pk)) == facts_of(User.objects.get(pk=other.pk))

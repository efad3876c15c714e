"""User: an account by e-mail (decision 7). RoleGrant: what an account may do, for the House or one committee."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the e-mail address is the login."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> User:
        """Make an account; without a password it has none that works."""
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> User:
        """Make an administrator's account."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **facts})


class User(AbstractBaseUser, PermissionsMixin):
    """An account of staff, of a member, or of a citizen who wants one."""

    public_id = PublicIdField()
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        """Listed by name."""

        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name"]

    def __str__(self) -> str:
        """Give the name."""
        return self.name

    def get_full_name(self) -> str:
        """Give the name (Wagtail asks for it)."""
        return self.name

    def get_short_name(self) -> str:
        """Give the name (Wagtail asks for it)."""
        return self.name

    @property
    def first_name(self) -> str:
        """Give the name (Wagtail greets by it)."""
        return self.name

    @cached_property
    def role_names(self) -> frozenset[str]:
        """Names of the roles granted; an administrator's account counts as admin."""
        names = set(self.grants.values_list("role", flat=True))
        return frozenset(names | ({"admin"} if self.is_superuser else set()))


class Role(models.TextChoices):
    """What staff and members do here."""

    CLERK = "clerk", _("Committee clerk")
    MODERATOR = "moderator", _("Moderator")
    COMMS = "comms", _("Communications")
    APPROVER = "approver", _("Approver of pages")
    MEMBER = "member", _("Member")
    ADMIN = "admin", _("Administrator")


class RoleGrant(models.Model):
    """One role of one account, for the whole House or for one committee."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    committee = models.ForeignKey(
        "parliament.Committee", on_delete=models.CASCADE, null=True, blank=True, related_name="grants"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A role is granted once for the same place."""

        verbose_name = _("role")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "committee"], name="role_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        """Say who holds what."""
        return f"{self.user}: {self.get_role_display()}"

"""User: an account by e-mail (decision 7). RoleGrant: what an account may do, for the House or one committee.

AccountSession: one signed-in browser. Invitation: who may join the staff. SignInRequest: who asked for a code.
ApiToken: a key with which a program speaks for an account at the API.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedField, PublicIdField


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the e-mail address is the login."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> User:
        """Make an account; without a password it has none that works."""
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> User:
        """Make an administrator's account, with the role that says so."""
        user = self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **facts})
        RoleGrant.objects.using(self._db).get_or_create(user=user, role=Role.ADMIN, committee=None)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account of staff, of a member, or of a citizen who wants one."""

    public_id = PublicIdField()
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    assurance = models.CharField(_("level of assurance"), max_length=12, blank=True)  # the highest one ever shown
    area = models.ForeignKey("parliament.Area", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

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
    AUDITOR = "auditor", _("Auditor")
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


class AccountSession(models.Model):
    """One signed-in browser. While the row stands the session does; no address and no place are kept."""

    public_id = PublicIdField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=64)
    device = models.CharField(max_length=60)
    is_strong = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        """The one used last stands first."""

        verbose_name = _("session")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        """Name the opaque id."""
        return str(self.public_id)


class SignInRequest(models.Model):
    """An address that asked for a code. Known or not, it gets one: nobody learns which addresses have an account."""

    public_id = PublicIdField()
    email = EncryptedField()
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Deleted once used, else after a day."""

        verbose_name = _("request to sign in")

    def __str__(self) -> str:
        """Name the opaque id; never the address."""
        return str(self.public_id)


class Invitation(models.Model):
    """An invitation to the staff; its mailed link is a Challenge (hashed, single use, seven days)."""

    public_id = PublicIdField()
    email = EncryptedField()
    email_index = models.CharField(max_length=80, db_index=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitation")
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        verbose_name = _("invitation")
        ordering = ["-id"]

    def __str__(self) -> str:
        """Give the name."""
        return self.name


class InvitedRole(models.Model):
    """One role that an invitation gives."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    committee = models.ForeignKey("parliament.Committee", on_delete=models.CASCADE, null=True, blank=True)

    def __str__(self) -> str:
        """Name the role and its place."""
        return f"{self.get_role_display()}, {self.committee}" if self.committee else str(self.get_role_display())


class ApiToken(models.Model):
    """A key for the API: the secret itself is shown once and never kept, only its digest and how it begins."""

    public_id = PublicIdField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(_("what it is for"), max_length=50)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("scopes"), default=list)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("ends"))
    used_on = models.DateField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        """Newest first."""

        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-id"]

    def __str__(self) -> str:
        """Give the beginning; never the secret, which nobody keeps."""
        return f"{self.prefix}…"

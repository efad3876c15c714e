"""Forms of signing in and of the own account. allauth checks what they ask; words and look are ours."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondFactorAgain
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.forms import EmailField, HouseForm, HouseFormMixin, NameField

WRONG_CODE = _("This code is not right, or it is too old. Try the one your app shows now.")
NEW_PASSWORD_HINT = _("At least 12 characters. Three or four words that do not belong together are easy to keep.")


def _password(label: Any, autocomplete: str, hint: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "dir": "ltr"})
    return forms.CharField(
        label=label, help_text=hint, widget=widget, strip=False, error_messages={"required": _("Enter a password")}
    )


def _code(hint: Any = "") -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code", "dir": "ltr"}
    words = {"required": _("Enter the code")}
    label = _("Code from your authenticator app")
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, help_text=hint, max_length=12, widget=widget, error_messages=words)


class CodeMixin(HouseFormMixin):
    """One code, with or without spaces, in the digits of any script; allauth's wrong-code words become ours."""

    def clean_code(self) -> str:
        """Give the digits to allauth's own check."""
        raw: str = self.cleaned_data["code"]  # type: ignore[attr-defined]
        digits = "".join(str(int(sign)) for sign in raw if sign.isdecimal())
        self.cleaned_data["code"] = digits  # type: ignore[attr-defined]
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except forms.ValidationError as error:
            if error.code == "incorrect_code":
                raise forms.ValidationError(WRONG_CODE, code="incorrect_code") from None
            raise


class EmailForm(HouseForm):
    """The address that a code goes to."""

    email = EmailField()


class PasswordSignInForm(HouseFormMixin, LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our fields in the place of allauth's."""
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField()
        self.fields["password"] = _password(_("Password"), "current-password")


class PasswordAgainForm(HouseFormMixin, ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our field in the place of allauth's."""
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password(_("Password"), "current-password")


class NewPasswordForm(HouseForm):
    """A new password, typed once: the browser can show it."""

    password = _password(_("New password"), "new-password", NEW_PASSWORD_HINT)


class SecondFactorForm(CodeMixin, AuthenticateForm):
    """A code from the app, or a recovery code."""

    code = _code()


class SecondFactorAgainForm(CodeMixin, SecondFactorAgain):
    """The same, asked again before something dangerous."""

    code = _code(_("The code that the app shows now, or one of your recovery codes."))


class AppForm(CodeMixin, ActivateTOTPForm):
    """The first code of an app just set up."""

    code = _code()


class RemoveAppForm(HouseFormMixin, DeactivateTOTPForm):
    """Only a button."""


class NewCodesForm(HouseFormMixin, GenerateRecoveryCodesForm):
    """Only a button."""


class JoinForm(HouseForm):
    """What somebody invited tells: the name, and a password."""

    name = NameField()
    password = _password(_("Password"), "new-password", NEW_PASSWORD_HINT)

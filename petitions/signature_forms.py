"""The forms behind a signer's own page: where one lives, and the address with which one signed."""

from django.utils.translation import gettext_lazy as _

from core.web.forms import EmailField, HouseForm
from petitions.forms import SignatureForm
from petitions.models.signatures import HOME_COUNTRY


class AreaForm(SignatureForm):
    """Where the signer lives: the part of the sign form that says so, under the same rules."""

    name = None  # type: ignore[assignment]
    email = None  # type: ignore[assignment]
    is_eligible = None  # type: ignore[assignment]
    wants_news = None  # type: ignore[assignment]

    def clean_country(self) -> str:
        """Give the home country where nothing was chosen."""
        return self.cleaned_data["country"] or HOME_COUNTRY

    def _clean_fields(self) -> None:
        """Read the three fields as any form does: the whole entry is read by the sign form alone."""
        super(SignatureForm, self)._clean_fields()  # type: ignore[misc]


class SignatureLinkForm(HouseForm):
    """The address with which somebody signed."""

    email = EmailField(help_text=_("The address with which you signed."))

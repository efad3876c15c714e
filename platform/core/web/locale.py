"""The language of a page is the one in its address; other doors follow the Accept-Language header."""

from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's middleware under our roof, so that its place in the stack has one name."""

"""The locale of a language is looked up once, until something on the site changes in any process."""

import pytest
from django.conf import settings
from wagtail.models import Locale
from wagtail.models.i18n import LocaleManager

from cms.locales import Memo
from core.pagecache import stamp
from core.pagecache.stamp import Stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def look_up():
    """Give a fresh memo's look-up by language code."""
    Locale.objects.get_or_create(language_code="fr")
    memo = Memo(LocaleManager.get_for_language)
    return lambda code: memo.get(Locale.objects, code)


def test_a_language_is_looked_up_once(look_up, django_assert_num_queries):
    with django_assert_num_queries(1):
        first, second = look_up("fr"), look_up("fr")
    assert first == second == Locale.objects.get(language_code="fr")
    assert first is not second  # nobody changes what others read


def test_a_change_on_the_site_is_seen(look_up):
    before = look_up("fr")
    Locale.objects.filter(language_code="fr").update(language_code="old")
    changed = Locale.objects.create(language_code="fr")
    assert look_up("fr") == before
    stamp.current().move()
    assert look_up("fr") == changed != before


def test_a_language_without_locale_is_asked_for_again(look_up):
    Locale.objects.filter(language_code="fr").update(language_code="old")
    with pytest.raises(Locale.DoesNotExist):
        look_up("fr")
    made = Locale.objects.create(language_code="fr")
    assert look_up("fr") == made


@pytest.mark.skipif(not settings.REDIS_URL, reason="needs Redis")
def test_a_change_in_another_process_is_seen(look_up):
    look_up("fr")
    Locale.objects.filter(language_code="fr").update(language_code="old")
    changed = Locale.objects.create(language_code="fr")
    Stamp(settings.REDIS_URL).move()
    stamp.current().look()
    assert look_up("fr") == changed


def test_without_a_stamp_nothing_is_kept(look_up, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(stamp, "current", lambda: Stamp("redis://127.0.0.1:1/0"))
    with django_assert_num_queries(2):
        look_up("fr")
        look_up("fr")

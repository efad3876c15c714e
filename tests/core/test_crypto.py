"""Contact data: encrypted with a key id, found by keyed digests bound to their purpose."""

import pytest
from cryptography.exceptions import InvalidTag

from core import crypto

ADDRESS = "Ann.Example+news@Example.org"


def test_a_text_comes_back_and_two_encryptions_differ():
    first, second = crypto.encrypt(ADDRESS), crypto.encrypt(ADDRESS)
    assert (crypto.decrypt(first), crypto.decrypt(second)) == (ADDRESS, ADDRESS)
    assert first != second
    assert ADDRESS not in first


def test_a_changed_token_is_refused():
    token = crypto.encrypt(ADDRESS)
    changed = token[:-4] + ("AAA=" if token[-4:] != "AAA=" else "BBB=")
    with pytest.raises((InvalidTag, ValueError)):
        crypto.decrypt(changed)


def test_an_old_key_still_opens_what_it_closed(settings):
    token = crypto.encrypt(ADDRESS)
    settings.FIELD_KEYS = {"f2": "bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm4=", **settings.FIELD_KEYS}
    assert crypto.decrypt(token) == ADDRESS
    assert crypto.encrypt(ADDRESS).startswith("f2:")


def test_spellings_of_one_address_meet_and_purposes_do_not():
    one = crypto.email_index(ADDRESS, "petition:1")
    assert one == crypto.email_index(" ann.example@EXAMPLE.ORG ", "petition:1")
    assert one != crypto.email_index(ADDRESS, "petition:2")


def test_bytes_come_back():
    assert crypto.decrypt_bytes(crypto.encrypt_bytes(b"a file")) == b"a file"

"""Contact data: encrypted with a key id, found by keyed digests bound to their purpose."""

import hmac
from uuid import RFC_4122, UUID

import pytest
from cryptography.exceptions import InvalidTag

from core import bulk, crypto

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


@pytest.mark.parametrize("key", [b"short", b"k" * 64, b"long" * 50])
def test_a_prepared_key_gives_what_hmac_gives(key):
    """RFC 2104 holds for keys shorter than a block, as long, and longer."""
    texts = [b"", b"a", b"x" * 1000]
    digest = crypto.keyed(key)
    assert [digest(text) for text in texts] == [hmac.digest(key, text, "sha256").hex() for text in texts]


def test_a_set_is_encrypted_and_indexed_as_one_by_one():
    addresses = [ADDRESS, "bo@example.org"]
    sealed = crypto.encrypt_all([*addresses, "", None])
    assert [crypto.decrypt(token) for token in sealed[:2]] + sealed[2:] == [*addresses, "", ""]
    assert crypto.blind_all(addresses, "a purpose") == [crypto.blind_index(one, "a purpose") for one in addresses]


def test_new_ids_are_random_ones_of_version_4():
    ids = [UUID(text) for text in bulk.new_ids(100)]
    assert {(one.version, one.variant) for one in ids} == {(4, RFC_4122)}
    assert len(set(ids)) == 100

"""Who is the caller: X-Forwarded-For counts through trusted proxies only, from the right."""

import ipaddress

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from core.web import address

PROXY, SECOND, CITIZEN, LIAR = "10.0.0.2", "10.0.0.3", "198.51.100.7", "203.0.113.66"
TRUSTED = ["10.0.0.0/24", "2001:db8:aaaa::/64"]

# peer, header, who it is
CASES = [
    (CITIZEN, "", CITIZEN),
    (CITIZEN, LIAR, CITIZEN),  # no proxy of ours: the header is a claim of the caller
    (CITIZEN, f"{LIAR}, {PROXY}", CITIZEN),
    (PROXY, CITIZEN, CITIZEN),
    (PROXY, f"{LIAR}, {CITIZEN}", CITIZEN),  # prepended by the caller, appended to by the proxy
    (PROXY, f"{LIAR}, {CITIZEN}, {SECOND}", CITIZEN),
    (PROXY, f"{SECOND}, {LIAR}, {CITIZEN}", CITIZEN),  # a trusted address in a stranger's part is the stranger's word
    (PROXY, "", PROXY),
    (PROXY, "rubbish", PROXY),
    (PROXY, f"rubbish, {CITIZEN}", CITIZEN),
    (PROXY, f"{LIAR}, rubbish", PROXY),
    (PROXY, f"{CITIZEN}:51234", CITIZEN),
    (PROXY, f"::ffff:{CITIZEN}", CITIZEN),
    (f"::ffff:{PROXY}", CITIZEN, CITIZEN),
    ("2001:db8:aaaa::1", '"[2001:db8:1:2::9]:443"', "2001:db8:1:2::9"),
    ("fe80::1%eth0", LIAR, "fe80::1"),
    ("", LIAR, "::"),  # a Unix socket that nobody named
]


@pytest.mark.parametrize(("peer", "forwarded", "expected"), CASES)
def test_the_caller_by_both_doors(settings, peer, forwarded, expected):
    settings.TRUSTED_PROXIES = TRUSTED
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **headers)
    assert str(address.client_of_request(request)) == expected
    lines = [(b"x-forwarded-for", part.encode()) for part in forwarded.split(", ") if part]
    scope = {"client": (peer, 1234) if peer else None, "headers": [(b"host", b"localhost"), *lines]}
    assert str(address.client_of_scope(scope)) == expected


def test_without_a_list_nobody_is_believed(settings):
    settings.TRUSTED_PROXIES = []
    assert str(address.client(PROXY, LIAR)) == PROXY


def test_a_unix_socket_is_trusted_where_it_is_named(settings):
    settings.TRUSTED_PROXIES = ["unix"]
    assert str(address.client("", f"{LIAR}, {CITIZEN}")) == CITIZEN


def test_one_home_is_one_network():
    homes = ["2001:db8:1:2::9", "2001:db8:1:2:ffff::1", "2001:db8:1:3::9", "198.51.100.7", "198.51.100.8"]
    networks = [address.network(ipaddress.ip_address(home)) for home in homes]
    assert networks == ["2001:db8:1:2::/64"] * 2 + ["2001:db8:1:3::/64", "198.51.100.7", "198.51.100.8"]


def test_a_list_that_is_none_is_refused():
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        address.parse_proxies(["10.0.0.0/40"])


@pytest.mark.parametrize(
    ("proxies", "behind", "words"),
    [
        (["10.0.0.0/24"], True, []),
        ([], False, []),
        ([], True, ["BEHIND_PROXY"]),
        (["0.0.0.0/0"], True, ["0.0.0.0/0"]),
        (["::/0"], False, ["::/0"]),
        (["nonsense"], True, ["nonsense"]),
    ],
)
def test_the_doctor_names_what_is_wrong(settings, proxies, behind, words):
    settings.TRUSTED_PROXIES = proxies
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind else None
    found = address.problems()
    assert len(found) == len(words)
    assert all(word in line for word, line in zip(words, found, strict=True))


def test_a_reader_that_takes_the_leftmost_would_be_seen(settings):
    """The planted fault: believe the first address of the header, as many frameworks do."""
    settings.TRUSTED_PROXIES = TRUSTED
    wrong = [case for case in CASES if (case[1].split(",")[0].strip() or case[0]) != case[2]]
    assert len(wrong) >= 5

"""Tokens: whose they are, what they cannot be confused with, and what nobody can read from them."""

from __future__ import annotations

import hmac
import re
from ipaddress import IPv6Address, ip_address, ip_network

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chlogaudit.errors import UsageError
from chlogaudit.model.finding import IdType
from chlogaudit.redactor.keys import UNDATED, EpochKey, epoch_of, sealed_id
from chlogaudit.redactor.tokens import ADDRESS_TYPES, LETTERS, address_tokens, is_token, token, token_places
from redactor_fakes import key_of

ULA = ip_network("fd00::/8")
KEY = key_of("2026-03-26")
values = st.binary(min_size=1, max_size=60)
types = st.sampled_from(sorted({*ADDRESS_TYPES, *LETTERS}))


@given(values, st.sampled_from(sorted(ADDRESS_TYPES)))
def test_an_address_token_is_a_unique_local_address_in_canonical_text(value: bytes, id_type: IdType) -> None:
    """Whatever the bytes, the token is RFC 5952 text of an address in fd00::/8 that starts with the key's id."""
    text = token(value, id_type, KEY).decode()

    address = ip_address(text)

    assert isinstance(address, IPv6Address)
    assert address in ULA
    assert str(address) == text
    assert address.packed[1:6] == KEY.id


def test_a_token_holds_eighty_bits_of_the_documented_mac() -> None:
    """Anybody with the key can compute a token from docs/tokens.md alone."""
    mac = hmac.new(KEY.secret, b"client_ip\x00192.0.2.1", "sha256").digest()[:10]

    packed = ip_address(token(b"192.0.2.1", IdType.CLIENT_IP, KEY).decode()).packed

    assert packed == b"\xfd" + KEY.id + mac


@given(st.lists(st.tuples(values, st.sampled_from(["2026-03-26", "2026-03-27", UNDATED])), max_size=20))
def test_the_batch_gives_what_single_tokens_give(pairs: list[tuple[bytes, str]]) -> None:
    """The fast form keeps HMAC's own result, with keys in any order."""
    keys = [key_of(epoch) for _, epoch in pairs]

    batch = address_tokens([value for value, _ in pairs], keys, IdType.IP)

    assert batch == [token(value, IdType.IP, key) for (value, _), key in zip(pairs, keys, strict=True)]


def test_the_batch_takes_a_secret_longer_than_a_block() -> None:
    """RFC 2104 hashes long keys first; so does the batch."""
    long = EpochKey(b"abcde", bytes(range(100)))

    assert address_tokens([b"x"], [long]) == [token(b"x", IdType.CLIENT_IP, long)]


@given(values, types, types)
def test_types_share_no_token(value: bytes, one: IdType, other: IdType) -> None:
    """The same bytes as a user and as a session, or as a client and another address, cannot be linked."""
    assume(one != other)

    assert token(value, one, KEY) != token(value, other, KEY)


@given(values, types)
def test_keys_share_no_token(value: bytes, id_type: IdType) -> None:
    """The same bytes on another day are another token, in the bits of the MAC too, not in the id alone."""
    other = EpochKey(KEY.id, key_of("2026-03-27").secret)

    assert token(value, id_type, KEY) != token(value, id_type, other)


@given(values, values, types)
def test_different_bytes_have_different_tokens(one: bytes, other: bytes, id_type: IdType) -> None:
    """Visitors stay as many as they were; also those who differ in the writing of one address only."""
    assume(one != other)

    assert token(one, id_type, KEY) != token(other, id_type, KEY)


@given(values, types)
def test_a_token_is_recognised_without_its_key(value: bytes, id_type: IdType) -> None:
    """A second run knows it by itself, also when the key is long destroyed."""
    text = token(value, id_type, KEY)

    assert is_token(text)
    assert list(token_places(b'GET /?x="' + text + b'" ')) == [(9, 9 + len(text))]


@given(values)
def test_a_text_token_fits_a_token_slot(value: bytes) -> None:
    """A letter, a hyphen and 24 characters that need no escape in a URL, a log line or JSON."""
    assert re.fullmatch(rb"u-[a-z2-7]{24}", token(value, IdType.USER, KEY))


@pytest.mark.parametrize(
    "value",
    [
        b"fd00::1",
        b"fd12:3456:789a:1::1",
        b"fdde:adbe:ef00::42",
        b"fd00:0:0:1:211:22ff:fe33:4455",
        b"u-" + b"a" * 24,
        b"u-janedoejanedoejanedoejane",
        b"",
        b"-",
        b"192.0.2.1",
        b"2001:db8::1",
    ],
)
def test_addresses_of_real_networks_and_real_names_are_no_tokens(value: bytes) -> None:
    """A company's own unique-local network is redacted like any other."""
    assert not is_token(value)


def test_of_random_unique_local_networks_next_to_none_passes_for_ours() -> None:
    """The check bytes leave a chance of one in 65,536; of 20,000 made-up networks at most 5 get through."""
    passed = sum(
        sealed_id((i * 2654435761 % 2**40).to_bytes(5)) == (i * 2654435761 % 2**40).to_bytes(5) for i in range(20000)
    )

    assert passed <= 5


@pytest.mark.parametrize(
    "change", [bytes.upper, lambda t: t + b"%eth0", lambda t: b"[" + t, lambda t: t[:-1] + b"192.0.2.1"]
)
def test_only_the_canonical_text_is_a_token(change) -> None:
    """An address dressed up as a token (dotted tail, zone id, capitals) is none, so nothing hides in it."""
    assert not is_token(change(b"fd" + token(b"x", IdType.IP, KEY)[2:].replace(b"1", b"a")))
    assert not is_token(change(token(b"x", IdType.IP, KEY)))


def test_a_token_inside_a_longer_word_is_no_place() -> None:
    """Whoever glues text to a token does not protect the text."""
    text = token(b"x", IdType.USER, KEY)

    assert not list(token_places(b"jane" + text))
    assert not list(token_places(text + b"doe"))


@given(values)
def test_is_token_never_raises(value: bytes) -> None:
    """Any bytes have an answer."""
    assert is_token(value) in {True, False}


def test_the_secret_does_not_show() -> None:
    """Neither repr nor str nor an error of a wrong length tells a byte of it."""
    assert KEY.secret.hex() not in repr(KEY)
    assert repr(KEY.secret) not in repr(KEY)
    with pytest.raises(ValueError, match="at least 32 bytes") as error:
        EpochKey(b"12345", b"canary")
    assert "canary" not in str(error.value)


def test_an_id_is_sealed_whatever_it_was() -> None:
    """Five random bytes go in; the id that all see carries its check bytes, and sealing it again changes nothing."""
    key = EpochKey(b"12345", bytes(32))

    assert key.id[:3] == b"123"
    assert EpochKey(key.id, bytes(32)).id == key.id


@pytest.mark.parametrize(
    "day, unit, epoch",
    [
        ("2026-03-26", "day", "2026-03-26"),
        ("2026-03-26", "week", "2026-W13"),
        ("2027-01-01", "week", "2026-W53"),
        ("2026-03-26", "month", "2026-03"),
        ("", "day", UNDATED),
        ("2026-02-30", "day", UNDATED),
        ("26/Mar/2026", "month", UNDATED),
        ("٢٠٢٦-03-26", "day", UNDATED),
    ],
)
def test_epochs_are_named_by_the_day_as_written(day: str, unit: str, epoch: str) -> None:
    """Day, ISO week (of the year it belongs to) or month; what is no day has an epoch of its own."""
    assert epoch_of(day, unit) == epoch


def test_an_unknown_unit_is_refused() -> None:
    """A policy that says `year` is told what there is."""
    with pytest.raises(UsageError, match="day, week, month"):
        epoch_of("2026-03-26", "year")

"""Other projects' cases for the types we have; each group that we judge otherwise says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chlogaudit.detect import find
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds

EXPECTED = Path(__file__).parents[1].parent / "shared" / "expected"
# Entity of Presidio, our type, least number of its positives that we find without a key, and why not all.
PRESIDIO = (
    ("iban", IdType.IBAN, 88, "all"),
    ("email", IdType.EMAIL, 2, "all"),
    ("credit_card", IdType.PAYMENT_CARD, 5, "bare numbers of 14 and 15 digits outside 34 and 37 need a key: ids in URLs pass Luhn by chance"),
    ("mac", IdType.DEVICE_ID, 4, "the dotted form of a MAC needs a key"),
    ("ip", IdType.IP, 23, "networks, loopback, multicast and truncated addresses point at nobody"),
    ("phone", IdType.PHONE, 4, "national numbers need a key or a word before them"),
    ("us_ssn", IdType.NATIONAL_ID, 1, "only the hyphenated form is told without a key"),
    ("uk_nino", IdType.NATIONAL_ID, 1, "all"),
    ("fi_personal_identity_code", IdType.NATIONAL_ID, 1, "the letters of 2023 are not yet checked by python-stdnum; under a key they count"),
    ("se_personnummer", IdType.NATIONAL_ID, 1, "without the hyphen it is any number of twelve digits"),
)  # fmt: skip
# Their negatives that we take nevertheless.
TAKEN = {
    "iban": 1,  # a mixed-case IBAN with a right remainder: logs are not typed in one case
    "mac": 1,  # five groups after the word MAC: named as one
    "fi_personal_identity_code": 0,
}
# Lines that detect-secrets leaves and we take: private addresses, mail addresses, test keys, tokens of other length, and
# values named as secrets are identifiers or open something, whoever issued them.
SECRETS_TAKEN = {"artifactory", "gitlab_token", "ip_public", "jwt", "npm", "openai", "softlayer", "stripe_key"}
# What it takes and we leave: short keys told by a prefix of two letters only would be words in URLs.
SECRETS_LEFT = {"artifactory", "azure_storage_key", "gitlab_token", "npm"}


def records(name):
    """The cases of one file."""
    path = EXPECTED / name
    if not path.exists():
        pytest.skip("../shared/expected is not there")
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize(("entity", "kind", "least", "reason"), PRESIDIO, ids=[row[0] for row in PRESIDIO])
def test_presidio(entity, kind, least, reason):
    """We find at least so many of its positives without any key, and take none of its negatives but the stated."""
    found = taken = 0
    for record in records("pii_presidio.jsonl"):
        if record["entity"] != entity:
            continue
        got = [one for one in find(record["text"].encode(), Holds.TEXT) if one.type is kind]
        if record["expected_len"]:
            found += len(got) >= record["expected_len"]
        else:
            taken += bool(got)

    assert found >= least, reason
    assert taken <= TAKEN.get(entity, 0)


def test_detect_secrets():
    """Every difference belongs to a stated group."""
    for record in records("secrets_detect_secrets.jsonl"):
        got = bool(find(record["text"].encode(), Holds.TEXT))
        if got and not record["should_flag"]:
            assert record["type"] in SECRETS_TAKEN
        if record["should_flag"] and not got:
            assert record["type"] in SECRETS_LEFT

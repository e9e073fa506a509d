"""Which addresses webhooks may call: none of a private network, however it is written."""

import pytest

from comptant.settings import may_call


@pytest.mark.parametrize("address", [
    "10.0.0.1", "127.0.0.1", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::808:808",
    "2002:7f00:1::", "2002:a00:1::1", "::127.0.0.1", "fec0::1", "fe80::1%eth0", "ff0e::1",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",
])  # fmt: skip
def test_an_address_that_leads_to_a_private_network_is_not_called(address: str) -> None:
    assert not may_call(address)


@pytest.mark.parametrize("address", [
    "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
])  # fmt: skip
def test_a_public_address_is_called_also_through_a_gateway(address: str) -> None:
    assert may_call(address)

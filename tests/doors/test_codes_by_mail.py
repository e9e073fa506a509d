"""A one-time code leaves by a server of mail, or it is said that it did not."""

import logging

import pytest

from comptant.doors.worker import letters, mail
from comptant.settings import BadSetting
from tests.mailbox import Box, box, free_port

__all__ = ["box"]

CODE = "482913"


@pytest.mark.parametrize(("language", "subject", "said"), [
    ("fr", "Votre code de signature", "Votre code à usage unique pour signer est 482913."),
    ("en", "Your code to sign", "Your one-time code to sign is 482913."),
])  # fmt: skip
def test_a_code_reaches_its_signatory_in_their_language(
    box: Box, language: str, subject: str, said: str
) -> None:
    to = mail.server()
    assert to is not None
    assert mail.post(to, "alice@alpha.example", letters.to_sign(CODE, language))
    ((addresses, message),) = box.taken
    assert addresses == ["alice@alpha.example"]
    assert (message["Subject"], message["From"]) == (subject, "signatures@factor.example")
    assert message.get_content().startswith(said)


def test_an_address_that_is_refused_and_a_server_that_is_silent_are_told_without_the_code(
    box: Box, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    to = mail.server()
    assert to is not None
    with caplog.at_level(logging.WARNING, "comptant.worker"):
        assert not mail.post(to, "nobody@alpha.example", letters.to_sign(CODE, "fr"))
        monkeypatch.setenv("COMPTANT_MAIL_URL", f"smtp://127.0.0.1:{free_port()}")
        silent = mail.server()
        assert silent is not None
        assert not mail.post(silent, "alice@alpha.example", letters.to_sign(CODE, "fr"))
    assert box.taken == []
    assert [record.getMessage() for record in caplog.records] == [
        "a mail did not leave: SMTPRecipientsRefused",
        "a mail did not leave: ConnectionRefusedError",
    ]


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "smtp://mail.example:port"])
def test_a_wrong_setting_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("COMPTANT_MAIL_URL", url.replace("//", "//user:hush@"))
    monkeypatch.setenv("COMPTANT_MAIL_FROM", "signatures@factor.example")
    with pytest.raises(BadSetting) as told:
        mail.server()
    assert "hush" not in str(told.value)

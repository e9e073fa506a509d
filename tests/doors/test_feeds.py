"""Contracts that feed themselves: a watched folder, a Maildir, a mailbox by IMAP, all of them real;
each thing that comes is assigned once and written down once, whatever dies meanwhile."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from comptant.doors.worker import answering, folders, inbox, loop, mail
from comptant.operations.acts.act import Refused, User
from comptant.operations.assigning import arriving, feeds
from comptant.operations.closing.keeper import keeper
from comptant.settings import BadSetting
from tests import imap
from tests.doors.test_codes_by_mail import free_port
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.traces import contents

AT = datetime(2026, 1, 16, 9, 30, tzinfo=UTC)
SERVER, SENDER = "mx.factor.example", "billing@alpha.example"
PASSED = (
    f"{SERVER}; spf=pass smtp.mailfrom={SENDER}; dmarc=pass (p=reject) header.from=alpha.example"
)
HEAD = "numero;date facture;echeance;montant ttc;acheteur;siren\n"


@house
def world(writer) -> World:  # type: ignore[no-untyped-def]
    opened = three_of_two_clients(writer)
    writer.execute(  # no trial: what is answered leaves
        "INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source,"
        " act_id) SELECT contract_id, subject, subject_id, name, valid_from_on, 'false', source,"
        " act_id FROM term WHERE name = 'is_sandbox'"
    )
    return opened


def line(number: str, cents: int = 1_000_000) -> str:
    return f"{number};15/01/2026;17/03/2026;{cents // 100},{cents % 100:02d};BETA SA;443061841\n"


def opened(world: World, way: str = "FOLDER", sender: str | None = None, by: str = "alice",
           contract: str = "C-1", login: str = "alice") -> None:  # fmt: skip
    feeds.open_feed(world.conn, world.asked(by), contract_id=world.ids[contract], way=way,
                    sender=sender, login=login)  # fmt: skip


def house_of(world: World) -> User:
    found = keeper(world.conn)
    assert found is not None
    return found


def settled(path: Path, text: str) -> None:
    """A file laid there a minute ago."""
    path.write_text(text, "utf-8")
    os.utime(path, (AT.timestamp() - 60,) * 2)


def sent_mail(*files: tuple[str, str], sender: str = SENDER, checked: str = PASSED,
              subject: str = "January", number: int = 1) -> bytes:  # fmt: skip
    message = EmailMessage()
    message["Authentication-Results"] = checked
    message["From"] = f"Billing <{sender}>"
    message["To"], message["Subject"] = "invoices@factor.example", subject
    message["Message-ID"] = f"<{number}@alpha.example>"
    message.set_content("Please find our invoices.")
    for name, text in files:
        message.add_attachment(text.encode(), "text", "csv", filename=name)
    return message.as_bytes(policy=policy.SMTP)


def maildir(tmp_path: Path, *mails: bytes) -> Path:
    path = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (path / name).mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(mails, 1):
        (path / "new" / f"{number}.m.host").write_bytes(content)
    return path


def told(world: World) -> list[tuple[object, ...]]:
    return world.rows("SELECT arrival_state, refusal_code, accepted, refused, fault_count,"
                      " cardinality(remittance_ids) FROM arrival ORDER BY id")  # fmt: skip


def held(world: World) -> list[str]:
    return [number for (number,) in world.rows(
        "SELECT invoice_number FROM invoice ORDER BY invoice_number")]  # fmt: skip


def test_what_is_laid_in_the_folder_is_assigned_the_same_day_in_one_remittance(
    world: World, tmp_path: Path
) -> None:
    opened(world)
    place = tmp_path / "C-1"
    place.mkdir()
    settled(place / "a.csv", HEAD + line("F-1"))
    settled(place / "b.csv", HEAD + line("F-2") + line("F-1"))
    settled(place / "c.csv.part", HEAD + line("F-9"))
    settled(place / ".hidden.csv", HEAD + line("F-8"))
    (place / "d.csv").write_text(HEAD + line("F-3"))
    os.utime(place / "d.csv", (AT.timestamp() - 1,) * 2)  # still being written
    assert folders.turn(world.conn, AT, tmp_path, house_of(world)) == 1
    assert held(world) == ["F-1", "F-2"]
    assert told(world) == [("TAKEN", "", 2, 1, 0, 1)]
    assert world.rows("SELECT posted_on, login FROM remittance r JOIN act a ON a.id = r.act_id"
                      " JOIN app_user u ON u.id = a.by_id") == [
        (date(2026, 1, 16), "alice")]  # fmt: skip
    (lot,) = (one for one in (place / "taken").iterdir() if one.is_dir())
    assert sorted(one.name for one in lot.iterdir()) == ["a.csv", "b.csv"]
    assert "accepted;;2;" in (place / "taken" / f"{lot.name}.csv").read_text()
    assert sorted(one.name for one in place.iterdir() if one.is_file()) == [
        ".hidden.csv", "c.csv.part", "d.csv"]  # fmt: skip
    before = contents(world.conn)
    assert folders.turn(world.conn, AT, tmp_path, house_of(world)) == 0
    assert contents(world.conn) == before
    later = AT + timedelta(minutes=1)
    (place / "e.csv").write_text("no list at all")
    os.utime(place / "e.csv", (AT.timestamp() - 60,) * 2)
    assert folders.turn(world.conn, later, tmp_path, house_of(world)) == 1
    assert held(world) == ["F-1", "F-2", "F-3"]
    assert told(world)[1] == ("TAKEN", "", 1, 0, 1, 1)


def _moved(move: Callable[..., None], one: object, other: object) -> None:
    """A death before a file leaves its place for good."""
    if ".lots" not in str(other):
        raise ZeroDivisionError
    move(one, other)


def test_a_death_after_the_assignment_changes_nothing_of_it(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies before it is written down, then before the mail or the lot has moved."""
    opened(world)
    opened(world, "MAIL", SENDER)
    place = tmp_path / "C-1"
    place.mkdir()
    settled(place / "a.csv", HEAD + line("F-1"))
    box = inbox.Inbox(f"maildir://{maildir(tmp_path, sent_mail(('m.csv', HEAD + line('F-2'))))}",
                      SERVER)  # fmt: skip
    runs = (partial(folders.turn, folder=tmp_path), partial(inbox.turn, box=box))
    for name, where in (("record_arrival", arriving), ("replace", os)):
        with monkeypatch.context() as patch:
            if where is os:
                patch.setattr(os, "replace", partial(_moved, os.replace))
            else:
                patch.setattr(where, name, lambda *_, **__: 1 / 0)
            for run in runs:
                with pytest.raises(ZeroDivisionError):
                    run(world.conn, AT, by=house_of(world))
        if where is arriving:
            settled(place / "late.csv", HEAD + line("F-3"))
    for run in runs:
        run(world.conn, AT + timedelta(minutes=2), by=house_of(world))
        run(world.conn, AT + timedelta(minutes=3), by=house_of(world))
    assert held(world) == ["F-1", "F-2", "F-3"]
    assert world.one("SELECT count(*) FROM remittance") == 3
    assert sorted(told(world)) == [("TAKEN", "", 1, 0, 0, 1)] * 3
    assert world.one("SELECT count(*) FROM mail_answer") == 1
    assert [one.name for one in (tmp_path / "Maildir" / "cur").iterdir()] == ["1.m.host:2,S"]


def test_who_sent_a_mail_is_what_our_own_server_has_proved(world: World, tmp_path: Path) -> None:
    opened(world, "MAIL", SENDER.upper())
    file = ("m.csv", HEAD + line("F-1"))
    forged = sent_mail(file, checked=f"{SERVER}; dmarc=fail header.from=alpha.example", number=2)
    forged = forged.replace(b"From: ", f"Authentication-Results: {PASSED}\r\nFrom: ".encode(), 1)
    mails = (
        forged, sent_mail(file, checked=PASSED.replace(SERVER, "mx.other.example"), number=3),
        sent_mail(file, checked=PASSED.replace("alpha", "evil"), number=4),
        sent_mail(file, sender="eve@alpha.example", number=5),
        sent_mail(file, checked=f"{SERVER}; dkim=pass header.d=evil.example", number=6),
        sent_mail(file, checked=f"{SERVER}; dkim=pass header.d=alpha.example", number=7),
        sent_mail(number=8),
    )  # fmt: skip
    box = inbox.Inbox(f"maildir://{maildir(tmp_path, *mails)}", SERVER)
    assert inbox.turn(world.conn, AT, box, house_of(world)) == 7
    assert [(row[0], row[2]) for row in told(world)] == [
        ("UNPROVED", 0), ("UNPROVED", 0), ("UNPROVED", 0), ("UNKNOWN", 0), ("UNPROVED", 0),
        ("TAKEN", 1), ("UNREAD", 0),
    ]  # fmt: skip
    assert world.rows("SELECT email, reply_to FROM mail_answer ORDER BY arrival_id") == [
        (SENDER, "<7@alpha.example>"), (SENDER, "<8@alpha.example>")]  # fmt: skip
    of_house = world.one("SELECT id FROM contract WHERE is_house")
    assert world.one("SELECT count(*) FROM arrival WHERE contract_id = %s", of_house) == 5


def test_a_mailbox_at_a_server_is_read_once_and_each_mail_answered_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(world, "MAIL", SENDER)
    answers: list[EmailMessage] = []

    class Taker:
        async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
            assert isinstance(envelope.content, bytes)
            told_ = message_from_bytes(envelope.content, policy=policy.default)
            answers.append(told_)  # type: ignore[arg-type]
            return "250 OK"

    out = Controller(Taker(), hostname="127.0.0.1", port=free_port())
    out.start()
    monkeypatch.setenv("COMPTANT_MAIL_URL", f"smtp://127.0.0.1:{out.port}")
    monkeypatch.setenv("COMPTANT_MAIL_FROM", "invoices@factor.example")
    monkeypatch.setenv("COMPTANT_INBOX_SERVER", SERVER)
    with imap.mailbox() as box:
        wrong = line("F-2").replace("17/03/2026", "17/12/2027")
        box.mails = {7: sent_mail(("m.csv", HEAD + line("F-1") + wrong)), 9: b"no mail"}
        monkeypatch.setenv("COMPTANT_INBOX_URL", f"imap://{imap.USER}:{quote(imap.PASSWORD)}"
                                                 f"@127.0.0.1:{box.port}/INBOX")  # fmt: skip
        by_name = {turn.name: turn for turn in loop.turns()}
        assert loop.step(by_name["mails"], AT) == 2
        assert box.seen == {7, 9}
        assert loop.step(by_name["mails"], AT + timedelta(minutes=1)) == 0
    assert loop.step(by_name["answers"], AT) == 1
    assert loop.step(by_name["answers"], AT + timedelta(minutes=1)) == 0
    out.stop()
    (answer,) = answers
    assert (answer["To"], answer["In-Reply-To"]) == (SENDER, "<1@alpha.example>")
    assert answer["Subject"] == "Vos factures : January"
    said = answer.get_content()
    assert said.startswith("Contrat C-1 : ")
    assert "F-2 : " in said
    assert world.rows("SELECT arrival_state FROM arrival ORDER BY id") == [
        ("TAKEN",), ("UNPROVED",)]  # fmt: skip


def test_an_answer_that_may_have_left_is_not_sent_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(world, "MAIL", SENDER)
    box = inbox.Inbox(f"maildir://{maildir(tmp_path, sent_mail())}", SERVER)
    inbox.turn(world.conn, AT, box, house_of(world))
    to = mail.Server("127.0.0.1", free_port(), False, "", "", "invoices@factor.example")
    assert answering.turn(world.conn, AT, to) == 0  # nobody listens: tried again in a minute
    asked: list[int] = []
    with monkeypatch.context() as patch:
        patch.setattr(mail, "send", lambda *_: asked.append(1) or 1 / 0)
        with pytest.raises(ZeroDivisionError):
            answering.turn(world.conn, AT + timedelta(minutes=2), to)
        assert answering.turn(world.conn, AT + timedelta(days=1), to) == 0
    assert asked == [1]
    assert world.rows("SELECT tries, next_at, sent_at FROM mail_answer") == [(2, None, None)]


def test_a_feed_is_the_clients_own_persons_and_of_a_contract_that_assigns_all(
    world: World, tmp_path: Path
) -> None:
    for code, how in (
        ("feed_person_wrong", {"login": "anna"}), ("feed_person_wrong", {"login": "cora"}),
        ("feed_sender_wrong", {"way": "MAIL"}), ("feed_sender_wrong", {"sender": SENDER}),
        ("feed_way_unknown", {"way": "FAX"}), ("contract_unknown", {"by": "cora"}),
    ):  # fmt: skip
        before = contents(world.conn)
        with pytest.raises(Refused) as found:
            opened(world, **how)  # type: ignore[arg-type]
        assert found.value.code == code, how
        assert contents(world.conn) == before
    opened(world, "MAIL", SENDER)
    world.ids["C-9"] = world.contract("C-9")
    opened(world, "MAIL", SENDER, contract="C-9")
    with pytest.raises(Refused, match="feed_open"):
        opened(world, "MAIL", SENDER)
    box = inbox.Inbox(f"maildir://{maildir(tmp_path, sent_mail(), sent_mail(subject='C-9'))}",
                      SERVER)  # fmt: skip
    inbox.turn(world.conn, AT, box, house_of(world))
    assert told(world) == [("REFUSED", "feed_contract_unsaid", 0, 0, 0, 0),
                           ("UNREAD", "", 0, 0, 0, 0)]  # fmt: skip
    feeds.end_feed(world.conn, world.asked("anna"), contract_id=world.ids["C-9"], way="MAIL",
                   sender=SENDER)  # fmt: skip
    world.amend(world.ids["C-1"], {"assignment_scope": "CHOSEN_INVOICES"})
    with pytest.raises(Refused, match="feed_not_whole"):
        opened(world)


@pytest.mark.parametrize("url", ["imap://user:hush@mail.example/INBOX", "imaps://user:hush@:x/",
                                 "maildir://hush/relative", "http://user:hush@mail"])  # fmt: skip
def test_a_wrong_setting_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("COMPTANT_INBOX_SERVER", SERVER)
    monkeypatch.setenv("COMPTANT_INBOX_URL", url.replace("maildir://hush/", "maildir:hush/"))
    with pytest.raises(BadSetting) as found:
        inbox.inbox()
    assert "hush" not in str(found.value)
    monkeypatch.setenv("COMPTANT_INBOX_URL", "maildir:///var/mail/x")
    monkeypatch.delenv("COMPTANT_INBOX_SERVER")
    with pytest.raises(BadSetting, match="COMPTANT_INBOX_SERVER"):
        inbox.inbox()
    monkeypatch.setenv("COMPTANT_FEEDS_FOLDER", str(tmp_path / "none"))
    with pytest.raises(BadSetting, match="COMPTANT_FEEDS_FOLDER"):
        folders.root()

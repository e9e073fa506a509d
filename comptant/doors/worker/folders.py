"""Watched folders: what is laid in COMPTANT_FEEDS_FOLDER/<contract> is assigned.

    in/C-1/invoice.pdf            laid there by the client's software (by SFTP, a share, a script)
    in/C-1/.lots/<lot>/           taken together: under way, found again after a death
    in/C-1/taken/<lot>/           assigned, with the answer beside it: <lot>.csv
    in/C-1/refused/<lot>/         nothing of it was taken, and why: <lot>.csv

A file counts once it has not changed for some seconds, and is not called *.part or *.tmp.
"""

import csv
import os
import secrets
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

from comptant.doors import places, words
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.formats.reading import shown
from comptant.operations.acts.act import User
from comptant.operations.assigning.arriving import Taken, folder_feeds, take_lot
from comptant.operations.assigning.feeds import folder_of
from comptant.operations.assigning.sent_files import BYTES_MAX, FILES_MAX
from comptant.settings import BadSetting
from comptant.store.connection import Connection

Row = dict[str, Any]
SETTLED_SECONDS = 5
UNDER_WAY, TAKEN, REFUSED = ".lots", "taken", "refused"
NOT_YET = (".part", ".tmp", ".crdownload", ".filepart", ".swp")


def root() -> Path | None:
    """COMPTANT_FEEDS_FOLDER, if there is one. BadSetting: it is no folder."""
    said = os.environ.get("COMPTANT_FEEDS_FOLDER", "")
    if not said:
        return None
    if not Path(said).is_dir():
        raise BadSetting("COMPTANT_FEEDS_FOLDER must be a folder")
    return Path(said)


def turn(conn: Connection, at: datetime, folder: Path, by: User) -> int:
    """Take in what was laid in the folder of each contract that is fed so; how many lots."""
    count = 0
    for feed in folder_feeds(conn):
        of_contract = folder / folder_of(feed["contract_number"])
        of_contract.mkdir(exist_ok=True)
        _gather(of_contract, at)
        for lot in sorted(one for one in (of_contract / UNDER_WAY).iterdir() if one.is_dir()):
            _take(conn, at, by, feed, lot)
            count += 1
    return count


def _gather(of_contract: Path, at: datetime) -> None:
    """What has settled moves together into a lot of its own: from there on, a death changes nothing
    of what belongs together."""
    (of_contract / UNDER_WAY).mkdir(exist_ok=True)
    found: list[os.DirEntry[str]] = []
    size = 0
    for entry in sorted(os.scandir(of_contract), key=lambda one: one.name):
        told = entry.stat(follow_symlinks=False)
        is_file = stat.S_ISREG(told.st_mode) and not entry.name.startswith(".")
        is_settled = at.timestamp() - told.st_mtime >= SETTLED_SECONDS
        if not is_file or not is_settled or entry.name.lower().endswith(NOT_YET):
            continue
        size += told.st_size
        if found and (size > BYTES_MAX or len(found) >= FILES_MAX):
            break
        found.append(entry)
    if not found:
        return
    lot = of_contract / UNDER_WAY / f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    lot.mkdir()
    for entry in found:
        os.replace(entry.path, lot / entry.name)


def _take(conn: Connection, at: datetime, by: User, feed: Row, lot: Path) -> None:
    names = sorted(one.name for one in lot.iterdir())
    if not names:  # a death before its first file
        lot.rmdir()
        return
    files = [(shown(name, 200), _content(lot / name)) for name in names]
    answer, taken = take_lot(conn, at, by, feed, lot.name, files)
    place = lot.parent.parent / (TAKEN if answer["arrival_state"] == "TAKEN" else REFUSED)
    place.mkdir(exist_ok=True)
    _tell(place / f"{lot.name}.csv", taken)
    os.replace(lot, place / lot.name)


def _content(path: Path) -> bytes:
    """The bytes of a file; of one too large, enough of them to be refused for it."""
    with path.open("rb") as stream:
        return stream.read(FILE_BYTES_MAX + 1)


def _tell(path: Path, taken: Taken) -> None:
    """For the client's software: what became of the lot, and what could not be read."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        said = csv.writer(stream, delimiter=";", lineterminator="\n")
        said.writerow(["what", "place", "count", "sentence"])
        for one in taken.answers:
            said.writerow(["remittance", one["remittance_id"], one["lines"], ""])
            said.writerow(["accepted", "", one["accepted"] + one["credit_notes"], ""])
            said.writerow(["refused", "", one["refused"], ""])
        if taken.refusal:
            said.writerow(["refusal", "", "", taken.refusal])
        for fault in taken.faults:
            said.writerow(["fault", f"{fault.file} {places.place(fault.place)}".strip(), "",
                           words.fault(fault.code)])  # fmt: skip

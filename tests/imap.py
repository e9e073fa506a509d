"""A mailbox at a server that a test starts: the part of IMAP4rev1 that is used, over a socket."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "factures", "mailbox secret"


@dataclass
class Mailbox:
    """The mails by their UID, and which of them were seen."""

    port: int = 0
    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    logins: int = 0


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        self._say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, asked = line.partition(" ")
            told = self._answer(box, asked)
            self._say(f"{tag} {told}")

    def _answer(self, box: Mailbox, asked: str) -> str:
        verb = asked.upper()
        if verb.startswith("CAPABILITY"):
            self._say("* CAPABILITY IMAP4rev1")
        elif verb.startswith("LOGIN"):
            if f'{USER} "{PASSWORD}"' not in asked:
                return "NO wrong"
            box.logins += 1
        elif verb.startswith("SELECT"):
            self._say(f"* {len(box.mails)} EXISTS")
        elif verb == "UID SEARCH UNSEEN":
            self._say(" ".join(["* SEARCH", *(str(one) for one in box.mails
                                              if one not in box.seen)]))  # fmt: skip
        elif found := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]\)", verb):
            uid = int(found[1])
            content = box.mails[uid]
            self._say(f"* {uid} FETCH (UID {uid} BODY[] {{{len(content)}}}")
            self.wfile.write(content + b")\r\n")
        elif found := re.fullmatch(r"UID STORE (\d+) \+FLAGS\.SILENT \(\\SEEN\)", verb):
            box.seen.add(int(found[1]))
        elif not verb.startswith("LOGOUT"):
            return "BAD unknown"
        return "OK done"

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A server on this machine, until the end of the block."""
    box = Mailbox()
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.box = box  # type: ignore[attr-defined]
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield box
        server.shutdown()
        thread.join()

"""A small mail server on loopback for tests, which can fail at every step of a mail as real ones do."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

STEPS = ("connect", "ehlo", "mail", "rcpt", "data", "text", "done")
"""Where a fault may strike: before each answer. `data` is before the text is asked for, `text` before it is taken,
`done` after the mail was taken and before anybody is told so."""


class HangUp(Exception):
    """The line goes dead."""


def nothing_happens(_step: str) -> None:
    """What usually happens at a step besides the answer."""


@dataclass
class PostOffice:
    """What it took, and what it is about to do wrong: a step and "drop" or an answer such as "451 later"."""

    host: str = "127.0.0.1"
    port: int = 0
    tls: str = "no"
    user: str = ""
    password: str = ""
    sender: str = "notices@kin.example.org"
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    at_step: Callable[[str], None] = nothing_happens

    def letters(self) -> list[Message]:
        return [message_from_bytes(text) for _, text in self.taken]

    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters()]

    def answer(self, step: str, usual: str) -> str:
        """What is said at this step, if anything is."""
        self.at_step(step)
        if self.faults and self.faults[0][0] == step:
            _, what = self.faults.pop(0)
            if what == "drop":
                raise HangUp
            return what
        return usual


class _Counter(socketserver.StreamRequestHandler):
    """One visitor at the counter."""

    def handle(self) -> None:
        self.office: PostOffice = self.server.office  # type: ignore[attr-defined]
        try:
            self._say("connect", "220 post office")
            self._serve()
        except (HangUp, OSError):
            return

    def _serve(self) -> None:
        to = ""
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].split()[0].upper()
            if word in {"EHLO", "HELO"}:
                self._say("ehlo", "250 post office")
            elif word == "MAIL":
                self._say("mail", "250 yes")
            elif word == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                self._say("rcpt", "250 yes")
            elif word == "DATA":
                self._take(to)
            elif word == "QUIT":
                self._say("quit", "221 bye")
            else:
                self._write("250 yes")

    def _take(self, to: str) -> None:
        if not self._say("data", "354 go on").startswith("354"):
            return
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise HangUp
            lines.append(line[1:] if line.startswith(b"..") else line)
        answer = self.office.answer("text", "250 taken")
        if answer.startswith("250"):
            self.office.taken.append((to, b"".join(lines)))
            answer = self.office.answer("done", answer)
        self._write(answer)

    def _say(self, step: str, usual: str) -> str:
        answer = self.office.answer(step, usual)
        self._write(answer)
        return answer

    def _write(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Open for as long as the block lasts."""
    office = PostOffice()
    with _Server((office.host, 0), _Counter) as server:
        server.office = office  # type: ignore[attr-defined]
        office.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield office
        server.shutdown()
        thread.join()

"""A real IMAP server for tests: Dovecot on a free port of this machine, in a temporary folder, as nobody in particular.

Whoever logs in with the password has a mailbox, which is empty at first.
"""

import grp
import imaplib
import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "open-sesame"
PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
TRIES, TRY_SECONDS = 200, 0.05

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
auth_failure_delay = 0
imap_capability = {abilities}
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u
mail_uid = {user}
mail_gid = {group}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def why_not() -> str | None:
    """Why there can be no server here; None where there can."""
    if PROGRAM is None:
        return "NOT TESTED: the mailbox, for want of an IMAP server (install dovecot-imapd)"
    if shutil.which("openssl") is None:
        return "NOT TESTED: the mailbox, for want of a certificate (install openssl)"
    version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=False).stdout
    if not version.startswith("2.3."):
        return f"NOT TESTED: the mailbox, for its IMAP server is set up for Dovecot 2.3 (this is {version.split()[0]})"
    return None


class Dovecot:
    """The server. `tls` trusts its certificate, and nothing else. `abilities` are what it says that it can do."""

    def __init__(self, folder: Path, abilities: str = "") -> None:
        self._folder = folder
        account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self._account, self.port = account, _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._certify()
        self.tls = ssl.create_default_context(cafile=folder / "certificate.pem")
        (folder / "dovecot.conf").write_text(
            _CONFIGURATION.format(
                folder=folder,
                user=account.pw_name,
                group=grp.getgrgid(account.pw_gid).gr_name,
                password=PASSWORD,
                port=self.port,
                abilities=abilities,
            )
        )
        if os.geteuid() == 0:
            for each in (folder, *folder.iterdir()):
                os.chown(each, account.pw_uid, account.pw_gid)

    def _certify(self) -> None:
        options = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        options += ["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "certificate.pem"]
        subprocess.run(["openssl", *options], cwd=self._folder, check=True, capture_output=True)

    def start(self) -> None:
        """Start it; it answers when this returns."""
        assert PROGRAM is not None
        borrowed = os.geteuid() == 0
        self._process = subprocess.Popen(
            [PROGRAM, "-F", "-c", str(self._folder / "dovecot.conf")],
            stdin=subprocess.DEVNULL,
            user=self._account.pw_uid if borrowed else None,
            group=self._account.pw_gid if borrowed else None,
            extra_groups=[] if borrowed else None,
        )
        for _ in range(TRIES):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            except OSError:
                assert self._process.poll() is None, self._log()
                time.sleep(TRY_SECONDS)
            else:
                return
        raise AssertionError(self._log())

    def stop(self) -> None:
        """Stop it; its lines drop."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None

    def _log(self) -> str:
        log = self._folder / "log"
        return log.read_text() if log.exists() else "Dovecot said nothing"

    # --- what a mail program does ------------------------------------------------------------------------------------

    @contextmanager
    def session(self, user: str) -> Iterator[imaplib.IMAP4_SSL]:
        """Somebody looks into their mailbox with a mail program."""
        with imaplib.IMAP4_SSL("localhost", self.port, ssl_context=self.tls, timeout=20) as client:
            client.login(user, PASSWORD)
            yield client

    def deliver(self, user: str, *mails: bytes, folder: str = "INBOX") -> None:
        """Mails arrive."""
        with self.session(user) as client:
            for mail in mails:
                answer, said = client.append(folder, "", "", mail)
                assert answer == "OK", said

    def recreate(self, user: str, *mails: bytes, folder: str) -> int:
        """A folder is made, or made anew, with these mails in it; its UIDVALIDITY."""
        with self.session(user) as client:
            client.delete(folder)
            assert client.create(folder)[0] == "OK"
        self.deliver(user, *mails, folder=folder)
        with self.session(user) as client:
            client.select(folder, readonly=True)
            validity = client.response("UIDVALIDITY")[1][0]
            assert validity
            return int(validity)

    def subjects(self, user: str, folder: str = "INBOX") -> list[str]:
        """The subjects of what is in a folder, in its order; empty where there is none of that name."""
        with self.session(user) as client:
            if client.select(folder, readonly=True)[0] != "OK":
                return []
            _, parts = client.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
            heads = [part[1].decode() for part in parts if isinstance(part, tuple)]
            return [found[1] if (found := re.search(r"Subject: (.*?)\r", head)) else "" for head in heads]

    def unseen(self, user: str) -> int:
        """How many mails nobody has seen."""
        with self.session(user) as client:
            client.select("INBOX", readonly=True)
            found: bytes = client.search(None, "UNSEEN")[1][0] or b""
            return len(found.split())


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])

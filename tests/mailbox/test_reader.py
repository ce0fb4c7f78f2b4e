"""A mailbox on a real server: each mail is read once, whatever happens to the line, the server and the reader."""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from types import FrameType

from structlog.testing import capture_logs

from bot.domain.mailbox import Place
from bot.mailbox import Access
from bot.mailbox.folder import Folder
from bot.mailbox.mails import ATTEMPTS, Mails
from bot.mailbox.trouble import Reason, Trouble
from bot.services import mailbox
from tests.agency import WS
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.line import Line
from tests.mailbox.mails import WISH, forwarded, written
from tests.mailbox.post import Post, until

JUNK = b"\x00\x01 this is no mail\r\n"


async def test_a_mail_that_arrives_becomes_a_request(post: Post) -> None:
    async with post.reader():
        await asyncio.sleep(0.3)
        post.deliver(forwarded(1))
        await post.read(1)
    assert await post.subjects() == ["question 1"]


async def test_what_was_there_before_is_read_from_the_oldest_on_and_stays_where_it_is_as_seen(post: Post) -> None:
    post.deliver(*(forwarded(number) for number in (1, 2, 3)))
    async with post.reader():
        await post.read(3)

        async def all_seen() -> bool:
            return post.server.unseen(post.user) == 0

        await until(all_seen)
    assert await post.subjects() == ["question 1", "question 2", "question 3"]
    assert len(post.server.subjects(post.user)) == 3


async def test_nothing_is_read_twice_or_skipped_when_reader_and_server_start_again(post: Post) -> None:
    post.deliver(forwarded(1))
    async with post.reader():
        await post.read(1)
        post.server.stop()
        await asyncio.sleep(0.3)
        post.server.start()
        post.deliver(forwarded(2))
        await post.read(2)
    post.deliver(forwarded(3))
    async with post.reader():
        await post.read(3)
    assert await post.subjects() == ["question 1", "question 2", "question 3"]
    assert (await post.mailbox()).mails_read == 3


async def test_a_line_that_drops_at_any_point_costs_nothing_but_time(post: Post) -> None:
    long = "A long story. " * 700
    post.deliver(*(forwarded(number, words=WISH + long) for number in range(1, 5)))
    line = Line(post.server.port)
    line.cuts = [0, 900, 2500, 3500, 5000, 9000, 17000, 30000]
    cuts = len(line.cuts)
    async with line.laid():
        await post.set_up(port=line.port)
        async with post.reader():
            await post.read(4)
    assert line.connections > cuts // 2
    assert await post.subjects() == [f"question {number}" for number in range(1, 5)]
    assert (await post.mailbox()).mails_read == 4


async def test_a_folder_made_anew_is_read_again_and_what_was_known_counts_once(post: Post) -> None:
    before = post.server.recreate(post.user, forwarded(1), forwarded(2), folder="Clients")
    await post.set_up(folder="Clients")
    async with post.reader():
        await post.read(2)
    after = post.server.recreate(post.user, forwarded(2), forwarded(3), forwarded(1), folder="Clients")
    assert before != after
    async with post.reader():
        await post.read(5)
    assert await post.subjects() == ["question 1", "question 2", "question 3"]


async def test_a_mail_that_cannot_be_read_is_put_aside_and_told_of_and_the_next_is_read(post: Post) -> None:
    post.deliver(forwarded(1), JUNK, forwarded(2))
    with capture_logs() as logs:
        async with post.reader():
            await post.read(3)
    assert await post.subjects() == ["question 1", "question 2"]
    assert post.server.subjects(post.user) == ["Fwd: Question 1", "Fwd: Question 2"]
    assert len(post.server.subjects(post.user, "Quarantine")) == 1
    [on_record] = await post.given_up()
    assert on_record == {"uid": 2, "reason": "it has no header field of a mail", "size": len(JUNK)}
    [told] = [each for each in logs if each["event"] == "mailbox.mail_given_up"]
    assert told["log_level"] == "warning"
    assert "no mail" not in str(told)
    assert (await post.mailbox()).mails_quarantined == 1


async def test_a_move_that_was_interrupted_is_made_up_for(post: Post) -> None:
    validity = post.server.recreate(post.user, JUNK, forwarded(1), folder="Clients")
    await post.set_up(folder="Clients")
    await post.run(mailbox.start_over, validity)
    await post.run(mailbox.give_up, Place(validity, 1), "it was cut off here", len(JUNK))
    async with post.reader():
        await post.read(2)
    assert post.server.subjects(post.user, "Clients") == ["Fwd: Question 1"]
    assert len(post.server.subjects(post.user, "Quarantine")) == 1
    assert len(await post.given_up()) == 1


async def test_a_quarantine_folder_that_cannot_be_made_holds_nothing_up(post: Post) -> None:
    post.deliver(JUNK, forwarded(1))
    await post.set_up(quarantine="not/../allowed")
    with capture_logs() as logs:
        async with post.reader():
            await post.read(2)
    assert "mailbox.mail_left_in_folder" in [each["event"] for each in logs]
    assert await post.subjects() == ["question 1"]
    assert len(await post.given_up()) == 1


async def test_a_server_that_can_do_no_more_than_it_must_will_do(plain_server: Dovecot, post: Post) -> None:
    plain = Post(plain_server, post.transactions)
    await plain.set_up()
    plain.deliver(JUNK, forwarded(1))
    async with plain.reader():
        await plain.read(2)
        plain.deliver(forwarded(2))
        await plain.read(3)
    assert await plain.subjects() == ["question 1", "question 2"]
    assert len(plain_server.subjects(plain.user, "Quarantine")) == 1
    assert len(await plain.given_up()) == 1


async def test_a_mail_that_nobody_vouches_for_is_no_colleagues_whatever_it_claims(post: Post) -> None:
    foreign = "mx.evil.example; dmarc=pass header.from=agency.example"
    failed = "mx.agency.example; dmarc=fail header.from=agency.example"
    post.deliver(forwarded(1), forwarded(2, results=None), forwarded(3, results=foreign), forwarded(4, results=failed))
    async with post.reader():
        await post.read(4)
    assert await post.reporters() == ["dana@agency.example", None, None, None]
    assert (await post.states())[1:] == ["triage"] * 3


async def test_where_the_operator_says_so_unauthenticated_colleagues_are_colleagues(post: Post) -> None:
    await post.set_up(trusting=True)
    post.deliver(forwarded(1, results=None))
    async with post.reader():
        await post.read(1)
    assert await post.reporters() == ["dana@agency.example"]


async def test_a_reader_that_waits_stops_at_once(post: Post) -> None:
    async with post.reader():
        post.deliver(forwarded(1))
        await post.read(1)
        await asyncio.sleep(0.3)
        stopping = time.monotonic()

    async def is_left() -> bool:
        return not any("imap_tools" in str(frame.f_code.co_filename) for frame in _frames())

    await until(is_left)
    assert time.monotonic() - stopping < 2


async def test_two_readers_share_a_mailbox_and_each_mail_counts_once(post: Post) -> None:
    async with post.reader(), post.reader():
        for number in range(1, 7):
            post.deliver(forwarded(number))
        await post.read(6)
    assert await post.subjects() == [f"question {number}" for number in range(1, 7)]
    assert (await post.mailbox()).mails_read == 6


async def test_when_the_one_that_reads_ends_the_other_takes_over(post: Post) -> None:
    async with post.reader():
        async with post.reader():
            post.deliver(forwarded(1))
            await post.read(1)
        post.deliver(forwarded(2))
        await post.read(2)
    assert await post.subjects() == ["question 1", "question 2"]


async def test_a_wrong_password_is_said_and_does_no_harm(post: Post) -> None:
    post.deliver(forwarded(1))
    with capture_logs() as logs:
        async with post.reader(Access("let me in", post.server.tls)):
            await _said(logs, "refuses this user and password")
    assert "let me in" not in str(logs)
    assert await post.subjects() == []
    async with post.reader():
        await post.read(1)


async def test_a_certificate_that_nobody_vouches_for_is_said(post: Post) -> None:
    with capture_logs() as logs:
        async with post.reader(Access("secret")):
            await _said(logs, "certificate can't be trusted")


async def test_a_folder_that_is_not_there_is_said(post: Post) -> None:
    await post.set_up(folder="Nowhere")
    with capture_logs() as logs:
        async with post.reader():
            await _said(logs, "folder can't be opened")


async def test_another_mailbox_in_the_set_up_is_read_without_a_restart(post: Post) -> None:
    post.server.recreate(post.user, forwarded(2), folder="Clients")
    post.deliver(forwarded(1))
    async with post.reader():
        await post.read(1)
        await post.set_up(folder="Clients")
        post.deliver(forwarded(3))  # wakes the reader, which then sees that it is in the wrong folder
        await post.read(2)
    assert await post.subjects() == ["question 1", "question 2"]


async def test_a_sender_who_cannot_be_looked_up_holds_nothing_up_for_long(post: Post) -> None:
    asked: list[str] = []

    async def nobody_answers(address: str) -> None:
        asked.append(address)
        raise RuntimeError("Slack is away")

    post.deliver(forwarded(1))
    async with post.reader(acquaint=nobody_answers):
        await post.read(1)
    assert set(asked) == {"dana@agency.example"}
    assert await post.subjects() == ["question 1"]


async def test_whoever_looks_once_an_hour_hears_of_new_mails_all_the_same(post: Post) -> None:
    await post.set_up(every=3600)
    post.deliver(forwarded(1))
    with capture_logs() as logs:
        async with post.reader():
            await post.read(1)
            await asyncio.sleep(0.3)
            post.deliver(forwarded(2))
            await post.read(2)
    assert "mailbox.stumbled" not in [each["event"] for each in logs]


async def test_a_mail_of_thirty_megabytes_is_read_as_any_other(post: Post) -> None:
    file = b"\r\n".join([b"A" * 76] * 380_000)
    head = b"Content-Type: application/pdf; name=plan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    text = b"\r\n--x\r\n\r\nCould you look at our plan?\r\n--x\r\n"
    fields = b"From: jane@acme.example\r\nSubject: Plan\r\nContent-Type: multipart/mixed; boundary=x\r\n"
    post.deliver(fields + text + head + file + b"\r\n--x--\r\n", forwarded(1))
    async with post.reader():
        await post.read(2)
    assert await post.subjects() == ["plan", "question 1"]
    assert (await post.mailbox()).mails_quarantined == 0


async def test_a_mail_that_somebody_removes_while_it_is_read_is_passed_over(post: Post) -> None:
    await _worked_off(post, Vanishing())
    assert await post.subjects() == ["question 1", "question 3"]
    assert await post.given_up() == []


async def test_a_mail_that_cuts_the_line_whenever_it_is_touched_holds_no_other_up(post: Post) -> None:
    await _worked_off(post, Cursed())
    assert await post.subjects() == ["question 1", "question 3"]
    assert len(await post.given_up()) == 1


async def test_a_mail_of_an_empty_sender_and_one_without_an_id_are_mails_like_others(post: Post) -> None:
    nobody = b"From: <>\r\nSubject: Who am I\r\n\r\nSomebody\r\n"
    post.deliver(nobody, written("jane@acme.example", "No id", "Could you call us about the contract?"))
    async with post.reader():
        await post.read(2)
    assert "no id" in await post.subjects()
    assert (await post.mailbox()).mails_quarantined == 0


class Three(Folder):
    """A folder of three mails that no server holds."""

    def __init__(self) -> None:
        self.uidvalidity = 1
        self._mails: dict[int, bytes | None] = {each: forwarded(each) for each in (1, 2, 3)}

    def uids_after(self, uid: int) -> list[int]:
        """All that are above."""
        return [each for each in self._mails if each > uid]

    def size(self, uid: int) -> int | None:
        """Of what is there."""
        raw = self._held(uid)
        return len(raw) if raw is not None else None

    def raw(self, uid: int) -> bytes | None:
        """What is there."""
        return self._held(uid)

    def mark_seen(self, uid: int) -> None:
        """Touch it."""
        self._held(uid)

    def move(self, uid: int, to: str) -> None:
        """Touch it."""
        self._held(uid)

    def _held(self, uid: int) -> bytes | None:
        return self._mails[uid]


class Vanishing(Three):
    """The second mail goes once its size has been told."""

    def raw(self, uid: int) -> bytes | None:
        """What is there, but for the second."""
        if uid == 2:
            self._mails[2] = None
        return super().raw(uid)


class Cursed(Three):
    """The second mail can't be touched without losing the line."""

    def _held(self, uid: int) -> bytes | None:
        if uid == 2:
            raise Trouble(Reason.LOST, "it broke off")
        return super()._held(uid)


async def _worked_off(post: Post, folder: Folder) -> None:
    mails = Mails(post.transactions, WS, None)
    await post.run(mailbox.start_over, folder.uidvalidity)
    for _ in range(2 * ATTEMPTS + 1):
        with suppress(Trouble):
            await mails.work_off(folder, await post.mailbox())
    assert (await post.mailbox()).last_uid == 3


async def _said(logs: Sequence[object], words: str) -> None:
    async def is_said() -> bool:
        return any(words in str(each) for each in logs)

    await until(is_said)


def _frames() -> Iterator[FrameType]:
    """Every frame of every thread."""
    for top in sys._current_frames().values():
        frame: FrameType | None = top
        while frame is not None:
            yield frame
            frame = frame.f_back

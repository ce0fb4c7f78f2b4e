"""Clients' mails that would like to be more than text."""

from collections.abc import Sequence
from typing import Any

from bot.domain.draft import MAX_WORDS
from bot.slack.names import ActionId, Field, MoreChoice
from tests.stories.people import SUBJECT, Agency, shown

NASTY = (
    "<!channel> <!here> <@U0BOB000000> <#C1|general> <https://evil.example|your bank> https://evil.example "
    "&lt;!channel&gt; *bold* _it_ ~no~ `code` ```pre``` \u202egnp.exe\u2066 \x00 zero \x07 😀 👩‍👩‍👧 &amp; "
    "<mailto:x@y.example|mail> > quote"
)


async def test_nobodys_words_ping_link_or_break_anything_wherever_they_are_shown(here: Agency) -> None:
    await here.change("dana", real_name="<!here> *Dana* <https://evil.example|Weber>")
    hank = "<!channel> Hank <hank@acme.example>"
    await here.dana.forward_mail(
        "#client-acme", subject=f"Fwd: {NASTY}", body=_forwarded(NASTY * 20, hank), sender="dana@agency.example"
    )
    await here.settle()
    request = await here.request()
    assert "\x00" not in request.words
    assert "\u202e" not in request.words
    assert "<!channel>" in request.words, "kept as it was written"
    assert "&lt;!channel&gt;" in here.card(here.bob).text

    for choice in (MoreChoice.HISTORY, MoreChoice.WHY):
        await here.more(here.bob, choice)
    assert "<!channel>" in shown(await here.press(here.bob, ActionId.WHOLE_TEXT))
    form = await here.press(here.bob, ActionId.TAKE)
    await here.kept(here.bob, form, {Field.WHAT: NASTY[:290], Field.BY_PICKED: here.moment(2, 12)})
    form = await here.more(here.bob, MoreChoice.SNOOZE)
    await here.kept(here.bob, form, {Field.WHY: NASTY[:290], Field.BY_PICKED: here.moment(1, 12)})
    await here.bob.press(here.card(here.bob), ActionId.TALK)
    await here.settle()
    await here.at(4, 11)
    form = await here.press(here.bob, ActionId.NOT_MINE)
    await here.kept(here.bob, form, {Field.WHO: "other", Field.PERSON: "lea", Field.WHY: NASTY[:290]})
    for command in ("list", "show 1", "log 1", "digest", f"acme {NASTY}", NASTY, f"@{NASTY}", "@bob " + NASTY):
        await here.lea.slash(command)
    await here.lea.say("nudge", NASTY)
    await here.lea.open_home()
    await here.settle()


def _forwarded(body: str, sender: str) -> str:
    return f"---------- Forwarded message ---------\nFrom: {sender}\nSubject: {SUBJECT}\n\n{body}\n"


async def test_a_megabyte_is_shown_by_its_start_and_kept_as_far_as_it_can_be(here: Agency) -> None:
    await here.forward(body="Please read this. <!channel> " * 36_000, truncated_in_event=True)
    request = await here.request()
    assert MAX_WORDS - 10 < len(request.words) <= MAX_WORDS
    assert request.words.endswith("[…]")
    assert "Please read this." in here.card(here.bob).text
    assert "Please read this." in shown(await here.press(here.bob, ActionId.WHOLE_TEXT))


ODD: Sequence[dict[str, Any]] = (
    {"subject": "", "body": ""},
    {"subject": "x" * 200_000, "body": "short"},
    {"subject": "\x00\u202e", "body": "\x00" * 1000},
    {"subject": "😀" * 500, "body": "&" * 50_000},
    {"subject": "no text", "body": "", "html": "<p>Only <b>here</b><script>alert(1)</script>&#0;</p>"},
    {"subject": "id", "body": "text", "message_id": "<" + "m" * 5000 + "\x00@evil.example>"},
    {"subject": "who", "body": "text", "sender": f"{'N' * 9000} <{'a' * 3000}@acme.example>"},
)


async def test_odd_mails_become_requests_that_can_be_shown(here: Agency) -> None:
    for number, odd in enumerate(ODD, start=1):
        await here.dana.forward_mail("#general", **odd)
        await here.settle()
        assert await here.count_of_requests() == number, odd["subject"][:20]
        await here.lea.slash(f"show {number}")
        assert here.answer(here.lea)
    await here.lea.open_home()
    await here.lea.slash("list")
    await here.lea.slash("digest")

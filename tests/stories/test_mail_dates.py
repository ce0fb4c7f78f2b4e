"""A forwarded mail happened when it was written, not when somebody found the time to forward it."""

from bot.slack.names import ActionId, MoreChoice
from tests.stories.people import SUBJECT, Agency, day_of_mail, shown

FIRST_ID = "<one@acme.example>"
JANE, DANA = "Jane Doe <jane@acme.example>", "Dana <dana@agency.example>"


async def _forward(here: Agency, date: str, body: str, *, sender: str, to: str) -> None:
    head = f"From: {sender}\nDate: {date}\nSubject: Re: {SUBJECT}\nTo: {to}"
    text = f"---------- Forwarded message ---------\n{head}\n\n{body}\n"
    await here.dana.forward_mail("#client-acme", subject=f"Fwd: Re: {SUBJECT}", body=text, in_reply_to=FIRST_ID)
    await here.settle()


async def test_the_client_waits_since_the_mails_own_date(here: Agency) -> None:
    await here.at(2, 10)
    await here.forward()
    assert (await here.request()).client_waits_since is not None
    card = here.card(here.bob).text
    assert "by the mail's own date" in card
    assert (await here.request()).client_waits_since == here.moment(0, 9, 12)
    assert "by the mail's own date" in shown(await here.more(here.dana, MoreChoice.HISTORY)).casefold()


async def test_a_date_in_the_future_or_long_ago_is_not_believed(here: Agency) -> None:
    for day in (10, -100):
        await _forward(
            here,
            f"{day_of_mail(day)} at 9:12 AM",
            f"A wish, {day}.",
            sender="Jane <jane@acme.example>",
            to="x@y.example",
        )
    assert (await here.request()).client_waits_since == (await here.request()).handed_over_at


async def test_a_copy_forwarded_late_does_not_hide_what_the_client_wrote_after_it(here: Agency) -> None:
    await here.forward(in_reply_to=FIRST_ID)
    await here.at(1, 13)
    bob = "Bob Keller <bob@agency.example>"
    await _forward(here, f"{day_of_mail(1)} at 12:40 PM", "Still waiting, sorry.", sender=JANE, to=DANA)
    await here.at(1, 14)
    await _forward(here, f"{day_of_mail()} at 11:00 AM", "Hi Jane, we are on it.\n\nBob", sender=bob, to=JANE)
    request = await here.request()
    assert request.touched_at == here.moment(0, 11)
    assert request.wrote_at == here.moment(1, 12, 40)
    card = here.card(here.dana).text
    assert "last heard from us" in card
    assert "wrote again" in card
    question = here.latest(here.bob, "Whose turn is it now?")
    await here.bob.press(question, ActionId.COPY_CLIENTS)
    await here.settle()
    assert (await here.request()).ask_again_at is None


async def test_a_chase_shows_what_is_new_in_it(here: Agency) -> None:
    await here.forward(in_reply_to=FIRST_ID)
    await here.at(1, 11)
    quoted = (
        "Any news?\n\nOn Mon, Nov 23, 2026 at 9:12 AM Jane Doe <jane@acme.example> wrote:\n\n"
        "> could you reach out?\n> Best, Jane"
    )
    await here.forward(body=quoted, in_reply_to=FIRST_ID)
    assert (await here.request()).latest_words == "Any news?"

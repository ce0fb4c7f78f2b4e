"""Whose words are whose, and what is left of a text."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.events import EventKind, RecordedEvent, Value
from bot.domain.forgetting import (
    NOBODY,
    SOME_WORDS,
    Gone,
    Naming,
    is_mail_of,
    is_telling,
    left_of_facts,
    left_of_key,
    left_of_message,
    without_mails_of,
    without_own_words,
)
from bot.domain.outbox import Purpose

T0 = datetime(2026, 11, 23, 9, tzinfo=UTC)
JANE = Naming.of("jane@acme.example", "+49 30 1", whole_name="Jane Doe")
BOB = Naming.of("bob@agency.example", whole_name="Bob Berg", instead="a former colleague", ours=True)


def event(kind: EventKind, text: str | None, *, by: int | None = 1, **data: Value) -> RecordedEvent:
    return RecordedEvent(1, "T1", T0, kind, 12, by, data, None, text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Write to JANE@acme.example.", f"Write to {NOBODY}."),
        ("our Jane\n Doe said so", f"our {NOBODY} said so"),
        ("Jane knows", "Jane knows"),
        ("mary-jane@acme.example", "mary-jane@acme.example"),
        ("mary.jane@acme.example", "mary.jane@acme.example"),
        ("jane@acme.examples", "jane@acme.examples"),
        ("jane@acme.example.org", "jane@acme.example.org"),
        ("<mailto:jane@acme.example|her>", f"<mailto:{NOBODY}|her>"),
        ("call +49 30 1", f"call {NOBODY}"),
    ],
)
def test_only_what_names_somebody_beyond_doubt_is_blanked(text: str, left: str) -> None:
    assert JANE.blanked(text) == left


def test_somebody_is_found_however_deep_they_are_named() -> None:
    assert JANE.is_within({"event": {"to": [{"address": "jane@acme.example"}], "size": 1}})
    assert JANE.is_within({"jane@acme.example": None})
    assert not JANE.is_within({"event": {"to": [{"address": "jane.smith@acme.example"}], "size": 1}})


def test_a_telephone_number_is_none_of_the_addresses() -> None:
    assert not JANE.by_address.is_in("<20260101.+49 30 1@acme.example>")
    assert JANE.by_address.is_in("<jane@acme.example>")


def test_a_first_name_is_blanked_in_messages_of_ours_alone() -> None:
    assert BOB.blanked("Bob has it; ask Bobby") == "Bob has it; ask Bobby"
    assert BOB.blanked("Bob has it; ask Bobby", ours=True) == "a former colleague has it; ask Bobby"


def test_one_word_of_a_name_tells_nobody_from_others() -> None:
    assert Naming.of(None, whole_name="Will").tokens == ()


def test_a_digest_keeps_its_other_lines() -> None:
    said = "*Stuck*\n*#1 · Acme*: a wish\nWith Bob: an estimate.\n*#12 · Acme*: another\nWith Pia.\n\nAnchor: abc"
    left = left_of_message(said, {1}, Naming())
    gone = "*#1*: a request whose words were erased"
    assert left == f"*Stuck*\n{gone}\n*#12 · Acme*: another\nWith Pia.\n\nAnchor: abc"


def test_what_was_taken_out_of_a_digest_stays_out_and_takes_nothing_else_along() -> None:
    said = "*Promises*\nBy noon · *#1 · Acme*: a wish · with Bob\nand 3 more\n\n*#12 · Acme*: another\nWith Pia."
    once = left_of_message(said, {1}, Naming())
    assert left_of_message(once, {1}, Naming()) == once
    assert "Acme" not in left_of_message(once, {1, 12}, Naming())


def test_the_line_below_an_entry_goes_though_it_names_another_request() -> None:
    left = left_of_message("*#1 · Acme*: a wish\nPromised: the same as for #12.", {1}, Naming())
    assert left == "*#1*: a request whose words were erased"


def test_a_number_in_somebodys_words_makes_no_entry_of_that_request() -> None:
    said = "*#2 · Acme*: Ticket #1 is broken\n> Ticket #1\nWith Bob.\n*#1 · Acme*: as #2\nWith Bob."
    left = "*#2 · Acme*: Ticket #1 is broken\n> Ticket #1\nWith Bob.\n*#1*: a request whose words were erased"
    assert left_of_message(said, {1}, Naming()) == left
    named = "*#1 · Acme*: Will you, as in #12?\nWill it?"
    assert left_of_message(named, (), WILL) == named


def test_lines_that_quote_ones_own_words_go() -> None:
    said = "*You have it*\n> heads &amp; tails\nBy Friday."
    assert left_of_message(said, (), Naming(), ["heads & tails\nof it"]) == f"*You have it*\n{SOME_WORDS}\nBy Friday."


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("> heads &amp; tails", True),
        ("> Acme GmbH", True),
        ("> Why Vienna and not…", True),
        ("> It is at Acme GmbH", False),
        ("> Acme GmbH has it", False),
        ("> Vi…", False),
        ("*#2 · Acme GmbH, Portal*: Vienna", False),
        ("*#3 · Acme GmbH, Portal*: heads &amp; tails Why Vienna and not Linz, please? Best", False),
        ("With Bob, Acme GmbH: an estimate.", False),
        ("Mon, 23 Nov: The client asked again: heads &amp; tails Why Vienna and not Linz, please? Be…", True),
        ("Mon, 23 Nov: The client wrote: Linz! It is unverified.", True),
        ("Mon, 23 Nov: The client wrote: Linzer Torte.", False),
        ("The last mail changed nothing: “heads &amp; tails Why Vienna and not Linz, pl…”", True),
    ],
)
def test_of_a_mail_its_lines_go_where_they_are_quoted_and_how_it_begins_where_it_is_told(line: str, goes: bool) -> None:
    mails = ["heads & tails\nWhy Vienna and not Linz, please?\n\nBest, Max\nAcme GmbH", "Linz."]
    said = f"*You have it*\n{line}\nBy Friday."
    left = f"*You have it*\n{SOME_WORDS if goes else line}\nBy Friday."
    assert left_of_message(said, (), Naming(), mails, are_mails=True) == left
    assert is_telling(event(EventKind.STEP_SENT, said), Naming(), None, mails) is goes


def test_a_colleagues_words_go_and_the_clients_stay() -> None:
    texts = {"wish": "heads", "words": "heads\n\nShe rang.", "note": "see below", "promise_what": "an estimate"}
    events = [
        event(EventKind.HANDED_OVER, "heads", source="mail"),
        event(EventKind.WORDS_ADDED, "She rang."),
        event(EventKind.TAKEN, "an estimate", by=2),
    ]
    left = without_own_words(texts, events, 1)
    assert left == {"wish": "heads", "words": "heads", "note": None, "promise_what": "an estimate"}
    assert without_own_words(texts, events, 2)["promise_what"] == ""


def test_what_a_second_person_wrote_in_a_thread_goes_and_what_others_wrote_stays() -> None:
    texts = {"words": "heads\n\nNow!\n\nNow! she said.\n\nNow!", "latest_words": "Now!", "noise_words": "I am away."}
    events = [
        event(EventKind.CHASED, "Now!", contact=7),
        event(EventKind.NOISE, "I am away.", contact=8),
        event(EventKind.CHASED, "Now! she said.", contact=8),
        event(EventKind.REOPENED, "Now!", contact=7),
        event(EventKind.REOPENED, "not done yet", by=2),
    ]
    without = without_mails_of(texts, events, 7)
    assert without == {"words": "heads\n\nNow! she said.", "latest_words": None, "noise_words": "I am away."}
    left = without_mails_of(texts, events, 8)
    assert left == {"words": "heads\n\nNow!\n\nNow!", "latest_words": "Now!", "noise_words": None}
    assert [is_mail_of(one, 7) for one in events] == [True, False, False, True, False]


def test_words_kept_of_another_request_are_not_the_latest() -> None:
    texts = {"words": "heads\n\nNow!\n\nPlease.", "latest_words": "Now!", "noise_words": None}
    events = [event(EventKind.CHASED, "Now!", contact=7), event(EventKind.CLIENT_WROTE, "Please.", contact=8, of=3)]
    assert without_mails_of(texts, events, 7) == {
        "words": "heads\n\nPlease.",
        "latest_words": None,
        "noise_words": None,
    }
    assert without_mails_of(texts, events, 8)["latest_words"] == "Now!"


def test_of_what_several_wrote_in_the_same_words_as_much_goes_as_is_theirs() -> None:
    texts = {"words": "heads\n\nAny news?\n\nJane\n\nAny news?\n\nAny news?", "latest_words": None, "noise_words": None}
    noise = event(EventKind.NOISE, "Any news?", contact=7)
    mails = [event(EventKind.CHASED, "Any news?", contact=contact) for contact in (7, 8)]
    assert without_mails_of(texts, [noise, *mails], 7)["words"] == "heads\n\nAny news?\n\nJane\n\nAny news?"
    assert without_mails_of(texts, [noise], 7)["words"] == texts["words"], "it did not count"


def test_what_somebody_typed_is_theirs() -> None:
    texts = {"wish": "call them", "words": "call them", "note": None}
    typed = [event(EventKind.HANDED_OVER, "call them", source="command")]
    assert without_own_words(texts, typed, 1) == {"wish": "", "words": "", "note": None}


WILL = replace(Naming.of(whole_name="Will Power", instead="somebody", ours=True), part_in=frozenset({12}))


@pytest.mark.parametrize(
    ("kind", "said", "goes"),
    [
        (EventKind.CHASED, "Will you deliver?", False),
        (EventKind.CHASED, "Will Power promised.", True),
        (EventKind.TAKEN, "Will and I", False),
        (EventKind.STEP_SENT, "Will has it.", True),
    ],
)
def test_a_first_name_is_theirs_in_what_nudge_said_alone(kind: EventKind, said: str, goes: bool) -> None:
    assert is_telling(event(kind, said), WILL, 9, ()) is goes
    assert is_telling(event(kind, said), WILL, 1, ()) is (goes or kind is EventKind.TAKEN)


def test_a_first_name_stays_in_what_nudge_said_of_requests_in_which_they_have_no_part() -> None:
    assert left_of_message("Will you deliver?", (), WILL, about=1) == "Will you deliver?"
    assert left_of_message("With Will.", (), WILL, about=12) == "With somebody."
    said = "With Will:\n*#1 · Acme*: Will you?\nWill it?\n*#12 · Acme*: a wish\nWith Will.\n\nWill Power"
    left = "With somebody:\n*#1 · Acme*: Will you?\nWill it?\n*#12 · Acme*: a wish\nWith somebody.\n\nsomebody"
    assert left_of_message(said, (), WILL) == left


def test_facts_and_keys_that_tell_of_a_mail_go() -> None:
    assert left_of_facts({"to": "jane@acme.example", "author": 2}) == {"author": 2}
    assert left_of_key("copy:<1@acme.example>", Purpose.COPY_QUESTION, 7) == "erased:7"
    assert left_of_key("card:12", Purpose.CARD, 7) == "card:12"


def test_what_went_adds_up() -> None:
    assert Gone(texts=1) + Gone(texts=2, edits=frozenset([7])) == Gone(texts=3, edits=frozenset([7]))
    assert not Gone()


def test_a_message_about_several_requests_goes_once() -> None:
    one, other = Gone(messages=frozenset([7, 8])), Gone(messages=frozenset([8, 9]))
    assert (one + other).messages == {7, 8, 9}

"""What somebody typed after `/nudge`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.command import (
    NUMBERED,
    Asked,
    AskedAbout,
    AwayAsked,
    BackAsked,
    Command,
    ForPerson,
    Named,
    Wish,
    Word,
    parse,
)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Wish("")),
        ("   \n ", Wish("")),
        ("help", Asked(Word.HELP)),
        (" LIST ", Asked(Word.LIST)),
        ("projects", Asked(Word.PROJECTS)),
        ("project", Asked(Word.PROJECT)),
        ("digest", Asked(Word.DIGEST)),
        ("show 12", Asked(Word.SHOW, 12)),
        ("show #12", Asked(Word.SHOW, 12)),
        ("show\t12", Asked(Word.SHOW, 12)),
        ("Log   7", Asked(Word.LOG, 7)),
        ("done 0012", Asked(Word.DONE, 12)),
        ("list all", Asked(Word.LIST, words="all")),
        ("promises", Asked(Word.PROMISES)),
        ("policy", Asked(Word.POLICY)),
        ("policy key-client", Asked(Word.POLICY, words="key-client")),
        ("policy On Site", Asked(Word.POLICY, words="On Site")),
        ("flag 12", Asked(Word.FLAG, 12)),
        ("flag #12 it &lt;burns&gt;", Asked(Word.FLAG, 12, "it <burns>")),
        ("flag #12: it burns", Asked(Word.FLAG, 12, "it burns")),
        ("why 12?", Asked(Word.WHY, 12)),
        ("flag", Asked(Word.HELP)),
        ("flag abc", Asked(Word.HELP)),
        ("show", Asked(Word.HELP)),
        ("done", Asked(Word.HELP)),
    ],
)
def test_a_known_word_with_what_it_takes_is_a_command(text: str, command: Command) -> None:
    assert parse(text) == command


@pytest.mark.parametrize(
    "text",
    [
        "list of prices, please",
        "show me the numbers",
        "show 12 to the client",
        "digest the report",
        "helpful people wanted",
        "acme please reach out",
        "#12",
        "@ somebody",
    ],
)
def test_anything_else_is_a_wish(text: str) -> None:
    assert parse(text) == Wish(text)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("<@U024BE7LH|bob> call Jane", ForPerson("U024BE7LH", "bob", "call Jane")),
        ("<@W024BE7LH>: call Jane", ForPerson("W024BE7LH", "", "call Jane")),
        ("<@U024BE7LH|bob>", ForPerson("U024BE7LH", "bob", "")),
        ("@bob call Jane", ForPerson(None, "bob", "call Jane")),
        ("@bob.brandt, call Jane", ForPerson(None, "bob.brandt", "call Jane")),
        ("@anna-lena: call", ForPerson(None, "anna-lena", "call")),
        ("@bob. Call Jane", ForPerson(None, "bob", "Call Jane")),
        ("@jürgen", ForPerson(None, "jürgen", "")),
    ],
)
def test_a_person_at_the_start_is_who_it_is_for(text: str, command: Command) -> None:
    assert parse(text) == command


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("acme <https://acme.example|the page> is &lt;slow&gt;", "acme the page (https://acme.example) is <slow>"),
        ("acme ask <@U1ABC|jane> &amp; <!channel>", "acme ask @jane & @channel"),
    ],
)
def test_words_are_read_as_they_were_seen(text: str, words: str) -> None:
    assert parse(text) == Wish(words)


@given(st.text(max_size=200) | st.sampled_from(Word).flatmap(lambda word: st.text(max_size=20).map(f"{word} ".__add__)))
def test_any_text_is_understood_somehow(text: str) -> None:
    command = parse(text)
    if isinstance(command, Asked):
        assert (command.number is not None) == (command.word in NUMBERED | {Word.FLAG})
    elif isinstance(command, AskedAbout):
        assert command.words or command.word is Word.LESSONS
    elif isinstance(command, ForPerson):
        assert command.slack_id or command.name
    elif isinstance(command, Wish):
        assert command.words or not text.strip()


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("away", AwayAsked(None, "", None)),
        ("Away 24 Dec - 6 Jan @pia", AwayAsked(None, "24 Dec - 6 Jan", Named(None, "pia"))),
        ("away <@U1ABC|bob> bis 6. Januar", AwayAsked(Named("U1ABC", "bob"), "bis 6. Januar", None)),
        ("away @bob 24.12. @pia", AwayAsked(Named(None, "bob"), "24.12.", Named(None, "pia"))),
        ("away 24 &amp; 25 Dec @pia", AwayAsked(None, "24 & 25 Dec", Named(None, "pia"))),
        ("back", BackAsked(None)),
        ("back @bob", BackAsked(Named(None, "bob"))),
        ("back on 7 Dec", Asked(Word.HELP)),
        ("back to Jane with an estimate, please", Wish("back to Jane with an estimate, please")),
    ],
)
def test_who_stands_before_the_days_is_away_and_who_stands_behind_looks_after_things(
    text: str, command: Command
) -> None:
    assert parse(text) == command


def test_long_hostile_text_is_read_at_once() -> None:
    for text in (
        "<" * 40_000,
        "<@U" + "A" * 40_000,
        "@" + "a." * 20_000,
        "show " + "9" * 40_000,
        "away @" + "a." * 20_000,
        "<a|" * 13_000,
    ):
        parse(text)


@pytest.mark.parametrize("typed", ["show -1", "show abc", "done 1234567890123", "done 5 6", "log"])
def test_a_word_that_misses_its_number_is_answered_with_help(typed: str) -> None:
    assert parse(typed) == Asked(Word.HELP)

"""Letters to clients: in their language, with what happens next and the date as they read it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.facts import RequestFacts
from bot.domain.offers import Loan
from bot.domain.request import Cause, Pending, State
from bot.texts.letter_words import LANGUAGES
from bot.texts.letters import language_of, letter, link
from tests.slack.hostile import assert_one_letter
from tests.texts.sample import BOB, DAY, PIA, T0, cycle, facts, promise, reached, request

NOW = T0 + timedelta(hours=1)
PROMISED = request(State.PROMISED, subject_key="more work", wish="RE: Re: More work")


def body(shown: RequestFacts) -> str:
    """The text of the letter."""
    assert shown.reached is not None
    return letter(shown, shown.reached, BOB, NOW).body


def test_a_letter_says_what_happens_next_and_by_when_in_english() -> None:
    said = body(facts(PROMISED))
    assert said.startswith("Hello Jane Miller,")
    assert "What happens next: speak to the three department heads." in said
    assert "You will hear from us by Thursday 26 November at 10:00." in said
    assert said.endswith("Kind regards\nBob Brandt")


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("de", "bis Donnerstag, 26. November um 10:00 Uhr"),
        ("fr", "le jeudi 26 novembre à 10:00"),
        ("es", "el jueves, 26 de noviembre a las 10:00"),
        ("it", "entro giovedì 26 novembre alle ore 10:00"),
        ("nl", "uiterlijk donderdag 26 november om 10:00 uur"),
        ("pt", "até quinta-feira, 26 de novembro às 10:00"),
        ("pl", "do 26 listopada (czwartek), godz. 10:00"),
        ("cs", "do 26. listopadu (čtvrtek), 10:00"),
        ("sv", "senast torsdag den 26 november kl. 10:00"),
        ("da", "senest torsdag den 26. november kl. 10:00"),
        ("nb", "senest torsdag 26. november kl. 10:00"),
        ("no", "senest torsdag 26. november kl. 10:00"),
        ("fi", "viimeistään torstaina 26. marraskuuta klo 10:00"),
        ("tr", "26 Kasım Perşembe, saat 10:00"),
    ],
)
def test_dates_stand_as_the_language_writes_them(language: str, date: str) -> None:
    assert date in body(facts(PROMISED, reached=reached(language=language)))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("state", [State.OPEN, State.PROMISED, State.WAITING])
def test_every_occasion_has_its_words_in_every_language(language: str, state: State) -> None:
    asked = request(cause=Cause.ASK_AGAIN, cycle=cycle(Cause.ASK_AGAIN))
    moved = replace(PROMISED, pending=Pending("call them", T0 + 400 * DAY))
    for shown in (request(state), asked, moved):
        for is_via in (False, True):
            said = body(facts(shown, reached=reached(language=language, is_via=is_via)))
            assert "{" not in said and "!" not in said
            assert "Jane Miller" in said
            assert len(said) < 600
            assert link(facts(shown, reached=reached(language=language, is_via=is_via)), BOB, NOW)


def test_a_moved_date_is_told_with_the_one_before_it_and_another_year_by_its_name() -> None:
    said = body(facts(replace(PROMISED, pending=Pending("call them", T0 + 40 * DAY))))
    assert "until Saturday 2 January 2027 at 10:00, rather than Thursday 26 November at 10:00 as announced" in said
    assert "call them" in said


def test_the_contacts_language_comes_before_the_countrys_and_that_before_our_own() -> None:
    assert language_of(reached(language="fr", country="DE", house_language="nl")) == "fr"
    assert language_of(reached(country="AT", house_language="nl")) == "de"
    assert language_of(reached(country="CH-GE")) == "fr"
    assert language_of(reached(country="CH-ZH")) == "de"
    assert language_of(reached(country="BE")) == "nl"
    assert language_of(reached(house_language="nl")) == "nl"
    assert language_of(reached(country="NO")) == "nb"


LENT = request(State.OPEN, owner_id=PIA.id, loan=Loan(BOB.id, T0, T0 + 10 * DAY))


def from_pia(language: str, back_on: date | None) -> str:
    """What the letter of whoever stands in for Bob begins with, below the greeting."""
    shown = facts(LENT, reached=reached(language=language), lender_back_on=back_on)
    assert shown.reached is not None
    return letter(shown, shown.reached, PIA, NOW).body.split("\n\n")[1]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Bob Brandt is away and back on Monday 7 December; "),
        ("de", "Bob Brandt ist zurzeit nicht im Haus und ab Montag, 7. Dezember wieder da; "),
        ("fr", "En l'absence de Bob Brandt, de retour le lundi 7 décembre, "),
        ("es", "En ausencia de Bob Brandt, que estará de vuelta el lunes, 7 de diciembre, "),
        ("it", "in assenza di Bob Brandt, che rientrerà lunedì 7 dicembre, "),
        ("nl", "Bob Brandt is afwezig en vanaf maandag 7 december weer bereikbaar; "),
        ("pt", "Na ausência de Bob Brandt, com regresso previsto para segunda-feira, 7 de dezembro, "),
        ("pl", "Bob Brandt jest obecnie poza biurem, powrót: 7 grudnia (poniedziałek); "),
        ("cs", "Bob Brandt je nyní mimo kancelář, návrat: 7. prosince (pondělí); "),
        ("sv", "Bob Brandt är borta och är tillbaka måndag den 7 december; "),
        ("da", "Bob Brandt er væk og er tilbage mandag den 7. december; "),
        ("nb", "Bob Brandt er borte og er tilbake mandag 7. desember; "),
        ("fi", "Bob Brandt on poissa ja palaa maanantaina 7. joulukuuta; "),
        ("tr", "Bob Brandt şu anda ofiste değil, 7 Aralık Pazartesi günü dönecek; "),
    ],
)
def test_whoever_stands_in_says_who_is_away_and_on_which_day_they_are_back(language: str, said: str) -> None:
    assert from_pia(language, date(2026, 12, 7)).startswith(said)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_where_nobody_knows_the_day_none_is_named(language: str) -> None:
    said = from_pia(language, None)
    assert "Bob Brandt" in said
    assert not any(sign in said for sign in "{}0123456789")


def test_who_speaks_a_language_without_letters_is_written_to_in_english() -> None:
    assert language_of(reached(language="ja", country="DE", house_language="de")) == "en"
    assert language_of(reached(country="JP", house_language="de")) == "en"
    assert language_of(reached(house_language="ja")) == "en"


def test_letters_are_written_in_a_dozen_languages() -> None:
    assert len(LANGUAGES) >= 12


def test_the_subject_answers_the_clients_mail_once() -> None:
    found = letter(facts(PROMISED), reached(), BOB, NOW)
    assert (found.to, found.bcc, found.subject) == (
        "jane@acme.example",
        "acme-inbox@agency.example",
        "Re: More work",
    )


def test_what_a_colleague_typed_is_no_subject_for_the_client() -> None:
    typed = request(wish="Jane is cross, somebody calm should ring her")
    assert letter(facts(typed), reached(language="de"), BOB, NOW).subject == "Ihre Anfrage"


def test_an_agency_between_us_reads_for_whom_the_letter_is() -> None:
    assert "\n\nVielen Dank" in body(facts(PROMISED, reached=reached(is_via=True, language="de")))
    said = body(facts(PROMISED, reached=reached(is_via=True)))
    assert said.startswith("Hello,\n\nThis is about the request of Jane Miller, Acme GmbH.")


@pytest.mark.parametrize("sign", ["w", "ü", "日", "😀", "&bcc=spy@evil.example\r\n"])
def test_long_words_are_cut_until_the_link_fits(sign: str) -> None:
    shown = replace(PROMISED, wish=sign * 300, promise=promise(what=sign * 3000))
    found = link(
        facts(shown, contact_name=sign * 200, reached=reached(language="fr")), replace(BOB, name=sign * 90), NOW
    )
    assert found is not None
    assert_one_letter(found)

"""Subjects and their prefixes."""

import pytest

from bot.mail import bare_subject, normalised_subject


@pytest.mark.parametrize(
    "subject",
    [
        "Budget Q3",
        "Re: Budget Q3",
        "RE: FW: re: Budget   Q3 ",
        "AW: WG: Budget Q3",
        "[EXT] Fwd: Budget Q3",
        "[EXTERNAL] [SPAM] Re: Budget Q3",
        "TR : Budget Q3",
        "RV: Budget Q3",
        "Re[2]: Budget Q3",
        "Re (3): Fwd(2): Budget Q3",
        "Re:Fwd:Budget Q3",
        "SV: VB: VS: Budget Q3",
        "Odp: PD: Budget Q3",
        "YNT: İLT: Budget Q3",
        "ΑΠ: ΠΡΘ: Budget Q3",
        "回复：转发: Budget Q3",
        "答复: 轉寄: Budget Q3",
        "회신: 전달: Budget Q3",
        "RES: ENC: Budget Q3",
        "R: I: Budget Q3",
        "Ответ: Пересл: Budget Q3",
        "השב: הועבר: Budget Q3",
        "رد: إعادة توجيه: Budget Q3",
        "EXTERNAL: Re: BUDGET q3",
        "\u200fRe: Budget\u00a0Q3",
    ],
)
def test_prefixes_are_nothing_to_compare(subject: str) -> None:
    assert normalised_subject(subject) == "budget q3"


@pytest.mark.parametrize(
    "subject", ["[Portal] budget", "note: budget", "budget re: portal", "12:30 lunch", "reply", "https://a.example"]
)
def test_words_of_the_client_stay(subject: str) -> None:
    assert normalised_subject(subject) == subject.casefold()


def test_the_bare_subject_keeps_its_case() -> None:
    assert bare_subject("Fwd: Angebot für  Müller") == "Angebot für Müller"


@pytest.mark.parametrize("subject", ["", "Re:", "[EXT]", "Re: Fwd: "])
def test_a_subject_of_prefixes_alone_is_empty(subject: str) -> None:
    assert normalised_subject(subject) == ""

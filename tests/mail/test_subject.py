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
        "[External Sender] Budget Q3",
        "{External} Re: Budget Q3",
        "<External> Budget Q3",
        "<<EXTERNAL>> Budget Q3",
        "[External] - Budget Q3",
        "[EXTERNAL EMAIL]: Budget Q3",
        "[WARNING: External] Budget Q3",
        "[Externe E-Mail] AW: Budget Q3",
        "[Correo externo] RV: Budget Q3",
        "【外部邮件】 Budget Q3",
        "EXTERNAL SENDER: Budget Q3",
        "*** SPAM *** Budget Q3",
        "*****SPAM***** Re: Budget Q3",
        "{Spam?} Budget Q3",
        "[SPAM: 8.1] Budget Q3",
        "[!!SPAM!!] Budget Q3",
        "RE（2）: Budget Q3",
        "Re（2）：Budget Q3",
        "Antw. Budget Q3",
        "Antw.: Budget Q3",
        "Odp.: Budget Q3",
        "YNT.: Budget Q3",
        "V: Budget Q3",
        "Vá: Budget Q3",
        "Ref: Budget Q3",
        "Réf. : Budget Q3",
        "RIF: Re: Budget Q3",
        "ref: re: Budget Q3",
        "[Fwd: Budget Q3]",
        "Fwd: [Fwd: Budget Q3]",
        "Budget Q3 (fwd)",
        "ＲＥ： Ｂｕｄｇｅｔ Ｑ３",
    ],
)
def test_prefixes_are_nothing_to_compare(subject: str) -> None:
    assert normalised_subject(subject) == "budget q3"


@pytest.mark.parametrize(
    "subject",
    [
        "[Portal] budget",
        "note: budget",
        "budget re: portal",
        "12:30 lunch",
        "reply",
        "https://a.example",
        "I: am late",
        "I: would like a quote",
        "I: Design, II: Build",
        "i: budget",
        "r: budget",
        "Ref: 4711 portal",
        "Ref: PO-17",
        "Ref: your invoice",
        "RIF: 4711/2025",
        "Warning: the site is down",
        "Achtung: Serverausfall",
        "Secure: the new login",
        "Spam: our filter eats your mails",
        "[Warning] disk full",
        "<b> tags are shown",
        "(external contractors) rates",
        "*new* portal",
        "Re. your invoice",
    ],
)
def test_words_of_the_client_stay(subject: str) -> None:
    assert normalised_subject(subject) == subject.casefold()


def test_the_bare_subject_keeps_its_case() -> None:
    assert bare_subject("Fwd: Angebot für  Müller") == "Angebot für Müller"


def test_what_programs_write_differently_is_the_same_conversation() -> None:
    assert normalised_subject("Bob’s\u200b plan") == normalised_subject("RE: Bob's plan")


@pytest.mark.parametrize("piece", ["ref: ", "[fwd: ", "[", "*", "I: ", "V:", "[EXT] - ", "{{{{", "RE（2）:"])
def test_a_subject_of_any_length_is_read(piece: str) -> None:
    assert normalised_subject(piece * 20_000) is not None


@pytest.mark.parametrize("subject", ["", "Re:", "[EXT]", "Re: Fwd: "])
def test_a_subject_of_prefixes_alone_is_empty(subject: str) -> None:
    assert normalised_subject(subject) == ""

"""What is noise, and what only looks like it."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail.noise import Noise, noise_of
from tests.mail.test_hostile import MAILS, steps

AUTO, AWAY, REPORT, THANKS = Noise.AUTO_REPLY, Noise.OUT_OF_OFFICE, Noise.DELIVERY_REPORT, Noise.THANKS
ANSWER = Noise.ANSWER_TO_INVITATION
BOTH = "Could you send the quote by Friday?"
REPORT_TYPE = "multipart/report; report-type=delivery-status; boundary=x"


def noise(subject: str, text: str, headers: Mapping[str, str] | None = None) -> Noise | None:
    return noise_of(subject=subject, text=text, headers=headers or {})


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Auto-Submitted": "auto-replied"}, AUTO),
        ({"auto-submitted": "Auto-Replied; owner-email=x"}, AUTO),
        ({"X-Autoreply": "yes"}, AUTO),
        ({"X-Autoresponder": "1"}, AUTO),
        ({"Precedence": "auto_reply"}, AUTO),
        ({"Return-Path": "<>", "X-Auto-Response-Suppress": "All"}, AUTO),
        ({"Return-Path": "<>", "Auto-Submitted": "auto-generated"}, AUTO),
        ({"Content-Type": REPORT_TYPE}, REPORT),
        ({"Content-Type": 'Multipart/Report; report-type="disposition-notification"'}, REPORT),
        ({"X-Failed-Recipients": "jane@acme.example", "Auto-Submitted": "auto-generated"}, REPORT),
        ({"X-Failed-Recipients": "jane@acme.example", "Return-Path": "<>"}, REPORT),
        ({"X-Failed-Recipients": "jane@acme.example"}, None),
        ({"X-Auto-Response-Suppress": "OOF"}, None),
        ({"Return-Path": "<>", "X-Auto-Response-Suppress": "OOF"}, None),
        ({"Precedence": "bulk", "X-Auto-Response-Suppress": "OOF"}, None),
        ({}, None),
        ({"Auto-Submitted": "no"}, None),
        ({"X-Autoreply": "no"}, None),
        ({"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}, None),  # a client's ticket system
        ({"Precedence": "bulk"}, None),
        ({"Precedence": "list"}, None),
        ({"Return-Path": "<>"}, None),
        ({"Return-Path": "<jane@acme.example>", "X-Auto-Response-Suppress": "OOF"}, None),
        ({"Content-Type": "multipart/mixed; boundary=report"}, None),
    ],
)
def test_headers_tell_first_and_one_that_people_send_too_tells_nothing(
    headers: Mapping[str, str], expected: Noise | None
) -> None:
    assert noise("Re: Portal", BOTH, headers) is expected


def test_a_hint_in_the_headers_and_words_that_say_away_are_enough() -> None:
    text = "I am out of the office until Monday."
    assert noise("Portal", text, {"Return-Path": "<>"}) is AWAY
    assert noise("Portal", text + " Could you call Pia before that?", {"Precedence": "bulk"}) is None
    assert noise("Portal", text) is None
    assert noise("Portal", text, {"X-Auto-Response-Suppress": "OOF, AutoReply"}) is None, "asks others not to reply"


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("Automatic reply: Portal", "I have received your message.", AUTO),
        ("Automatic reply: Portal", "I am out of the office. Anything urgent? Ask Pia.", AWAY),
        ("[EXT] Automatic reply: Re: Portal", "", AUTO),
        ("Automatische Antwort: Angebot", "Ich bin bis Montag nicht im Büro.", AWAY),
        ("Réponse automatique : Portail", "Je suis absente du bureau jusqu’au 5 mai.", AWAY),
        ("Respuesta automática: Portal", "Estoy de vacaciones hasta el lunes.", AWAY),
        ("Risposta automatica: Portale", "Sono in ferie fino a lunedì.", AWAY),
        ("Automatisch antwoord: Portaal", "Ik ben op vakantie.", AWAY),
        ("Resposta automática: Portal", "Estou de férias.", AWAY),
        ("Odpowiedź automatyczna: Portal", "Jestem na urlopie do poniedziałku.", AWAY),
        ("Автоматический ответ: Портал", "Я в отпуске до понедельника.", AWAY),
        ("Автоматична відповідь: Портал", "Я у відпустці.", AWAY),
        ("Automatická odpověď: Portál", "Jsem na dovolené.", AWAY),
        ("Autosvar: Portalen", "Jag är på semester.", AWAY),
        ("Automatisk svar: Portalen", "Jeg holder ferie.", AWAY),
        ("Automaattinen vastaus: Portaali", "Olen lomalla.", AWAY),
        ("Otomatik Yanıt: Portal", "Yıllık izindeyim.", AWAY),
        ("OTOMATİK YANIT: PORTAL", "", AUTO),
        ("自動応答: ポータル", "休暇中です。", AWAY),
        ("自动答复：门户", "我正在休假。", AWAY),
        ("자동 회신: 포털", "휴가 중입니다.", AWAY),
        ("Abwesenheitsnotiz", "Ihre Nachricht ist eingegangen.", AWAY),
        ("Abwesenheit: Jane Doe", "Ich bin im Urlaub und ab Montag wieder erreichbar.", AWAY),
        ("Out of Office AutoReply: Portal", "Back on Monday.", AWAY),
        ("Out of office", "I'm away until Monday.", AWAY),
        ("Undelivered Mail Returned to Sender", "This is the mail system.", REPORT),
        ("failure notice", "Sorry, I could not deliver it.", REPORT),
        ("Undeliverable: Portal", "jane@acme.example: user unknown", REPORT),
        ("Unzustellbar: Angebot", "550 5.1.1 unbekannt", REPORT),
        ("Non remis : Portail", "jane@acme.example", REPORT),
        ("Mail delivery failed: returning message to sender", "", REPORT),
    ],
)
def test_a_subject_as_programs_write_it_is_noise(subject: str, text: str, expected: Noise) -> None:
    assert noise(subject, text) is expected


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatic reply feature for the portal", "We would like one."),
        ("Automatic reply: the wording", "Could you change it to 'we are closed'?"),
        ("Re: Automatic reply: Portal", "I am back. Please call me."),
        ("Fwd: Automatic reply: Portal", "He is out of the office; who takes over"),
        ("Automatische Antworten auf unserer Seite", "Bitte einbauen."),
        ("Autosvar på sidan", "Kan ni bygga det."),
        ("Out of office hours support", "We need it from May."),
        ("Out of office: who looks after us", "Bob told us to ask."),
        ("Out of office", "Who looks after us while you are out of the office?"),
        ("Abwesenheit: Vertretung im Mai", "Bitte sagt uns, wen wir anrufen."),
        ("Urlaub", "Wir bräuchten noch den Kalender für das Portal."),
        ("Vacation planner", "It shows the wrong month."),
        ("Undeliverable: our letters", "Please print them again."),
        ("Undeliverable: our letters", "Could jane@acme.example have them?"),
        ("Delivery failure of the second lot", "Where is it"),
        ("Mail delivery failed in the portal", "The form sends nothing."),
        ("Portal", "I am out of the office until Monday, so please send the quote to Pia."),
        ("", ""),
        ("Fwd: ", ""),
    ],
)
def test_what_a_person_may_have_written_is_no_noise(subject: str, text: str) -> None:
    assert noise(subject, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "Thank you so much 🙏🏽",
        "THANKS A LOT!!!",
        "Perfect, thank you 🙏",
        "Great, thanks for the quick reply!",
        "Got it. Thanks for letting me know :)",
        "Hi Bob, thanks!",
        "Hi Bob,\n\nmany thanks for your help.\n\nBest regards\nJane Doe",
        "Thanks,\nTom",
        "Super, thanks! Cheers, Tom",
        "Thanks!\n\n-- \nJane Doe\nHead of Sales\n14.05.2025",
        "Thanks!\n\nKind regards\n\nJane Doe\nHead of Sales, Acme GmbH\nTel.: +49 30 2021 34\nwww.acme.example",
        "Thanks!\n\nSent from my iPhone",
        "Thanks!\n\nOn Wed, 14 May 2025 at 09:31, Bob <bob@agency.example> wrote:\n> When do you need it?",
        "Vielen Dank",
        "Danke dir, super",
        "Hallo Bob,\n\nvielen Dank für die schnelle Rückmeldung!\n\nViele Grüße\nJane",
        "Alles klar, danke. VG Jane",
        "Merci beaucoup !",
        "Bonjour Bob,\nC’est parfait, merci pour votre retour.\nCordialement,\nJeanne Dupont",
        "Muchas gracias, perfecto.",
        "Grazie mille!",
        "Bedankt, top!",
        "Muito obrigada pela ajuda.",
        "Dziękuję bardzo!",
        "Спасибо большое!",
        "Дякую за відповідь",
        "Moc děkuji!",
        "Tack så mycket!",
        "Mange tak",
        "Tusen takk for hjelpen",
        "Kiitos avusta!",
        "Çok teşekkürler, harika.",
        "Köszönöm szépen!",
        "ありがとうございます。",
        "承知しました。ありがとうございます！",
        "收到，谢谢！",
        "谢谢\n此致\n敬礼",
        "감사합니다.",
        "תודה רבה!",
        "شكراً جزيلاً",
        "धन्यवाद",
    ],
)
def test_thanks_and_nothing_else_are_noise(text: str) -> None:
    assert noise("Re: Portal", text) is THANKS


NAMES = ("Jane Doe", "María Gómez", "张三", "Bob Keller", "Dana Weber")
NOTICE = "This e-mail and any attachments are confidential.\nIf you are not the intended recipient, delete it?"


@pytest.mark.parametrize(
    "text",
    [
        "Thank you!\n\nJane",
        "Thanks!\nJane",
        "¡Gracias!\n\nJane",
        "¡Muchas gracias!\n\nMaría",
        "谢谢！\n张三",
        "Thanks Bob!",
        "Vielen Dank, Bob!\n\nViele Grüße\nJane Doe",
        "Danke dir, Dana! LG, Jane",
        f"Thank you, Dana!\n\nKind regards\nJane Doe\nAcme GmbH\nTel. +49 30 1234\n\n{NOTICE}",
    ],
)
def test_thanks_to_somebody_known_from_somebody_known_are_noise(text: str) -> None:
    assert noise_of(subject="Re: Portal", text=text, headers={}, names=NAMES) is THANKS


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!\nFriday",
        "Jane",
        "Thanks, Bob calls Dana",
        "Thanks Bob!\nJane\nPlease send the quote",
        "Thanks!\nInvoice 4711",
        f"Thanks! Send the quote.\n\n{NOTICE}",
        NOTICE,
    ],
)
def test_names_do_not_make_a_wish_noise(text: str) -> None:
    assert noise_of(subject="Re: Portal", text=text, headers={}, names=NAMES) is None


@pytest.mark.parametrize(
    "text",
    [
        "Thanks?",
        "Thanks, and when do we hear from you?",
        "Thanks, Friday works.",
        "Thanks!\nFriday",
        "Thanks,\nFriday",
        "Thanks Friday",
        "Thanks in advance!",
        "Vielen Dank im Voraus",
        "Merci d'avance",
        "No thanks",
        "Yes, thanks",
        "Ja, danke",
        "Nein danke",
        "Tak",  # a Dane's thanks, a Pole's yes
        "OK",
        "Perfect",
        "👍",
        "Thanks 👎",
        "Thanks :(",
        "Quick update, thanks",
        "Thanks. 14.05.2025",
        "Thanks, 10 more please",
        "Danke, bitte so umsetzen",
        "Danke\n\nViele Grüße\nJane\n\nPS: Der Export fehlt noch",
        "Thanks!\n\nBest regards\nJane\nPlease call me back",
        "Thanks!\n\nBest regards\nJane\nMonday 14.05.2025",
        "Danke!\n\nViele Grüße\nJane\nBitte Rückruf",
        "Thanks for nothing",
        "Thanks for the quote, we accept",
        "Thanks! https://acme.example/new-brief",
        "谢谢，请尽快报价",
        "谢谢，周五可以吗？",
        "ありがとうございます。見積もりをお願いします。",
        "Ευχαριστώ, πότε;",
        "Hi Bob,",
        "Best regards\nJane",
        "> Thanks!",
        "谢谢，请把报价发来",
        "谢谢，\n报价",
        "谢谢！此致，报价",
        "谢谢\n祝好\n发报价单",
        "謝謝\n祝好\n請 報價 發來",
        "ありがとうございます。\n見積",
        "감사합니다\n좋은 하루 되세요\n견적 요청",
        "תודה,\nשלח",
        "תודה\nבברכה\nשלח הצעה",
        "شكراً\nتحياتي\nأرسل",
        "ขอบคุณครับ ส่งราคา",
        "धन्यवाद, भाव भेजो",
        "Thanks,\nInvoice",
        "Danke,\nRechnung",
        "Merci\nCordialement\nFacture",
        "Thanks " * 200,
    ],
)
def test_a_word_more_than_thanks_is_no_noise(text: str) -> None:
    assert noise("Re: Portal", text) is None


@pytest.mark.parametrize(
    ("subject", "headers", "expected"),
    [
        ("Please send us the quote", {}, None),
        ("Fwd: Please send us the quote", {}, None),
        ("Please send us the quote", {"In-Reply-To": "<1@agency.example>"}, THANKS),
        ("AW: Angebot", {}, THANKS),
        ("Danke!", {}, THANKS),
        ("", {}, THANKS),
    ],
)
def test_thanks_answer_something_or_the_wish_may_be_the_subject(
    subject: str, headers: Mapping[str, str], expected: Noise | None
) -> None:
    assert noise(subject, "Danke!", headers) is expected


READ_BODY = """Your message

   To: Bob Brandt
   Subject: Portal
   Sent: Monday, 3 May 2025 09:00

was read on Monday, 3 May 2025 10:00."""
GELESEN = """Ihre Nachricht
 An: Jane Doe
 Betreff: Angebot
 Gesendet: Montag, 5. Mai 2025 09:00
wurde am Montag, 5. Mai 2025 09:10 gelesen."""


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("Read: Portal", "", REPORT),
        ("Read: Portal", READ_BODY, REPORT),
        ("Read: RE: Portal", READ_BODY.replace("Portal", "RE: Portal"), REPORT),
        ("Gelesen: Angebot", GELESEN, REPORT),
        ("Lu : Portail", "", REPORT),
        ("Leído: Portal", "", REPORT),
        ("Przeczytane: Portal", "", REPORT),
        ("已读: 门户", "", REPORT),
        ("Return Receipt (displayed) - Portal", "", REPORT),
        ("Accepted: Portal", "", ANSWER),
        ("[EXT] Accepted: Portal", "Thanks!", ANSWER),
        ("Zugesagt: Portal", "", ANSWER),
        ("Zugesagt: Portal", "Viele Grüße\nJane Doe", ANSWER),
        ("Tentative: Portal", " \n", ANSWER),
        ("Mit Vorbehalt: Portal", "", ANSWER),
        ("Accepté : Portail", "", ANSWER),
        ("承諾: ポータル", "", ANSWER),
        ("Declined: Portal", "", ANSWER),
        ("Declined: Portal", "I am on holiday then, could we do Friday?", None),
        ("Declined: Portal", "Friday works", None),
        ("Abgelehnt: Portal", "Der Termin passt nicht", None),
        ("Accepted: your quote", "We accept the quote.", None),
        ("Accepted", "", None),
        ("Accepted proposals", "", None),
        ("Re: Accepted: Portal", "", None),
        ("Read: the new brief", "Please read the brief.", None),
        ("Read: Portal", "Read this\nSubject: Shop\nSent: Monday", None),
        ("Read: Portal", READ_BODY + "\n\nWhen do we hear from you?", None),
    ],
)
def test_receipts_and_answers_to_invitations_are_noise_where_they_say_nothing_else(
    subject: str, text: str, expected: Noise | None
) -> None:
    assert noise(subject, text) is expected


@given(subject=MAILS, text=MAILS, headers=st.dictionaries(st.text(max_size=20), MAILS, max_size=4))
@settings(max_examples=200, deadline=None)
def test_no_input_raises(subject: str, text: str, headers: Mapping[str, str]) -> None:
    assert noise(subject, text, headers) in (None, *Noise)


@pytest.mark.parametrize(
    "piece", ["thanks ", "Thanks!\n", "Best regards\n", "İ", "ﷺ", "5.1.1 ", "> thanks\n", "?", "a@b.c "]
)
def test_four_times_the_mail_takes_four_times_the_steps(piece: str) -> None:
    small, large = (steps(lambda text: noise(text, text), piece * count) for count in (200, 800))
    assert large <= 4.5 * small + 2_000

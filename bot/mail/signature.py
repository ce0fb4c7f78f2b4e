"""Signatures: the lines below `-- `, and what telephones add by themselves."""

from bot.mail.lines import reading

_DELIMITERS = ("--", "—", "__")
_FOOTERS = """
sent from my; get outlook for; sent from outlook; sent with proton; sent via; sent from mail for;
  sent from yahoo mail; sent from samsung; sent from proton; sent with spark; sent from gmail;
  sent from a mobile;
von meinem; gesendet von; gesendet mit; diese nachricht wurde von meinem;
  mit freundlichen grüßen gesendet von; holen sie sich outlook für; outlook für; von outlook für;
  mein gerät gesendet;
envoyé de mon; envoyé depuis; envoyé à partir de; télécharger outlook pour; obtenir outlook pour;
  provenance :;
enviado desde mi; enviado desde; obtener outlook para; enviado con; enviado do meu; enviado de;
  obter o outlook para; enviado a partir; enviado do email; enviado do e-mail;
inviato da; inviato dal mio; ottieni outlook per; scarica outlook per;
verzonden vanaf; verstuurd vanaf; verzonden met; outlook voor; download outlook voor; verzonden vanuit;
skickat från; skickades från; hämta outlook för; sendt fra; hent outlook til; få outlook for;
  hent outlook for; lähetetty; hanki outlook;
wysłano z; wysłane z; pobierz aplikację outlook; odesláno z; odoslané z; odesláno ze;
  získat outlook pro; poslano s; poslano z; küldve az; elküldve az; trimis de pe; obțineți outlook;
  στάλθηκε από; εστάλη από; απεσταλμένο από;
отправлено с; отправлено из; надіслано з; відправлено з; изпратено от; послано са; скачать outlook;
  отримати outlook;
iphone'umdan gönderildi; iphone'dan gönderildi; benden iphone; android için outlook;
iphoneから送信; 从我的iphone发送; 发自我的; 從我的 iphone 傳送; 나의 iphone에서; 내 iphone에서; نشر من;
  أُرسلت من; أرسلت من; נשלח מה; נשלח מ; dikirim dari; đã gửi từ; ส่งจาก;
"""
_STARTS = tuple(" ".join(part.split()) for part in _FOOTERS.split(";") if part.strip())
_FOOTER_AT_MOST = 80
_LOOK_BACK = 3


def without_signature(lines: list[str]) -> list[str]:
    """Return the lines above the signature, and without a telephone's footer at the end."""
    for at, line in enumerate(lines):
        if line[:2] in _DELIMITERS and line.strip() in _DELIMITERS:
            lines = lines[:at]
            break
    return _without_footer(lines)


def _without_footer(lines: list[str]) -> list[str]:
    """Cut at the highest footer that has nothing but a line or two, or more footers, below it."""
    end = len(lines)
    while True:
        while end > 0 and not lines[end - 1].strip():
            end -= 1
        footers = [at for at in range(end - 1, max(end - 1 - _LOOK_BACK, -1), -1) if is_footer(lines[at])]
        if not footers:
            return lines[:end]
        end = footers[0]


def is_footer(line: str) -> bool:
    """Whether the line is what a telephone or an app writes below a mail ("Sent from my …")."""
    text = reading(line).casefold()
    return 0 < len(text) <= _FOOTER_AT_MOST and text.lstrip("<[").startswith(_STARTS)

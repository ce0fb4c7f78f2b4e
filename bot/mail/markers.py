"""Lines that mail programs write above (and some below) a forwarded mail."""

from bot.mail.labels import key_of
from bot.mail.lines import reading

# Sentences without dashes (Apple Mail, MailMate and others), one language a paragraph; a line that is indented goes on.
_SENTENCES = """
begin forwarded message; forwarded message; forwarded email; original message;
  start of forwarded message; forwarded mail; begin forwarded email;
anfang der weitergeleiteten nachricht; anfang der weitergeleiteten e-mail; weitergeleitete nachricht;
  ursprüngliche nachricht; originalnachricht; weitergeleitete e-mail;
  beginn der weitergeleiteten nachricht;
début du message réexpédié; début du message transféré; message transféré; message transmis;
  message d'origine; message réexpédié; message original; e-mail transféré; courriel transféré;
inicio del mensaje reenviado; mensaje reenviado; mensaje original; comienzo del mensaje reenviado;
  correo reenviado;
início da mensagem encaminhada; início da mensagem reencaminhada; mensagem encaminhada;
  mensagem reencaminhada; mensagem original;
inizio messaggio inoltrato; inizio del messaggio inoltrato; messaggio inoltrato; messaggio originale;
  inizio messaggio rinviato;
begin doorgestuurd bericht; doorgestuurd bericht; oorspronkelijk bericht; origineel bericht;
  start doorgestuurd bericht; begin van doorgestuurd bericht;
vidarebefordrat brev; början på vidarebefordrat brev; vidarebefordrat meddelande;
  ursprungligt meddelande; startar vidarebefordrat brev; originalmeddelande;
  början på vidarebefordrat meddelande; vidarebefordrat mejl;
start på videresendt besked; videresendt besked; videresendt meddelelse; oprindelig meddelelse;
  begynd videresendt besked; oprindelig besked; videresendt mail;
start på videresendt melding; videresendt melding; videresendt e-post; opprinnelig melding;
  begynn videresendt melding; videresendt beskjed; begynnelse på videresendt melding;
välitetty viesti; välitetty viesti alkaa; alkuperäinen viesti; alkaa välitetty viesti;
  edelleenlähetetty viesti; välitetyn viestin alku;
początek przekazywanej wiadomości; wiadomość przekazana; przekazana wiadomość; wiadomość oryginalna;
  początek przekazanej wiadomości; oryginalna wiadomość; początek wiadomości przekazanej dalej;
  przesłana wiadomość; treść przekazanej wiadomości;
začátek přeposílané zprávy; začátek přeposlané zprávy; přeposlaná zpráva; původní zpráva;
  začátek předávané zprávy; předaná zpráva; přeposílaná zpráva; původní e-mail;
začiatok preposlanej správy; preposlaná správa; pôvodná správa; začiatok preposielanej správy;
  odovzdaná správa; preposlaný e-mail;
začetek posredovanega sporočila; posredovano sporočilo; izvirno sporočilo; prvotno sporočilo;
započni proslijeđenu poruku; početak proslijeđene poruke; proslijeđena poruka; izvorna poruka;
  originalna poruka; prosljeđena poruka; početak prosljeđene poruke;
почетак прослеђене поруке; прослеђена порука; оригинална порука; prosleđena poruka;
  početak prosleđene poruke;
начало на препратеното съобщение; препратено съобщение; оригинално съобщение; първоначално съобщение;
начало переадресованного сообщения; пересылаемое сообщение; перенаправленное сообщение;
  исходное сообщение; пересланное сообщение; начало пересылаемого сообщения; переадресованное сообщение;
  оригинальное сообщение; начало перенаправленного сообщения; начало пересланного сообщения;
початок переадресованого повідомлення; переслане повідомлення; початок пересланого повідомлення;
  оригінальне повідомлення; початкове повідомлення; переадресоване повідомлення; вихідне повідомлення;
  початок листа, що пересилається; повідомлення, що пересилається; перенаправлене повідомлення;
пачатак перасланага паведамлення; перасланае паведамленне;
továbbított levél kezdete; továbbított üzenet kezdete; továbbított üzenet; eredeti üzenet;
  továbbított levél; a továbbított üzenet kezdete;
începutul mesajului redirecționat; mesaj redirecționat; mesaj original; începe mesajul redirecționat;
  mesajul redirecționat; mesaj retransmis; mesaj transmis; mesajul original; mesaj înaintat;
  începutul mesajului retransmis;
έναρξη προωθημένου μηνύματος; προωθημένο μήνυμα; αρχικό μήνυμα; αρχή προωθημένου μηνύματος;
  αρχή προωθούμενου μηνύματος; προωθούμενο μήνυμα;
iletilmiş mesajın başlangıcı; iletilen ileti; iletilen mesaj; orijinal mesaj; özgün ileti;
  iletilen iletinin başlangıcı; yönlendirilen mesaj; i̇letilmiş ileti; i̇letilen mesaj;
  i̇letilmiş mesaj; orijinal ileti; yönlendirilmiş mesaj; iletilen e-posta; iletinin başlangıcı;
inici del missatge reenviat; missatge reenviat; missatge original; comença el missatge reenviat;
birzidalitako mezua; jatorrizko mezua; mensaxe reenviada; mensaxe orixinal;
edastatud kiri; edastatud sõnum; algne kiri; edastatud kirja algus; pārsūtīta ziņa;
  pārsūtītais ziņojums; sākotnējais ziņojums; persiųstas laiškas; persiųsta žinutė; pirminis laiškas;
  persiųsto laiško pradžia;
áframsend skilaboð; áframsendur póstur; upphafleg skilaboð;
転送されたメッセージ; 転送メッセージ; 元のメッセージ; 転送メール; 以下、転送されたメッセージ;
  以下は転送されたメッセージです; 元メッセージ; 転送されたメール; 転送されてきたメール; 以下転送メール;
  以下、転送メール; 転送元のメッセージ;
下面是被转发的邮件; 以下是转发的邮件; 转发的邮件; 原始邮件; 转发邮件; 转发邮件信息; 转发信息; 原邮件;
  邮件原件; 被转发邮件信息; 已转发邮件; 以下为转发邮件; 开始转发的邮件;
以下是被轉寄的郵件; 轉寄的郵件; 轉寄郵件; 原始郵件; 轉寄信件; 開始轉寄郵件; 已轉寄的郵件; 轉寄的信件;
  開始轉寄信件; 轉寄訊息; 原始信件; 以下為轉寄郵件;
전달된 메시지; 전달된 메시지 시작; 원본 메시지; 전달한 메시지; 전달된 메일; 원본 메일; 전달 메시지;
  다음은 전달된 메시지입니다; 아래는 전달된 메시지입니다; 원본 이메일;
תחילת ההודעה שהועברה; הודעה שהועברה; הודעה מקורית; הודעה מועברת; התחלת הודעה שהועברה;
  להלן הודעה שהועברה; תחילת הודעה שהועברה;
بداية الرسالة المحولة; بدء الرسالة المحولة; رسالة محولة; الرسالة الأصلية; رسالة معاد توجيهها;
  الرسالة المُعاد توجيهها; بدء الرسالة المعاد توجيهها; رسالة أصلية; بداية الرسالة المعاد توجيهها;
  الرسالة المحولة; رسالة مُعاد توجيهها; رسالة تم تحويلها; ---رسالة محولة;
آغاز پیام هدایت‌شده; پیام ارجاع شده; پیام اصلی; پیام فوروارد شده; پیام هدایت شده; شروع پیام ارجاع‌شده;
  پیام بازارسال شده;
अग्रेषित संदेश; मूल संदेश; अग्रेषित संदेश प्रारंभ; ফরওয়ার্ড করা বার্তা;
ข้อความที่ส่งต่อ; ข้อความต้นฉบับ; เริ่มข้อความที่ส่งต่อ; จดหมายที่ส่งต่อ;
bắt đầu thư được chuyển tiếp; thư được chuyển tiếp; thư đã chuyển tiếp; tin nhắn gốc; thư gốc;
  tin nhắn đã chuyển tiếp; bắt đầu chuyển tiếp tin nhắn; tin nhắn được chuyển tiếp;
mulai pesan yang diteruskan; pesan terusan; pesan yang diteruskan; pesan asli; awal pesan terusan;
  mula mesej dikemukakan; mesej yang dimajukan; mesej asal; mesej dikemukakan; memulai pesan terusan;
trosglwyddwyd neges; neges a anfonwyd ymlaen; deurgestuurde boodskap; oorspronklike boodskap;
  mesazh i përcjellë;
გადაგზავნილი წერილი; վերահասցեավորված նամակ; переадресацияланған хат; дамжуулсан зурвас;
"""

# Pieces of words that say "end" where a program closes the forwarded mail with a line of its own.
_ENDINGS = """
end; ende; fin; fine; fim; einde; slut; slutt; loppu; koniec; konec; kraj; конец; кінець; край; крај;
завершение; vége; sfârșit; τέλος; son; sonu; final; 終わり; 結束; 结束; 끝; סוף; نهاية; پایان
"""

RULES = "-_=*~—–―─━‐‑‒·•#+"
"""Characters that programs draw rules with."""

_MARKER_AT_MOST = 200
_RULE_AT_LEAST = 3

_SENTENCE_KEYS = frozenset(key_of(sentence) for sentence in _SENTENCES.split(";") if sentence.strip())
_ENDING_WORDS = frozenset(word.strip() for word in _ENDINGS.replace("\n", " ").split(";"))


def _core(text: str) -> str:
    return text.strip(" :：.…>" + RULES)


def is_rule(line: str) -> bool:
    """Whether the line is nothing but a drawn rule, as Outlook and KMail put around mails."""
    text = reading(line)
    return len(text) >= _RULE_AT_LEAST and not text.strip(RULES + " ")


def is_dashed_marker(line: str) -> bool:
    """Whether the line is words behind a drawn rule (`--- … ---`): a marker in any language when headers follow."""
    text = reading(line)
    if len(text) > _MARKER_AT_MOST or len(text) - len(text.lstrip(RULES)) < _RULE_AT_LEAST:
        return False
    return any(c.isalpha() for c in _core(text))


def is_known_marker(line: str) -> bool:
    """Whether the words of the line are a marker of the table, with a rule or without."""
    text = reading(line)
    return len(text) <= _MARKER_AT_MOST and key_of(_core(text)) in _SENTENCE_KEYS


def is_end_marker(line: str) -> bool:
    """Whether a program closes the forwarded mail here (`----- End forwarded message -----`)."""
    return is_dashed_marker(line) and not _ENDING_WORDS.isdisjoint(_core(reading(line)).casefold().split())


def marker_above(lines: list[str], start: int, depth: int) -> int | None:
    """Return the line of the marker that belongs to a header block at `start`; None where the block has none.

    Blank lines and drawn rules may stand between. A sentence that ends in a colon inside the same quotation is a
    marker too: Apple Mail's, in whatever language.
    """
    for at in range(start - 1, max(start - 6, -1), -1):
        line = lines[at]
        text = reading(line)
        if not text or is_rule(line):
            continue
        if is_dashed_marker(line) or is_known_marker(line):
            return at
        quoted = depth > 0 and line.lstrip()[:1] == ">"
        return at if quoted and text.endswith((":", "：")) and len(text) <= 80 else None
    return None

"""The labels of header lines, per language: what "Von", "差出人" or "Kimden" stand for."""

import unicodedata
from enum import StrEnum


class Role(StrEnum):
    """What a header line tells. OTHER is known and not needed (Reply-To, Importance, Attachments …)."""

    FROM = "from"
    DATE = "date"
    TO = "to"
    CC = "cc"
    SUBJECT = "subject"
    OTHER = "other"


# language | from | date | to | cc | subject | other
_TABLE = """
en | from; sender | date; sent; sent on; sent at; received; sent date; time; date sent | to; recipient; recipients; sent to | cc; cc'd; copy; copies; copied; carbon copy; cc to | subject; re; topic | reply-to; reply to; bcc; importance; priority; attachments; attachment; organization; organisation; message-id; message id; user-agent; mime-version; content-type; content-transfer-encoding; content-language; sensitivity; categories; x-mailer; resent-from; resent-to; resent-date; return-path; delivered-to; newsgroups; in-reply-to; references; on behalf of; mailed-by; signed-by; security; flag; when; where; list-id; x-priority; sent by; folder; account
de | von; absender; gesendet von | datum; gesendet; gesendet am; am; versendet; verschickt; versandt; date; empfangen; erhalten | an; empfänger; gesendet an | cc; kopie; kopie (cc); kopie an; in kopie; kopien an | betreff; betr.; betrifft; thema | antwort an; antworten an; bcc; blindkopie; wichtigkeit; priorität; anlagen; anlage; anhänge; anhang; organisation; vertraulichkeit; im auftrag von
fr | de; expéditeur; envoyé par; émetteur; exp. | date; envoyé; envoyé le; date d'envoi; date d’envoi; reçu; reçu le | à; a; pour; destinataire; destinataires; dest. | cc; copie à; copie; copies; copie carbone; en copie; c.c. | objet; sujet | répondre à; cci; importance; pièces jointes; pièce jointe; priorité; organisation
es | de; remitente; enviado por; desde | fecha; enviado; enviado el; enviado a las; fecha de envío; date; el; envío; recibido | para; a; destinatario; destinatarios; enviado a | cc; copia; con copia; con copia a; copia a | asunto; tema | responder a; cco; importancia; archivos adjuntos; datos adjuntos; adjuntos; prioridad
pt | de; remetente; enviado por | data; enviada em; enviado em; enviado; enviada; data de envio; date; em | para; destinatário; destinatários; a | cc; com cópia; cópia; com cópia para; cópia para | assunto; asunto; título | responder a; responder para; cco; bcc; importância; anexos; anexo; prioridade
it | da; mittente; inviato da | data; inviato; inviato il; data di invio; data invio; spedito; date; ricevuto | a; per; destinatario; destinatari | cc; copia; copia a; in copia; cc a; p.c.; c.c.; per conoscenza | oggetto; soggetto; ogg. | rispondi a; ccn; importanza; allegati; allegato; priorità
nl | van; afzender; verzonden door | datum; verzonden; verzonden op; verstuurd; verzonden:; verzenddatum; ontvangen | aan; naar; ontvanger; ontvangers; geadresseerde; voor | cc; kopie; kopie aan; in kopie | onderwerp; betreft; titel | antwoord aan; antwoorden aan; beantwoorden; bcc; urgentie; belang; bijlagen; bijlage; prioriteit; organisatie
af | van | datum; gestuur | aan | afskrif | onderwerp |
sv | från; avsändare; skickat av | datum; skickat; skickades; sänt; sändes; mottaget | till; mottagare | kopia; kopia till; kopior; cc | ämne; ärende; rubrik | svara till; svar till; hemlig kopia; prioritet; bilagor; bilaga; bifogade filer
da | fra; afsender; sendt af | dato; sendt; sendt den; afsendt; modtaget | til; modtager; modtagere | cc; kopi; kopi til | emne; vedr.; vedrørende | svar til; besvar til; svar-til; bcc; prioritet; vedhæftede filer; vedhæftet; vedhæftning; vigtighed
no | fra; avsender; sendt av | dato; sendt; sendt den; mottatt | til; mottaker; mottakere | kopi; kopi til; cc | emne; sak; ang. | svar til; blindkopi; prioritet; vedlegg; viktighet
nn | frå; sendar | dato; sendt | til | kopi | emne |
is | frá; sendandi | dagsetning; dags; dags.; sent; sendi; tími | til; viðtakandi | afrit; afrit til | efni; viðfangsefni; titill | svara til
fi | lähettäjä; keneltä; lähettänyt | päiväys; päivämäärä; lähetetty; pvm; pvm.; aika; päivä; vastaanotettu | vastaanottaja; vastaanottajat; kenelle; saaja | kopio; kopio (cc); kopiot; jakelu; cc | aihe; otsikko | vastausosoite; vastaa; piilokopio; tärkeys; prioriteetti; liitteet; liite
et | saatja; kellelt; kes | kuupäev; saadetud; saadetud:; saatmisaeg | saaja; kellele; adressaat | koopia; koopia saajad | teema; pealkiri |
lv | no; sūtītājs; nosūtītājs | datums; nosūtīts; sūtīts | kam; adresāts; saņēmējs | kopija; kopijas | temats; tēma; priekšmets |
lt | nuo; siuntėjas; kas | data; išsiųsta; išsiuntimo data; siųsta | kam; gavėjas; adresatas | kopija; kopijos | tema; dalykas |
pl | od; nadawca; od: | data; wysłano; wysłane; wysłany; data wysłania; wysłana; otrzymano; dnia | do; adresat; odbiorca; odbiorcy | dw; kopia; do wiadomości; kopia do; udostępniono; cc | temat; tytuł; dotyczy | odpowiedz do; odpowiedź do; udw; ważność; priorytet; załączniki; załącznik
cs | od; odesílatel; odesilatel | datum; odesláno; posláno; dne; odesláno dne; datum odeslání; doručeno; přijato | komu; pro; příjemce; adresát | kopie; kopie pro; v kopii; cc | předmět; věc | odpověď na; odpovědět na; skrytá; důležitost; priorita; přílohy; příloha
sk | od; odosielateľ; odosielateľ správy | dátum; odoslané; poslané; odoslaná; dňa; dátum odoslania; prijaté | komu; pre; príjemca; adresát | kópia; kópie; kópia pre; cc | predmet; vec | odpovedať na; skrytá kópia; dôležitosť; priorita; prílohy; príloha
sl | od; pošiljatelj | datum; poslano; poslano dne | za; prejemnik; komu | kp; kopija; cc; v vednost | zadeva; predmet |
hr | od; pošiljatelj; šalje | datum; poslano; poslano dana; primljeno | za; prima; primatelj; komu; do | kopija; kopija za; cc; kopiju | predmet; naslov; tema | odgovori na; odgovor na; privitci; privitak; prioritet; važnost
sr | од; шаље; пошиљалац; od; šalje; pošiljalac | датум; послато; datum; poslato | за; прима; прималац; za; primalac; коме | копија; kopija | наслов; предмет; тема; naslov; predmet |
mk | од | датум; испратено | до | копија | предмет; наслов |
bg | от; подател; изпратено от | дата; изпратено; изпратено на; изпратен | до; получател; получатели | копие; копие до; як | относно; тема; предмет | отговор до
ru | от; от кого; отправитель; от: | дата; отправлено; отправлен; время; дата отправки; послано; когда; получено | кому; получатель; получатели | копия; копии; копия (cc); cc | тема; заголовок | ответить; кому ответить; скрытая копия; важность; приоритет; вложения; вложение
uk | від; від кого; відправник; надіслав | дата; надіслано; відправлено; дата надсилання; коли; час; отримано | кому; до; одержувач; отримувач; одержувачі | копія; копії; cc | тема; предмет | відповісти; зворотна адреса; прихована копія; важливість; вкладення
be | ад; ад каго; адпраўнік | дата; даслана; адпраўлена | каму; да | копія | тэма |
hu | feladó; küldő; küldte; tőle | dátum; elküldve; küldve; küldés dátuma; küldés ideje; kelt; érkezett; dátuma | címzett; címzettek; kinek; neki | másolat; másolatot kap; másolatot kapnak; cc; mp | tárgy; téma | válaszcím; titkos másolat; fontosság; prioritás; mellékletek; melléklet
ro | de la; expeditor; de; din partea; trimis de | data; dată; trimis; trimis la; expediat; dată:; primit | către; catre; pentru; destinatar; la | cc; copie; copie la; în copie | subiect; subiectul | răspunde la; bcc; prioritate; importanță; atașamente; atașări
el | από; αποστολέας | ημερομηνία; ημ/νία; στάλθηκε; εστάλη; απεστάλη; ημερ.; αποστολή; ημερομηνία αποστολής | προς; παραλήπτης; παραλήπτες; πρός | κοιν.; κοινοποίηση; κοιν; αντίγραφο; κοιν. | θέμα | απάντηση σε; κρυφή κοινοποίηση; σπουδαιότητα; συνημμένα
tr | kimden; gönderen; gönderici; from | tarih; gönderildi; gönderilme tarihi; gönderim tarihi; gönderme tarihi; gönderilen tarih; gönderilme zamanı; gönderi tarihi | kime; alıcı; alıcılar; kime: | bilgi; kopya; karbon kopya; cc; bilgi (cc) | konu | yanıtla; yanıt adresi; gizli; önem; ekler; ek; öncelik
az | kimdən; göndərən | tarix; göndərildi | kimə | surət | mövzu |
sq | nga; dërguesi | data; dërguar; dërguar më | për; te | kopje | subjekti; tema; titulli |
ca | de; remitent | data; enviat; enviat el | per a; a; per; destinatari | a/c; còpia; cc; còpia a | assumpte; tema |
gl | de; remitente | data; enviado | para; a | copia; cc | asunto |
eu | nork; igorlea; bidaltzailea | data; bidalia; noiz; bidaltze-data | nori; hartzailea; norentzat | cc; kopia | gaia |
cy | oddi wrth; gan | dyddiad; anfonwyd | at; i | copi; cc | pwnc; testun |
ga | ó | dáta; seolta | do; chuig | cc; cóip | ábhar |
ja | 差出人; 送信者; 送信元; 発信者; from; 差出し人; 発信元 | 日付; 日時; 送信日時; 送信日; 送信済み; 受信日時; 作成日時; 送信時刻; 受信日 | 宛先; 宛先人; 受信者; 送信先; あて先; 宛て先; 宛 | cc; カーボンコピー; 写し; 同報; ｃｃ | 件名; 題名; タイトル; 表題; サブジェクト | 返信先; bcc; 重要度; 添付ファイル; 添付; 優先度
zh | 发件人; 寄件者; 寄件人; 发送人; 发信人; 寄件者; 發件人; 发自; 來自; 来自 | 日期; 时间; 发送时间; 发送日期; 发件时间; 寄件日期; 傳送日期; 時間; 寄送日期; 發送時間; 已发送; 已傳送; 傳送時間; 發件日期; 送件日期; 寄件時間; 发件日期; 寄送時間 | 收件人; 收件者; 至; 送至; 发送至; 接收者; 寄給; 發送至 | 抄送; 副本; 抄送人; 副本抄送; 抄送至; 副本收件者; 副本收件人 | 主题; 主旨; 主題; 标题; 標題; 邮件主题; 題目 | 回复; 回覆; 回复至; 密送; 密件副本; 重要性; 附件; 优先级
ko | 보낸 사람; 보낸이; 발신자; 발신인; 보내는 사람; 보낸 이; 발신; from | 날짜; 보낸 날짜; 보낸 시간; 보냄; 전송; 일시; 발송일; 보낸날짜; 발신일시; 보낸 일시; 보낸날자; 시간; 받은 날짜; 전송일 | 받는 사람; 받는이; 수신자; 수신인; 받은 사람; 받는 이; 수신 | 참조; 참조인; 사본 | 제목; 메일 제목 | 회신 주소; 숨은참조; 중요도; 첨부; 첨부 파일
he | מאת; מ; שולח; מאת:; השולח; נשלח על ידי | תאריך; נשלח; נשלח ב; בתאריך; נשלח בתאריך; שליחה; התקבל | אל; ל; נמען; עבור; לכבוד; נמענים | עותק; העתק; העתקים; עותקים; לידיעה; cc | נושא; הנושא; הנדון | השב אל; עותק מוסתר; חשיבות; קבצים מצורפים
yi | פון | דאטע | צו | קאפיע | טעמע |
ar | من; المرسل; من قبل; مرسل من | التاريخ; تاريخ; تاريخ الإرسال; تم الإرسال; أرسلت; أُرسل; الإرسال; أرسل; تاريخ الارسال; أرسلت في; وقت الإرسال | إلى; الى; المستلم; المرسل إليه; لـ; المستلمون; إلي | نسخة; نسخة إلى; نسخه; نسخة كربونية; نسخة الى; cc | الموضوع; موضوع; العنوان | الرد على; نسخة مخفية; الأهمية; المرفقات; الرد إلى
fa | از; فرستنده; ارسال کننده; از طرف | تاریخ; ارسال شده; زمان; تاریخ ارسال; ارسال; ارسال‌شده | به; گیرنده; گیرندگان | رونوشت; کپی; رونوشت به | موضوع; عنوان | پاسخ به
ur | از; منجانب | تاریخ; بتاریخ | بنام; بخدمت; به | نقل | موضوع; عنوان |
hi | प्रेषक; से; द्वारा; प्रेषित | दिनांक; तारीख; भेजा गया; भेजा; तिथि; प्रेषित तिथि | प्राप्तकर्ता; प्रति; को; सेवा में | प्रतिलिपि; कॉपी; सीसी | विषय |
bn | প্রেরক; থেকে | তারিখ; প্রেরিত | প্রাপক; প্রতি | অনুলিপি | বিষয় |
ta | அனுப்புநர் | தேதி | பெறுநர் | நகல் | பொருள் |
th | จาก; ผู้ส่ง | วันที่; ส่งเมื่อ; ส่ง; เวลา | ถึง; ผู้รับ | สำเนา; สำเนาถึง | เรื่อง; หัวเรื่อง; หัวข้อ |
vi | từ; người gửi; gửi từ | ngày; đã gửi; gửi lúc; ngày gửi; thời gian; vào lúc; gửi | đến; tới; người nhận; gửi đến; gửi tới | đồng gửi; sao gửi; cc; đồng kính gửi | chủ đề; tiêu đề |
id | dari; pengirim | tanggal; dikirim; terkirim; tgl; waktu; dikirim pada | kepada; ke; untuk; penerima | tembusan; salinan; cc | perihal; subjek; subyek; hal; judul | balas ke
ms | daripada; dari; pengirim | tarikh; dihantar; dihantar pada | kepada; penerima | sk; salinan | subjek; perkara |
tl | mula kay; mula sa; galing kay | petsa; ipinadala | para kay; para sa; kay | cc | paksa |
sw | kutoka; kutoka kwa | tarehe | kwa; kwenda | nakala | mada; somo |
ka | გამომგზავნი; ვისგან; საიდან | თარიღი; გაგზავნილია | მიმღები; ვის; ადრესატი | ასლი | თემა; საგანი |
hy | ում կողմից; ուղարկող; ումից | ամսաթիվ; ամսաթիվը; ուղարկվել է | ում; ստացող; ստացողը | պատճեն | թեմա |
kk | кімнен; жіберуші | күні; жіберілді; уақыты | кімге; алушы | көшірме | тақырыбы; тақырып |
mn | илгээгч; хэнээс | огноо; илгээсэн | хэнд; хүлээн авагч | хуулбар | гарчиг; сэдэв |
mt | mingħand | data; mibgħut | lil | kopja | suġġett |
eo | de | dato; sendita | al | kopie | temo |
lb | vum; vun | datum; geschéckt | un | kopie | betreff; sujet |
"""


def key_of(label: str) -> str:
    """Return the form in which labels are compared: one case, one form of accents, no blanks, no emphasis."""
    return unicodedata.normalize("NFKC", "".join(label.casefold().split()).strip("*_"))


def _read_table() -> dict[str, Role]:
    """Turn the table into label → role; where two languages disagree, the earlier row wins."""
    roles: dict[str, Role] = {}
    for row in _TABLE.strip().splitlines():
        for role, words in zip(Role, row.split("|")[1:], strict=False):
            for word in words.split(";"):
                if word.strip():
                    roles.setdefault(key_of(word.strip().rstrip(":")), role)
    return roles


_ROLES = _read_table()
LONGEST_LABEL = 40
"""Characters of the longest label that is worth looking up."""


def role_of(label: str) -> Role | None:
    """Return what a label stands for in any language of the table; None when it stands in none."""
    return _ROLES.get(key_of(label)) if len(label) <= LONGEST_LABEL else None

"""The labels of header lines, per language and role. Read by `bot.mail.labels`.

Most are what Thunderbird, K-9 Mail, Roundcube, Gmail, Outlook and Apple Mail print in that language.
"""

# A row: language, role | labels. Lower case; a line that starts with a blank continues the row above.
LABELS = """
en  from    | from; sender
en  date    | date; sent; sent on; sent at; received; sent date; time; date sent
en  to      | to; recipient; recipients; sent to
en  cc      | cc; cc'd; copy; copies; copied; carbon copy; cc to
en  subject | subject
en  other   | reply-to; reply to; bcc; importance; priority; attachments; attachment; organization;
              organisation; message-id; message id; user-agent; mime-version; content-type;
              content-transfer-encoding; content-language; sensitivity; categories; x-mailer; resent-from;
              resent-to; resent-date; return-path; delivered-to; newsgroups; in-reply-to; references;
              on behalf of; mailed-by; signed-by; security; list-id; x-priority;
              sent by; folder
de  from    | von; absender; gesendet von
de  date    | datum; gesendet; gesendet am; am; versendet; verschickt; versandt; date; empfangen; erhalten
de  to      | an; empfänger; gesendet an
de  cc      | cc; kopie; kopie (cc); kopie an; in kopie; kopien an
de  subject | betreff; betr.; betrifft; thema
de  other   | antwort an; antworten an; bcc; blindkopie; wichtigkeit; priorität; anlagen; anlage; anhänge;
              anhang; organisation; vertraulichkeit; im auftrag von
fr  from    | de; expéditeur; envoyé par; émetteur; exp.
fr  date    | date; envoyé; envoyé le; date d'envoi; date d’envoi; reçu; reçu le
fr  to      | à; a; pour; destinataire; destinataires; dest.
fr  cc      | cc; copie à; copie; copies; copie carbone; en copie; c.c.
fr  subject | objet; sujet
fr  other   | répondre à; cci; importance; pièces jointes; pièce jointe; priorité; organisation
es  from    | de; remitente; enviado por; desde
es  date    | fecha; enviado; enviado el; enviado a las; fecha de envío; date; el; envío; recibido
es  to      | para; a; destinatario; destinatarios; enviado a
es  cc      | cc; copia; con copia; con copia a; copia a
es  subject | asunto; tema
es  other   | responder a; cco; importancia; archivos adjuntos; datos adjuntos; adjuntos; prioridad
pt  from    | de; remetente; enviado por
pt  date    | data; enviada em; enviado em; enviado; enviada; data de envio; date; em
pt  to      | para; destinatário; destinatários; a
pt  cc      | cc; com cópia; cópia; com cópia para; cópia para
pt  subject | assunto; asunto; título
pt  other   | responder a; responder para; cco; bcc; importância; anexos; anexo; prioridade
it  from    | da; mittente; inviato da
it  date    | data; inviato; inviato il; data di invio; data invio; spedito; date; ricevuto
it  to      | a; per; destinatario; destinatari
it  cc      | cc; copia; copia a; in copia; cc a; p.c.; c.c.; per conoscenza
it  subject | oggetto; soggetto; ogg.
it  other   | rispondi a; ccn; importanza; allegati; allegato; priorità
nl  from    | van; afzender; verzonden door
nl  date    | datum; verzonden; verzonden op; verstuurd; verzenddatum; ontvangen
nl  to      | aan; naar; ontvanger; ontvangers; geadresseerde; voor
nl  cc      | cc; kopie; kopie aan; in kopie
nl  subject | onderwerp; betreft; titel
nl  other   | antwoord aan; antwoorden aan; beantwoorden; bcc; urgentie; belang; bijlagen; bijlage;
              prioriteit; organisatie
af  from    | van
af  date    | datum; gestuur
af  to      | aan
af  cc      | afskrif
af  subject | onderwerp
sv  from    | från; avsändare; skickat av
sv  date    | datum; skickat; skickades; sänt; sändes; mottaget
sv  to      | till; mottagare
sv  cc      | kopia; kopia till; kopior; cc
sv  subject | ämne; ärende; rubrik
sv  other   | svara till; svar till; hemlig kopia; prioritet; bilagor; bilaga; bifogade filer
da  from    | fra; afsender; sendt af
da  date    | dato; sendt; sendt den; afsendt; modtaget
da  to      | til; modtager; modtagere
da  cc      | cc; kopi; kopi til
da  subject | emne; vedr.; vedrørende
da  other   | svar til; besvar til; svar-til; bcc; prioritet; vedhæftede filer; vedhæftet; vedhæftning;
              vigtighed
no  from    | fra; avsender; sendt av
no  date    | dato; sendt; sendt den; mottatt
no  to      | til; mottaker; mottakere
no  cc      | kopi; kopi til; cc
no  subject | emne; sak; ang.
no  other   | svar til; blindkopi; prioritet; vedlegg; viktighet
nn  from    | frå; sendar
nn  date    | dato; sendt
nn  to      | til
nn  cc      | kopi
nn  subject | emne
is  from    | frá; sendandi
is  date    | dagsetning; dags; dags.; sent; sendi; tími
is  to      | til; viðtakandi
is  cc      | afrit; afrit til
is  subject | efni; viðfangsefni; titill
is  other   | svara til
fi  from    | lähettäjä; keneltä; lähettänyt
fi  date    | päiväys; päivämäärä; lähetetty; pvm; pvm.; aika; päivä; vastaanotettu
fi  to      | vastaanottaja; vastaanottajat; kenelle; saaja
fi  cc      | kopio; kopio (cc); kopiot; jakelu; cc
fi  subject | aihe; otsikko
fi  other   | vastausosoite; vastaa; piilokopio; tärkeys; prioriteetti; liitteet; liite
et  from    | saatja; kellelt
et  date    | kuupäev; saadetud; saatmisaeg
et  to      | saaja; kellele; adressaat
et  cc      | koopia; koopia saajad
et  subject | teema; pealkiri
lv  from    | no; sūtītājs; nosūtītājs
lv  date    | datums; nosūtīts; sūtīts
lv  to      | kam; adresāts; saņēmējs
lv  cc      | kopija; kopijas
lv  subject | temats; tēma; priekšmets
lt  from    | nuo; siuntėjas
lt  date    | data; išsiųsta; išsiuntimo data; siųsta
lt  to      | kam; gavėjas; adresatas
lt  cc      | kopija; kopijos
lt  subject | tema; dalykas
pl  from    | od; nadawca
pl  date    | data; wysłano; wysłane; wysłany; data wysłania; wysłana; otrzymano; dnia
pl  to      | do; adresat; odbiorca; odbiorcy
pl  cc      | dw; kopia; do wiadomości; kopia do; udostępniono; cc
pl  subject | temat; tytuł; dotyczy
pl  other   | odpowiedz do; odpowiedź do; udw; ważność; priorytet; załączniki; załącznik
cs  from    | od; odesílatel; odesilatel
cs  date    | datum; odesláno; posláno; dne; odesláno dne; datum odeslání; doručeno; přijato
cs  to      | komu; pro; příjemce; adresát
cs  cc      | kopie; kopie pro; v kopii; cc
cs  subject | předmět; věc
cs  other   | odpověď na; odpovědět na; skrytá; důležitost; priorita; přílohy; příloha
sk  from    | od; odosielateľ; odosielateľ správy
sk  date    | dátum; odoslané; poslané; odoslaná; dňa; dátum odoslania; prijaté
sk  to      | komu; pre; príjemca; adresát
sk  cc      | kópia; kópie; kópia pre; cc
sk  subject | predmet; vec
sk  other   | odpovedať na; skrytá kópia; dôležitosť; priorita; prílohy; príloha
sl  from    | od; pošiljatelj
sl  date    | datum; poslano; poslano dne
sl  to      | za; prejemnik; komu
sl  cc      | kp; kopija; cc; v vednost
sl  subject | zadeva; predmet
hr  from    | od; pošiljatelj; šalje
hr  date    | datum; poslano; poslano dana; primljeno
hr  to      | za; prima; primatelj; komu; do
hr  cc      | kopija; kopija za; cc; kopiju
hr  subject | predmet; naslov; tema
hr  other   | odgovori na; odgovor na; privitci; privitak; prioritet; važnost
sr  from    | од; шаље; пошиљалац; od; šalje; pošiljalac
sr  date    | датум; послато; datum; poslato
sr  to      | за; прима; прималац; za; primalac; коме
sr  cc      | копија; kopija
sr  subject | наслов; предмет; тема; naslov; predmet
mk  from    | од
mk  date    | датум; испратено
mk  to      | до
mk  cc      | копија
mk  subject | предмет; наслов
bg  from    | от; подател; изпратено от
bg  date    | дата; изпратено; изпратено на; изпратен
bg  to      | до; получател; получатели
bg  cc      | копие; копие до; як
bg  subject | относно; тема; предмет
bg  other   | отговор до
ru  from    | от; от кого; отправитель
ru  date    | дата; отправлено; отправлен; время; дата отправки; послано; когда; получено
ru  to      | кому; получатель; получатели
ru  cc      | копия; копии; копия (cc); cc
ru  subject | тема; заголовок
ru  other   | ответить; кому ответить; скрытая копия; важность; приоритет; вложения; вложение
uk  from    | від; від кого; відправник; надіслав
uk  date    | дата; надіслано; відправлено; дата надсилання; коли; час; отримано
uk  to      | кому; до; одержувач; отримувач; одержувачі
uk  cc      | копія; копії; cc
uk  subject | тема; предмет
uk  other   | відповісти; зворотна адреса; прихована копія; важливість; вкладення
be  from    | ад; ад каго; адпраўнік
be  date    | дата; даслана; адпраўлена
be  to      | каму; да
be  cc      | копія
be  subject | тэма
hu  from    | feladó; küldő; küldte; tőle
hu  date    | dátum; elküldve; küldve; küldés dátuma; küldés ideje; kelt; érkezett; dátuma
hu  to      | címzett; címzettek; kinek; neki
hu  cc      | másolat; másolatot kap; másolatot kapnak; cc; mp
hu  subject | tárgy; téma
hu  other   | válaszcím; titkos másolat; fontosság; prioritás; mellékletek; melléklet
ro  from    | de la; expeditor; de; din partea; trimis de
ro  date    | data; dată; trimis; trimis la; expediat; primit
ro  to      | către; catre; pentru; destinatar; la
ro  cc      | cc; copie; copie la; în copie
ro  subject | subiect; subiectul
ro  other   | răspunde la; bcc; prioritate; importanță; atașamente; atașări
el  from    | από; αποστολέας
el  date    | ημερομηνία; ημ/νία; στάλθηκε; εστάλη; απεστάλη; ημερ.; αποστολή; ημερομηνία αποστολής
el  to      | προς; παραλήπτης; παραλήπτες; πρός
el  cc      | κοιν.; κοινοποίηση; κοιν; αντίγραφο
el  subject | θέμα
el  other   | απάντηση σε; κρυφή κοινοποίηση; σπουδαιότητα; συνημμένα
tr  from    | kimden; gönderen; gönderici; from
tr  date    | tarih; gönderildi; gönderilme tarihi; gönderim tarihi; gönderme tarihi; gönderilen tarih;
              gönderilme zamanı; gönderi tarihi
tr  to      | kime; alıcı; alıcılar
tr  cc      | bilgi; kopya; karbon kopya; cc; bilgi (cc)
tr  subject | konu
tr  other   | yanıtla; yanıt adresi; gizli; önem; ekler; ek; öncelik
az  from    | kimdən; göndərən
az  date    | tarix; göndərildi
az  to      | kimə
az  cc      | surət
az  subject | mövzu
sq  from    | nga; dërguesi
sq  date    | data; dërguar; dërguar më
sq  to      | për; te
sq  cc      | kopje
sq  subject | subjekti; tema; titulli
ca  from    | de; remitent
ca  date    | data; enviat; enviat el
ca  to      | per a; a; per; destinatari
ca  cc      | a/c; còpia; cc; còpia a
ca  subject | assumpte; tema
gl  from    | de; remitente
gl  date    | data; enviado
gl  to      | para; a
gl  cc      | copia; cc
gl  subject | asunto
eu  from    | nork; igorlea; bidaltzailea
eu  date    | data; bidalia; noiz; bidaltze-data
eu  to      | nori; hartzailea; norentzat
eu  cc      | cc; kopia
eu  subject | gaia
cy  from    | oddi wrth; gan
cy  date    | dyddiad; anfonwyd
cy  to      | at; i
cy  cc      | copi; cc
cy  subject | pwnc; testun
ga  from    | ó
ga  date    | dáta; seolta
ga  to      | do; chuig
ga  cc      | cc; cóip
ga  subject | ábhar
ja  from    | 差出人; 送信者; 送信元; 発信者; from; 差出し人; 発信元
ja  date    | 日付; 日時; 送信日時; 送信日; 送信済み; 受信日時; 作成日時; 送信時刻; 受信日
ja  to      | 宛先; 宛先人; 受信者; 送信先; あて先; 宛て先; 宛
ja  cc      | cc; カーボンコピー; 写し; 同報; ｃｃ
ja  subject | 件名; 題名; タイトル; 表題; サブジェクト
ja  other   | 返信先; bcc; 重要度; 添付ファイル; 添付; 優先度
zh  from    | 发件人; 寄件者; 寄件人; 发送人; 发信人; 發件人; 发自; 來自; 来自
zh  date    | 日期; 时间; 发送时间; 发送日期; 发件时间; 寄件日期; 傳送日期; 時間; 寄送日期; 發送時間;
              已发送; 已傳送; 傳送時間; 發件日期; 送件日期; 寄件時間; 发件日期; 寄送時間
zh  to      | 收件人; 收件者; 至; 送至; 发送至; 接收者; 寄給; 發送至
zh  cc      | 抄送; 副本; 抄送人; 副本抄送; 抄送至; 副本收件者; 副本收件人
zh  subject | 主题; 主旨; 主題; 标题; 標題; 邮件主题; 題目
zh  other   | 回复; 回覆; 回复至; 密送; 密件副本; 重要性; 附件; 优先级
ko  from    | 보낸 사람; 보낸이; 발신자; 발신인; 보내는 사람; 보낸 이; 발신; from
ko  date    | 날짜; 보낸 날짜; 보낸 시간; 보냄; 전송; 일시; 발송일; 보낸날짜; 발신일시; 보낸 일시;
              보낸날자; 시간; 받은 날짜; 전송일
ko  to      | 받는 사람; 받는이; 수신자; 수신인; 받은 사람; 받는 이; 수신
ko  cc      | 참조; 참조인; 사본
ko  subject | 제목; 메일 제목
ko  other   | 회신 주소; 숨은참조; 중요도; 첨부; 첨부 파일
he  from    | מאת; מ; שולח; השולח; נשלח על ידי
he  date    | תאריך; נשלח; נשלח ב; בתאריך; נשלח בתאריך; שליחה; התקבל
he  to      | אל; ל; נמען; עבור; לכבוד; נמענים
he  cc      | עותק; העתק; העתקים; עותקים; לידיעה; cc
he  subject | נושא; הנושא; הנדון
he  other   | השב אל; עותק מוסתר; חשיבות; קבצים מצורפים
yi  from    | פון
yi  date    | דאטע
yi  to      | צו
yi  cc      | קאפיע
yi  subject | טעמע
ar  from    | من; المرسل; من قبل; مرسل من
ar  date    | التاريخ; تاريخ; تاريخ الإرسال; تم الإرسال; أرسلت; أُرسل; الإرسال; أرسل; تاريخ الارسال;
              أرسلت في; وقت الإرسال
ar  to      | إلى; الى; المستلم; المرسل إليه; لـ; المستلمون; إلي
ar  cc      | نسخة; نسخة إلى; نسخه; نسخة كربونية; نسخة الى; cc
ar  subject | الموضوع; موضوع; العنوان
ar  other   | الرد على; نسخة مخفية; الأهمية; المرفقات; الرد إلى
fa  from    | از; فرستنده; ارسال کننده; از طرف
fa  date    | تاریخ; ارسال شده; زمان; تاریخ ارسال; ارسال; ارسال‌شده
fa  to      | به; گیرنده; گیرندگان
fa  cc      | رونوشت; کپی; رونوشت به
fa  subject | موضوع; عنوان
fa  other   | پاسخ به
ur  from    | از; منجانب
ur  date    | تاریخ; بتاریخ
ur  to      | بنام; بخدمت; به
ur  cc      | نقل
ur  subject | موضوع; عنوان
hi  from    | प्रेषक; से; द्वारा; प्रेषित
hi  date    | दिनांक; तारीख; भेजा गया; भेजा; तिथि; प्रेषित तिथि
hi  to      | प्राप्तकर्ता; प्रति; को; सेवा में
hi  cc      | प्रतिलिपि; कॉपी; सीसी
hi  subject | विषय
bn  from    | প্রেরক; থেকে
bn  date    | তারিখ; প্রেরিত
bn  to      | প্রাপক; প্রতি
bn  cc      | অনুলিপি
bn  subject | বিষয়
ta  from    | அனுப்புநர்
ta  date    | தேதி
ta  to      | பெறுநர்
ta  cc      | நகல்
ta  subject | பொருள்
th  from    | จาก; ผู้ส่ง
th  date    | วันที่; ส่งเมื่อ; ส่ง; เวลา
th  to      | ถึง; ผู้รับ
th  cc      | สำเนา; สำเนาถึง
th  subject | เรื่อง; หัวเรื่อง; หัวข้อ
vi  from    | từ; người gửi; gửi từ
vi  date    | ngày; đã gửi; gửi lúc; ngày gửi; thời gian; vào lúc; gửi
vi  to      | đến; tới; người nhận; gửi đến; gửi tới
vi  cc      | đồng gửi; sao gửi; cc; đồng kính gửi
vi  subject | chủ đề; tiêu đề
id  from    | dari; pengirim
id  date    | tanggal; dikirim; terkirim; tgl; waktu; dikirim pada
id  to      | kepada; ke; untuk; penerima
id  cc      | tembusan; salinan; cc
id  subject | perihal; subjek; subyek; hal; judul
id  other   | balas ke
ms  from    | daripada; dari; pengirim
ms  date    | tarikh; dihantar; dihantar pada
ms  to      | kepada; penerima
ms  cc      | sk; salinan
ms  subject | subjek; perkara
tl  from    | mula kay; mula sa; galing kay
tl  date    | petsa; ipinadala
tl  to      | para kay; para sa; kay
tl  cc      | cc
tl  subject | paksa
sw  from    | kutoka; kutoka kwa
sw  date    | tarehe
sw  to      | kwa; kwenda
sw  cc      | nakala
sw  subject | mada; somo
ka  from    | გამომგზავნი; ვისგან; საიდან
ka  date    | თარიღი; გაგზავნილია
ka  to      | მიმღები; ვის; ადრესატი
ka  cc      | ასლი
ka  subject | თემა; საგანი
hy  from    | ում կողմից; ուղարկող; ումից
hy  date    | ամսաթիվ; ամսաթիվը; ուղարկվել է
hy  to      | ում; ստացող; ստացողը
hy  cc      | պատճեն
hy  subject | թեմա
kk  from    | кімнен; жіберуші
kk  date    | күні; жіберілді; уақыты
kk  to      | кімге; алушы
kk  cc      | көшірме
kk  subject | тақырыбы; тақырып
mn  from    | илгээгч; хэнээс
mn  date    | огноо; илгээсэн
mn  to      | хэнд; хүлээн авагч
mn  cc      | хуулбар
mn  subject | гарчиг; сэдэв
mt  from    | mingħand
mt  date    | data; mibgħut
mt  to      | lil
mt  cc      | kopja
mt  subject | suġġett
eo  from    | de
eo  date    | dato; sendita
eo  to      | al
eo  cc      | kopie
eo  subject | temo
lb  from    | vum; vun
lb  date    | datum; geschéckt
lb  to      | un
lb  cc      | kopie
lb  subject | betreff; sujet
af  other   | antwoord-aan; organisasie
ar  from    | المرسِل; مِن
ar  date    | المُرسل
ar  to      | المستقبل
ar  cc      | نسخة إلي
ar  other   | رُد إلى; المنظّمة; ن.ك.م
ast subject | asuntu
ast other   | organización; cct; contestar a
az  cc      | nüsxə
az  other   | cavabla
be  cc      | са
be  other   | зваротны-адрас; установа; сса; адказаць-на
bg  date    | изпрати до
bg  subject | заглавие
bg  other   | организация; скрито копие
bn  date    | পাঠানো হয়েছে
bn  cc      | সিসি; অনুলিপির ঠিকানা
bn  other   | উত্তর পাঠানোর ঠিকানা
br  from    | kaser; a-berzh; eus
br  date    | deiziad; kaset; deiz
br  subject | danvez; sujed
br  other   | respont-da; aozadur
bs  from    | pošiljaoc
bs  other   | organizacija; reply-to adresa
ca  other   | respon a; organització
cak from    | taqonel; richin
cak date    | q'ijul
cak to      | chi re
cak subject | taqikil
cak other   | titzolïx tzij chi re; moloj
co  date    | mandatu
co  subject | sughjettu
cs  other   | adresa pro odpověď; společnost; skrytá kopie
cy  from    | anfonwr
cy  to      | derbyniwr
cy  other   | ateb-at; corff; ateb-i
da  cc      | kopi til (cc)
da  other   | skjult kopi til (bcc)
de  other   | blindkopie (bcc)
dsb from    | wótpósłaŕ; wót
dsb other   | wótegrono - komu; schowana kopija
el  other   | απάντηση; οργανισμόσ; κρυφή κοιν.; απάντηση στο
eo  from    | sendanto
eo  date    | sendita je
eo  to      | ricevanto
eo  other   | respondu-al
es  other   | responder-a
et  other   | vastamise aadress; organisatsioon; pimekoopia; vastus aadressile
eu  date    | bidalita
eu  other   | erantzun-honi; erakundea; erantzun honi
fa  to      | ګيرينده
fa  cc      | تکثیر
fa  subject | مضمون
fa  other   | جواب نامه; پاسخ-به
fi  other   | järjestö; vastaus osoitteeseen
fo  date    | tann
fo  subject | evni
fo  other   | svara-til
fr  other   | copie cachée à
fy  from    | ofstjoerder; fan
fy  date    | ferstjoerd
fy  to      | oan
fy  subject | underwerp; ûnderwerp
fy  other   | antwurd-nei; organisaasje; antwurd oan
ga  from    | seoltóir; seolaí
ga  subject | ábhair
ga  other   | freagra-chuig; eagras; freagair go
gd  from    | seòladair
gd  date    | ceann-là; air a chur
gd  subject | cuspair
gd  other   | freagairt gu; buidheann
gl  from    | dende
he  other   | השב-אל; ארגון; עותק סמוי; כתובת למענה
hi  from    | भेजने वाला
hi  to      | पाने वाला
hi  cc      | कार्बन
hi  subject | सबजेक्ट; विशय
hi  other   | जवाब यहाँ
hr  other   | odgovori
hsb from    | wotpósłar; wot
hsb other   | wotmołwa na
hu  other   | szervezet
hy  from    | ուղարկողը; ումից
hy  date    | ուղարկուած
hy  to      | ում
hy  cc      | cc
hy  subject | վերնագիր
hy  other   | պատասխանել; կազմակերպություն
hye date    | ամսաթիւ
hye subject | թեմայ
hye other   | պատասխանել; կազմակերպութիւն; ծածկապատճէն
ia  subject | subjecto
id  cc      | lampiran
id  other   | balas-ke; organisasi; balas kepada
is  other   | svar-við; fyrirtæki/stofnun; falið afrit
it  other   | rispondi-a; organizzazione
ja  cc      | 写し(cc)
ka  from    | გამგზავნი; ვინ
ka  date    | გაიგზავნა
ka  subject | სათაური
ka  other   | პასუხი; დაწესებულება; ფარული ასლი
kab from    | amazan; sɣur
kab date    | azemz; yettwazen
kab cc      | anɣ.i; anɣ. i
kab subject | amgay; asentel
kab other   | err-i; takebbanit; anɣ.uff.i
kk  from    | жiберушi
kk  other   | кімге жауап беру; ұйым; жасырын көшірме
km  from    | អ្នកផ្ញើ
km  date    | កាលបរិច្ឆេត
km  to      | អ្នកទទួល
km  subject | վերնագիրը; ចំណងជើង
km  other   | կազմակերպությունը; ឆ្លើយតបទៅកាន់
kn  from    | ಇಂದ
kn  date    | ದಿನಾಂಕ
kn  to      | ಗೆ
kn  subject | ವಿಷಯ
ko  other   | 소속
ku  from    | لە
ku  date    | dîrok; بەروار
ku  to      | بۆ
ku  subject | mijar; ناونیشان
ku  other   | bersivê bide; وەڵامدانەوە-بۆ
lb  other   | äntwert un
lt  other   | atgalinis adresas; įstaiga (organizacija); nematomoji kopija; atsakymą gaus
lv  from    | kas
lv  other   | atbildēt uz; organizācija; slēpta kopija; atbildēt-uz
mk  from    | испраќач
mk  to      | примач
mk  cc      | копирај
mk  other   | одговори на; организација; препрати на
ml  from    | പ്രേഷിതാവ്; പ്രേഷിതന്‍
ml  date    | അയച്ചു; തീയതി
ml  to      | സ്വീകർത്താവ്; സ്വീകര്‍ത്താവ്
ml  subject | വിഷയം
mn  other   | хариулах-хэнд
mr  to      | प्रती
mr  cc      | प्रत
mr  other   | यास उत्तर द्या
ms  other   | balas-kepada; balasan kepada
nb  other   | organisasjon
ne  date    | तारिख
ne  to      | प्रापक
ne  cc      | बोधार्थ
ne  other   | लाई-जवाफ
nl  other   | antwoord-naar
nn  from    | avsendar
pl  from    | wysyłane przez
pl  other   | odpowiedź-do; firma/organizacja; ukryta kopia
ps  from    | استوونکی
ps  date    | نېټه
ps  to      | ترلاسه کوونکی
ps  cc      | لمېسل
ps  other   | ځوابول
pt  other   | organização; responder-para
rm  from    | speditur
rm  subject | object
rm  other   | respunder a; organisaziun
ro  cc      | copie (cc)
ro  other   | răspuns către; organizație
ru  other   | отвечать
si  from    | වෙතින්
si  date    | දිනය
si  to      | වෙත
si  subject | මාතෘකාව
si  other   | පිළිතුරු සඳහා
sk  other   | organizácia
sl  other   | odgovori za; skp
sq  from    | dërgues
sq  date    | datë
sq  subject | subjekt
sq  other   | përgjigj-iu; ent; përgjigjuni-te
sr  cc      | коп; цц
sr  other   | одговор-за; скоп; одговори
sv  other   | dold kopia
ta  from    | அனுப்புனர்
ta  date    | அனுப்பியது
ta  to      | பெறுனர்
ta  subject | தலைப்பு
ta  other   | பதிலளி
th  cc      | คัดลอก
th  subject | หัวจดหมาย
th  other   | ตอบกลับถึง; องค์กร; สำเนาลับถึง; ตอบกลับ
ti  from    | ካብ
ti  date    | ዕለት
ti  to      | ናብ
ti  cc      | ካኮ
ti  subject | ዋኒን
ti  other   | ተመላሲ ናብ
tr  date    | gönderilme
tr  other   | kurum
tzl date    | däts
tzl subject | subxhect
ug  from    | دىن
ug  date    | چېسلا
ug  to      | غا
ug  cc      | قۇشۇمچە
ug  subject | تىما
ug  other   | غا جاۋاپ قايتۇرۇش
uk  other   | організація; зворотня адреса
uz  from    | jo‘natuvchi; kimdan
uz  date    | sana
uz  to      | qabul qiluvchi; kimga
uz  cc      | nusxasi
uz  subject | mavzu
uz  other   | qabul qiluvchiga javob yozish; tashkilot; javob berish
vi  from    | người gửi cho
vi  other   | trả lời tới; tổ chức; trả lời cho
zh  from    | 发送者; 從
zh  to      | 到
zh  other   | 回复地址; 组织; 回函地址; 公司; 密件副本 (bcc); 回覆至
"""

# What signatures and notes call ways to reach somebody: no header of a mail is named so.
CONTACTS = """
phone; telephone; tel; tel.; mobile; mob; mob.; cell; fax; mail; e-mail; email; e-mail address; email address; web;
website; www; homepage; skype; linkedin; address; direct; office; whatsapp; m; t; e; w; p; f;
telefon; handy; mobil; telefax; webseite; adresse; durchwahl; téléphone; portable; courriel; site; site web; tél; tél.;
teléfono; móvil; correo; correo electrónico; dirección; telefone; telemóvel; celular; endereço; telefono; cellulare;
sito; sito web; indirizzo; telefoon; mobiel; adres; puhelin; sähköposti; osoite; telefón; e-pošta; e-post; tlf; tlf.;
sími; netfang; komórka; strona; tlfn; telefonas; telefons; tālrunis; el. paštas; e-pasts; adresa; adresas; τηλ; τηλ.;
κινητό; τηλέφωνο; телефон; тел; тел.; моб; моб.; почта; эл. почта; адрес; сайт; ел. пошта; пошта; e-posta; telefonu;
cep; gsm; 電話; 电话; 携帯; 手机; 手機; 传真; 傳真; メール; 邮箱; 郵箱; 전화; 휴대폰; 이메일; 메일; טלפון; נייד; דוא"ל;
هاتف; جوال; البريد الإلكتروني; تلفن; फ़ोन; ईमेल; โทร; โทรศัพท์; อีเมล; điện thoại; telepon; surel
"""

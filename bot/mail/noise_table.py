"""What programs write into subjects and texts of mails that nobody typed, per language. Read by `bot.mail.noise`.

One language a paragraph; a line that is indented goes on. Lower case.
"""

# What mail programs and servers put before the subject of an answer that nobody typed.
AUTOMATIC = """
automatic reply; automatic reply to; automatic response; auto reply; auto-reply; autoreply; auto response;
  auto-response; autoresponse; automated reply; automated response;
automatische antwort; automatische antwort auf; automatische rückantwort; autoantwort;
réponse automatique; réponse auto; reponse automatique; message automatique;
respuesta automática; respuesta automatica; contestación automática; autorrespuesta; resposta automàtica;
risposta automatica; risponditore automatico; resposta automática; resposta automatica;
automatisch antwoord; automatische reactie; automatische beantwoording; automatisch bericht;
autosvar; automatiskt svar; automatiskt svarsmeddelande; automatisk svar; automatisk besvarelse;
automaattinen vastaus; automaattivastaus; automaatvastus; automaatne vastus;
odpowiedź automatyczna; automatyczna odpowiedź; autoodpowiedź; autoresponder;
automatická odpověď; automatická odpoveď; automatikus válasz; răspuns automat; raspuns automat;
автоматический ответ; автоответ; автоответчик; автоматична відповідь; автовідповідь; автоматичен отговор;
automatski odgovor; аутоматски одговор; samodejni odgovor; avtomatski odgovor;
automatinis atsakymas; automātiska atbilde; automātiskā atbilde; αυτόματη απάντηση;
otomatik yanıt; otomatik cevap;
自動応答; 自動返信; 自動回覆; 自動答覆; 自动答复; 自动回复; 자동 회신; 자동 응답; 자동회신;
תשובה אוטומטית; מענה אוטומטי; رد تلقائي; الرد التلقائي; پاسخ خودکار;
thư trả lời tự động; trả lời tự động; balasan otomatis; jawapan automatik; การตอบกลับอัตโนมัติ; ตอบกลับอัตโนมัติ;
  स्वचालित उत्तर;
"""

# The same, where the words say by themselves that the writer is away.
AWAY_NOTES = """
out of office autoreply; out of office auto-reply; out of office reply; out of office notification;
  out of office message; out of the office reply; out-of-office reply; out-of-office autoreply; ooo autoreply;
  vacation reply; vacation message; vacation response; holiday auto-reply;
abwesenheitsnotiz; abwesenheitsmeldung; abwesenheitsnachricht; abwesenheitsassistent; abwesenheitsagent;
  urlaubsmeldung; urlaubsnotiz;
message d'absence; notification d'absence; avis d'absence; réponse automatique d'absence; absence du bureau;
mensaje de ausencia; aviso de ausencia; respuesta de fuera de la oficina;
messaggio di assenza; avviso di assenza; risposta fuori sede;
mensagem de ausência; aviso de ausência; resposta de ausência;
afwezigheidsbericht; afwezigheidsmelding; afwezigheidsassistent;
frånvaromeddelande; fraværsbesked; fraværsmelding; poissaoloviesti; poissaoloilmoitus;
autoodpowiedź o nieobecności; powiadomienie o nieobecności; oznámení o nepřítomnosti; zpráva o nepřítomnosti;
уведомление об отсутствии; повідомлення про відсутність; ofis dışı yanıtı; ofis dışında yanıtı;
不在通知; 不在返信; 休暇通知; 外出自动回复; 부재중 자동 응답; 부재중 알림;
"""

# Subjects that people type as well; they count only where the text says that its writer is away.
AWAY_WORDS = """
out of office; out of the office; out-of-office; ooo; on vacation; on holiday; on leave; away from the office;
  absence; annual leave; parental leave; maternity leave; away;
abwesenheit; abwesend; urlaub; im urlaub; nicht im büro; außer haus; elternzeit;
absence; absent; absente; en congé; en congés; hors du bureau; en vacances;
ausencia; ausente; fuera de la oficina; de vacaciones; vacaciones;
assenza; assente; fuori ufficio; fuori sede; in ferie; ferie;
ausência; ausente; fora do escritório; férias; de férias;
afwezig; afwezigheid; niet op kantoor; vakantie; op vakantie;
frånvarande; frånvaro; på semester; semester; fraværende; fravær; på ferie; poissa; poissaolo; lomalla;
nieobecność; nieobecny; nieobecna; urlop; nepřítomnost; nepřítomen; nepřítomna; dovolená; mimo kancelář; szabadság;
отсутствие; отпуск; в отпуске; вне офиса; відсутність; відпустка; у відпустці;
ofis dışında; ofis dışındayım; izinde; izindeyim;
不在; 外出; 休暇中; 休假; 不在办公室; 부재중; 휴가;
"""

# What a text says whose writer is away.
AWAY_TEXTS = """
out of the office; out of office; out-of-office; away from the office; away from my desk; on vacation; on holiday;
  on annual leave; on leave; on parental leave; on maternity leave; limited access to my e; limited access to e;
  no access to my e; return to the office; back in the office; currently away; i am away; i'm away; i will be away;
nicht im büro; nicht im buero; nicht im hause; außer haus; im urlaub; in urlaub; in elternzeit; bin ich abwesend;
  ich bin abwesend; bin derzeit abwesend; nicht erreichbar; wieder erreichbar; wieder im büro; wieder im haus;
  e-mails werden nicht weitergeleitet; e-mail wird nicht weitergeleitet; nicht am platz; zurück im büro;
absent du bureau; absente du bureau; je suis absent; suis actuellement absent; en congé; en vacances; hors du bureau;
  de retour le; mon retour; serai absent; serai de retour;
fuera de la oficina; estoy de vacaciones; estaré de vacaciones; estaré ausente; estoy ausente; estaré fuera;
  a mi regreso; a mi vuelta; me encuentro fuera;
fuori ufficio; fuori sede; sono assente; sarò assente; sono in ferie; sarò in ferie; al mio rientro;
fora do escritório; estou de férias; estarei de férias; estarei ausente; estou ausente; meu retorno; meu regresso;
niet op kantoor; ben afwezig; op vakantie; met vakantie; niet aanwezig; weer aanwezig; met verlof; weer bereikbaar;
inte på kontoret; på semester; tillbaka på kontoret; föräldraledig; åter på kontoret;
ikke på kontoret; ikke til stede; på ferie; holder ferie; tilbake på kontoret; tilbage på kontoret; fraværende;
poissa toimistolta; olen lomalla; en ole paikalla; olen poissa; palaan toimistolle; vuosilomalla;
poza biurem; jestem na urlopie; przebywam na urlopie; będę nieobecn; jestem nieobecn; nieobecna w biurze;
  nieobecny w biurze;
mimo kancelář; jsem na dovolené; mám dovolenou; čerpám dovolenou; budu nepřítom; jsem nepřítom; na dovolenke;
szabadságon vagyok; nem vagyok az irodában; irodán kívül; în concediu; nu sunt la birou;
нахожусь в отпуске; я в отпуске; буду в отпуске; вне офиса; отсутствую; буду отсутствовать; вернусь в офис;
у відпустці; поза офісом; буду відсутн; відсутній; в отпуск съм; извън офиса;
ofis dışındayım; ofiste değilim; izinliyim; izindeyim; yıllık izinde; ofis dışında olacağım;
εκτός γραφείου; σε άδεια; με άδεια; na odmoru; van ureda; na dopustu; нисам у канцеларији; на одмору;
不在にして; 休暇中; 休暇をいただ; 外出中; 出張中; 不在のため; 正在休假; 休假中; 不在办公室; 外出期间; 目前不在;
  不在辦公室; 부재중; 휴가 중; 휴가중; 자리를 비; 출장 중;
לא במשרד; בחופשה; خارج المكتب; في إجازة; خارج از دفتر; در مرخصی; đang nghỉ phép; đi vắng; sedang cuti; ลาพักร้อน;
"""

# Whole subjects of mail servers; nobody types them.
REPORTS = """
undelivered mail returned to sender; mail delivery failed: returning message to sender; mail delivery failed;
  mail delivery failure; delivery status notification (failure); delivery status notification (delay);
  delivery status notification; returned mail: see transcript for details; returned mail: user unknown;
  failure notice; mail system error - returned mail; message delivery failure; delivery failure; delivery has failed;
  delayed mail (still being retried); warning: message delayed; successful mail delivery report; nondeliverable mail;
  non-delivery report; undeliverable mail; mail could not be delivered; mail delivery delayed;
  warning: could not send message for past 4 hours; warning: could not send message for past 24 hours;
benachrichtigung zum übermittlungsstatus (fehlgeschlagen); unzustellbare nachricht; unzustellbarkeitsbericht;
  ihre nachricht konnte nicht zugestellt werden;
notification d'état de remise (échec); échec de la remise du message; notification de non-remise;
notificación de estado de entrega (error); correo no entregado devuelto al remitente;
notifica sullo stato del recapito (non riuscito); notificação de status de entrega (falha);
bezorgingsstatusmelding (mislukt); powiadomienie o stanie dostarczenia (niepowodzenie);
недоставленное сообщение; уведомление о состоянии доставки (сбой); 配信不能通知;
"""

# What mail servers put before the subject of a mail that they could not deliver, or that nobody read.
REPORT_PREFIXES = """
undeliverable; undelivered; undeliverable mail; delivery delayed; delivery failure; returned mail;
  delivery status notification;
unzustellbar; nicht zugestellt; zustellung verzögert; unzustellbare nachricht;
non remis; non distribuable; remise retardée;
no se puede entregar; no entregado; entrega retrasada; impossibile recapitare; non recapitabile;
  recapito posticipato;
não é possível entregar; não entregue; não foi possível entregar;
onbestelbaar; bezorging vertraagd; kan niet worden bezorgd;
det går inte att leverera; kan inte levereras; olevererbart; kan ikke leveres; uleverbar; kunne ikke leveres;
  ei voida toimittaa; toimitus epäonnistui;
niedostarczalne; nie można dostarczyć; nedoručitelné; nelze doručit; nedoručiteľné; kézbesíthetetlen; nelivrabil;
недоставлено; не удается доставить; недоставляемое; не доставлено; не вдалося доставити;
teslim edilemedi; teslim edilemiyor; αδύνατη η παράδοση;
配信不能; 配信できません; 无法传递; 未送达; 无法投递; 無法傳遞; 배달되지 않음; 배달 불가; לא ניתן למסירה; تعذر التسليم;
"""

"""What programs put before the subject of a receipt or of an answer to an invitation. Read by `bot.mail.receipts`.

One language a paragraph; a line that is indented goes on. Lower case.
"""

# The mail was opened, or deleted without being opened.
READ = """
read; read receipt; return receipt; return receipt (displayed); not read;
gelesen; lesebestätigung; empfangsbestätigung; empfangsbestätigung (angezeigt); ungelesen; nicht gelesen;
lu; non lu; accusé de lecture; accusé de réception; accusé de réception (affiché); confirmation de lecture;
leído; no leído; confirmación de lectura; acuse de recibo; letto; non letto; conferma di lettura;
  ricevuta di ritorno; lido; lida; não lido; não lida; recibo de leitura; confirmação de leitura;
gelezen; niet gelezen; leesbevestiging; läst; ej läst; läskvitto; læst; ikke læst; kvittering for læsning; lest;
  ikke lest; lesebekreftelse; luettu; ei luettu; lukukuittaus;
przeczytane; przeczytano; nieprzeczytane; potwierdzenie przeczytania; přečteno; nepřečteno; potvrzení o přečtení;
  prečítané; olvasott; elolvasva; citit; прочитано; прочтено; не прочитано; отчет о прочтении; прочетено;
  pročitano; prebrano; okundu; okunmadı; okundu bilgisi; αναγνώστηκε; διαβάστηκε;
開封済み; 開封確認; 既読; 已读; 已讀; 已读回执; 讀信回條; 읽음; 읽음 확인; נקרא; مقروءة; تمت القراءة; đã đọc; dibaca;
"""

# The guest answers an invitation: comes, perhaps comes, does not come.
ANSWERS = """
accepted; tentative; tentatively accepted; declined; zugesagt; angenommen; mit vorbehalt; mit vorbehalt angenommen;
  vorläufig zugesagt; mit vorbehalt zugesagt; abgelehnt; abgesagt;
accepté; acceptée; accepté provisoirement; provisoire; refusé; refusée; aceptada; aceptado; aceptado provisionalmente;
  provisional; provisionalmente aceptada; rechazada; rechazado; accettato; accettata; provvisorio; provvisoria;
  accettato con riserva; rifiutato; rifiutata; aceito; aceita; aceite; provisório; provisória; tentativo; recusado;
  recusada; recusou; acceptat; acceptada; rebutjat;
geaccepteerd; voorlopig; voorlopig geaccepteerd; geweigerd; afgewezen; accepterat; accepterad; godkänt; preliminärt;
  preliminär; avböjt; avböjd; accepteret; foreløbig; foreløbigt; afslået; afvist; godtatt; akseptert; avslått;
  avvist; hyväksytty; alustava; alustavasti hyväksytty; hylätty;
zaakceptowane; zaakceptowano; wstępna akceptacja; wstępnie zaakceptowano; niepewne; odrzucone; odrzucono; přijato;
  předběžně přijato; nezávazně; nezávazně přijato; odmítnuto; prijaté; odmietnuté; elfogadva; feltételesen;
  elutasítva; acceptat provizoriu; refuzat; принято; под вопросом; предварительно; отклонено; прийнято; відхилено;
  прието; отхвърлено; prihvaćeno; odbijeno; sprejeto; zavrnjeno; kabul edildi; belirsiz; geçici; reddedildi;
  έγινε αποδοχή; αποδοχή; απορρίφθηκε;
承諾; 仮承諾; 辞退; 承諾済み; 参加; 未定; 不参加; 已接受; 接受; 暂定; 暫定; 已拒绝; 谢绝; 已謝絕; 수락됨; 수락; 미정;
  임시 수락; 거절됨; 거절; התקבל; נדחה; مقبول; تم القبول; مرفوض;
"""

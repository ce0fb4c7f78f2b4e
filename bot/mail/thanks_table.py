"""Thanks, and the short words that go with them, per language. Read by `bot.mail.thanks`.

One language a paragraph; a line that is indented goes on. Lower case. Left out on purpose is what may be an answer:
"yes", "no thanks", "agreed", the Danish "tak" (a Pole's yes), and thanks in advance, which ask for something.
"""

# One of these has to be there.
THANKS = """
thanks; thank you; thx; thnx; tnx; many thanks; thanks a lot; thanks a million; thanks so much;
  thank you so much; thank you very much; thanks very much; thanks again; thank you again; thanks a bunch;
  thanks heaps; big thanks; much appreciated; thanks all; thank you all; thanks everyone; thanks guys;
  thanks team; thanks to you all; really appreciate it; appreciate it; appreciated; a big thank you;
  thanks to you; thank you both;
danke; danke dir; danke ihnen; danke euch; danke schön; dankeschön; danke sehr; danke vielmals; vielen dank;
  vielen lieben dank; lieben dank; herzlichen dank; besten dank; tausend dank; schönen dank; danke nochmal;
  danke nochmals; nochmals danke; nochmals vielen dank; ich danke dir; ich danke ihnen; ich danke euch;
  haben sie dank; merci vielmals; dankend; danke allen; danke an alle; wir danken ihnen;
merci; merci beaucoup; merci bien; merci à toi; merci à vous; merci à tous; un grand merci; grand merci;
  mille mercis; merci infiniment; merci encore; je vous remercie; je te remercie; nous vous remercions;
  mille merci;
gracias; muchas gracias; mil gracias; muchísimas gracias; gracias a ti; gracias a usted; gracias a todos;
  se agradece; te lo agradezco; se lo agradezco; gracias de nuevo;
grazie; grazie mille; mille grazie; grazie tante; tante grazie; molte grazie; grazie a te; grazie a lei;
  grazie a voi; grazie ancora; grazie di cuore; ti ringrazio; la ringrazio; vi ringrazio; grazie a tutti;
obrigado; obrigada; muito obrigado; muito obrigada; brigado; brigada; obg; agradecido; agradecida; agradeço;
  obrigado a todos; muitíssimo obrigado;
bedankt; dank je; dank u; dankjewel; dankuwel; dank je wel; dank u wel; hartelijk dank; heel erg bedankt;
  hartelijk bedankt; veel dank; erg bedankt; dank jullie wel;
tack; tack så mycket; tackar; stort tack; tusen tack; många tack; tack ska du ha; jättetack;
mange tak; tusind tak; tusen tak; tak skal du have; tak for det; tak for hjælpen; tak for svar; takker;
  mange tak for det;
takk; tusen takk; mange takk; takk skal du ha; takk for det; takk for hjelpen; takk for svar; hjertelig takk;
kiitos; kiitti; kiitos paljon; paljon kiitoksia; suuret kiitokset; iso kiitos; kiitoksia; kiitos sinulle;
  kiitos teille;
dziękuję; dzięki; dziękuję bardzo; bardzo dziękuję; dziękujemy; serdecznie dziękuję; wielkie dzięki; dzieki;
  dziekuje;
děkuji; díky; dík; děkuju; děkujeme; moc děkuji; mockrát děkuji; díky moc; moc díky; velmi děkuji; dekuji; diky;
ďakujem; ďakujeme; veľmi pekne ďakujem; vďaka; ďakujem pekne; dakujem;
köszönöm; köszi; köszönjük; nagyon köszönöm; köszönöm szépen; kösz; mulțumesc; mulţumesc; multumesc; mersi;
  mulțumim; vă mulțumesc; îți mulțumesc; mulțumesc mult;
спасибо; большое спасибо; спасибо большое; огромное спасибо; благодарю; благодарю вас; спс; благодарим;
  благодарим вас; спасибо вам; спасибо тебе; спасибо огромное; спасибо всем;
дякую; щиро дякую; дуже дякую; дякуємо; дякую вам; дякую дуже; велике дякую; дякую тобі; красно дякую;
благодаря; много благодаря; благодаря ви; мерси; хвала; хвала вам; хвала пуно; hvala; hvala lijepa; puno hvala;
  hvala vam; hvala puno; hvala lepa; najlepša hvala; hvala ti; zahvaljujem;
ačiū; labai ačiū; dėkoju; dėkui; paldies; liels paldies; aitäh; tänan; suur aitäh; suur tänu;
ευχαριστώ; ευχαριστώ πολύ; σας ευχαριστώ; ευχαριστούμε; σε ευχαριστώ; ευχαριστώ θερμά;
teşekkürler; teşekkür ederim; çok teşekkürler; çok teşekkür ederim; sağ ol; sağol; sağ olun; sağolun; eyvallah;
  teşekkür ederiz; tesekkurler;
ありがとう; ありがとうございます; ありがとうございました; どうもありがとうございます; 誠にありがとうございます;
  感謝します; どうもありがとう; 有難うございます; 有り難うございます; 感謝いたします;
  ご対応ありがとうございます; ご連絡ありがとうございます; ご返信ありがとうございます;
  早速のご対応ありがとうございます; ご確認ありがとうございます; 大変ありがとうございます;
  本当にありがとうございます;
谢谢; 谢谢你; 谢谢您; 多谢; 非常感谢; 感谢; 十分感谢; 谢谢大家; 好的谢谢; 收到谢谢; 万分感谢; 谢谢啦; 谢了;
  太感谢了; 謝謝; 謝謝你; 謝謝您; 多謝; 非常感謝; 感謝; 十分感謝; 好的謝謝; 收到謝謝; 感謝您; 感谢您;
감사합니다; 고맙습니다; 감사드립니다; 고마워요; 고마워; 대단히 감사합니다; 정말 감사합니다; 감사해요; 감사;
  매우 감사합니다;
תודה; תודה רבה; המון תודה; תודה לך; شكرا; شكراً; شكرًا; شكرا جزيلا; شكراً جزيلاً; شكرا لك; شكراً لك; جزيل الشكر;
  ممنون; متشکرم; سپاسگزارم; خیلی ممنون; با تشکر;
धन्यवाद; बहुत धन्यवाद; बहुत बहुत धन्यवाद; शुक्रिया; ขอบคุณ; ขอบคุณครับ; ขอบคุณค่ะ; ขอบคุณมาก; ขอบคุณมากครับ;
  ขอบคุณมากค่ะ; cảm ơn; cảm ơn bạn; xin cảm ơn; cảm ơn nhiều; cám ơn; terima kasih; terima kasih banyak;
  makasih; gràcies; moltes gràcies; mercès;
"""

# These may stand beside them.
BESIDE = """
ok; okay; okey; oki; k; perfect; great; super; awesome; wonderful; excellent; fantastic; amazing; brilliant;
  lovely; cool; nice; top; noted; received; got it; understood; great job; well done; great work; good job;
  nice work; you're the best; you are the best; very kind; that's great; that is great; that's perfect;
  that was quick; so; very good; great news; works perfectly; much; really; very helpful; that's very helpful;
  wow; splendid; all good; for your help; for the help; for your quick help; for your reply; for the reply;
  for your quick reply; for the quick reply; for your response; for the response; for your quick response;
  for the quick response; for the swift reply; for your prompt reply; for the prompt reply; for your answer;
  for your email; for your e-mail; for your mail; for your message; for your support; for your time;
  for your work; for your effort; for your efforts; for letting me know; for letting us know; for the info;
  for the information; for the update; for your update; for the heads up; for the quick update; for everything;
  for this; for that; for your feedback; for the feedback; for the quick help; for the quick turnaround;
  for the clarification; for clarifying; for sharing; for getting back; for getting back to me;
  for getting back to us; for your patience; for the fast reply;
prima; toll; klasse; wunderbar; hervorragend; perfekt; ausgezeichnet; spitze; sehr gut; sehr schön; sehr nett;
  genial; alles klar; verstanden; erhalten; zur kenntnis genommen; notiert; das ist super; das ist toll;
  sehr lieb; lieb von dir; nett von ihnen; echt; mega; cool; das freut mich; das freut uns; gut; schön;
  sehr freundlich; für die info; für die information; für die schnelle antwort; für ihre antwort;
  für deine antwort; für die antwort; für ihre schnelle antwort; für deine schnelle antwort;
  für die rückmeldung; für ihre rückmeldung; für deine rückmeldung; für die schnelle rückmeldung;
  für ihre schnelle rückmeldung; für die hilfe; für ihre hilfe; für deine hilfe; für eure hilfe;
  für die schnelle hilfe; für die unterstützung; für ihre unterstützung; für deine unterstützung; für ihre mühe;
  für deine mühe; für eure mühe; für die mühe; für alles; dafür; hierfür; für ihre nachricht;
  für deine nachricht; für ihre e-mail; für ihre mail; für deine mail; für die mail; für die rasche antwort;
  für die rasche rückmeldung; für das update; für das feedback; für die zusendung;
parfait; super; génial; excellent; très bien; bien reçu; bien noté; c'est noté; c'est parfait; c'est super;
  noté; formidable; compris; pour votre aide; pour ton aide; pour votre réponse; pour ta réponse;
  pour votre retour; pour ton retour; pour votre réponse rapide; pour ta réponse rapide; pour l'info;
  pour l'information; pour tout; pour ces informations; pour votre message; pour votre mail; pour votre travail;
  c'est très gentil; top; reçu; pour cette réponse rapide; pour ce retour; pour ce retour rapide;
  de votre réponse; de ta réponse; de votre retour;
perfecto; genial; estupendo; excelente; muy bien; recibido; entendido; fantástico; muy amable; anotado;
  por tu ayuda; por su ayuda; por tu respuesta; por su respuesta; por la respuesta; por la información;
  por todo; por la rápida respuesta; por su pronta respuesta; por tu tiempo; por avisar; por su mensaje;
  por la ayuda; por la info;
perfetto; ottimo; ricevuto; fantastico; benissimo; eccellente; molto gentile; gentilissimo; gentilissima;
  capito; per l'aiuto; per la risposta; per la rapida risposta; per le informazioni; per tutto;
  per il tuo aiuto; del riscontro; per il suo aiuto; per l'informazione; per la disponibilità; per il riscontro;
  della risposta; dell'aiuto;
perfeito; ótimo; excelente; recebido; entendido; maravilha; pela ajuda; pela resposta; pela informação;
  por tudo; pela rápida resposta; pelo retorno; pela sua ajuda; pela atenção; pelas informações;
  pela disponibilidade; fantástico;
prima; geweldig; fantastisch; perfect; top; helder; duidelijk; ontvangen; genoteerd; begrepen; voor je hulp;
  voor uw hulp; voor de info; voor de informatie; voor je reactie; voor uw reactie; voor de snelle reactie;
  voor je snelle reactie; voor uw snelle reactie; voor je antwoord; voor het antwoord; voor alles; voor de hulp;
  fijn;
perfekt; toppen; super; bra; mottaget; jättebra; underbart; utmärkt; uppfattat; för hjälpen; för svar;
  för svaret; för din hjälp; för snabbt svar; för informationen; för infon; för det snabba svaret; för allt;
fint; flot; modtaget; forstået; fantastisk; for hjælpen; for hurtigt svar; for svaret; for din hjælp;
  for infoen;
flott; mottatt; forstått; notert; for hjelpen; for svar; for raskt svar; for din hjelp; for infoen;
  for informasjonen;
hienoa; mahtavaa; loistavaa; selvä; selvä juttu; vastaanotettu; mainiota; täydellistä; avusta; vastauksesta;
  tiedosta; avustasi; vastauksestasi; nopeasta vastauksesta; tiedoksi;
świetnie; super; doskonale; rozumiem; otrzymałem; otrzymałam; przyjąłem; przyjęłam; za pomoc; za odpowiedź;
  za informację; za informacje; za szybką odpowiedź; za wszystko; idealnie; wspaniale; ślicznie; za info;
skvěle; výborně; super; perfektní; rozumím; přijato; za pomoc; za odpověď; za informaci; za informace; za info;
  paráda; za rychlou odpověď; za rychlou reakci; za vše; skvelé; výborne; za odpoveď; za rýchlu odpoveď;
  perfektné;
szuper; tökéletes; rendben; nagyszerű; a segítséget; a választ; a gyors választ; az információt; perfect;
  excelent; pentru ajutor; pentru răspuns; pentru informații; pentru tot; minunat;
отлично; прекрасно; супер; замечательно; понятно; принято; получил; получила; ок; хорошо; здорово; идеально;
  за помощь; за ответ; за информацию; за быстрый ответ; за оперативность; за всё; за все; за оперативный ответ;
  вам;
чудово; супер; прекрасно; отримав; отримала; зрозуміло; за допомогу; за відповідь; за інформацію;
  за швидку відповідь; гаразд; дуже добре; за оперативність; за все; за помощта; за отговора; за информацията;
  отлично; одлично; odlično; na pomoći; za pomoć; na odgovoru; za odgovor; za pomoč; na brzom odgovoru;
  za hiter odgovor; super;
puiku; nuostabu; už pagalbą; už atsakymą; už informaciją; lieliski; par palīdzību; par atbildi; suurepärane;
  tore; abi eest; vastuse eest; info eest; τέλεια; ωραία; εξαιρετικά; για τη βοήθεια; για την απάντηση;
  για την ενημέρωση; για την άμεση απάντηση; μια χαρά;
harika; mükemmel; süper; anladım; alındı; çok iyi; yardımınız için; cevabınız için; bilgi için; yanıtınız için;
  hızlı yanıtınız için; desteğiniz için; ilginiz için; tamamdır;
承知しました; 承知いたしました; 了解しました; 了解です; 了解いたしました; 確認しました; 確認いたしました;
  受け取りました; 拝受しました; 受領しました; 助かります; 大変助かります; 助かりました; 完璧です;
  素晴らしいです; ご対応; ご連絡; 早速のご対応; 迅速なご対応;
收到; 好的; 明白; 了解; 太好了; 非常好; 很好; 完美; 辛苦了; 您辛苦了; 知道了; 已收到; 太棒了; 瞭解; 好;
확인했습니다; 알겠습니다; 잘 받았습니다; 수고하셨습니다; 좋습니다; 확인하였습니다; 답변; 빠른 답변; 수고하세요;
  도움 주셔서; 빠른 회신; 회신; 빠른 답변 주셔서; 답변 주셔서;
מעולה; מצוין; קיבלתי; הבנתי; על העזרה; על התשובה; ممتاز; رائع; تم الاستلام; على المساعدة; على الرد; عالی;
  بسیار خوب;
बढ़िया; बहुत बढ़िया; समझ गया; रับทราบ; เยี่ยม; tuyệt vời; đã nhận; rất tốt; baik; bagus; oke; mantap; sip;
  atas bantuannya; perfecte; per la teva ajuda; per tot; per la resposta; fantàstic;
"""

# Words of a greeting, which a name or two may follow.
GREETINGS = """
hi; hello; hey; dear; good good afternoon; good evening; morning; hi there; hello there; hi all; hello all;
hallo; lieber; liebe; moin; guten morgen; guten tag; guten abend; servus; hallo herr; hallo frau; sehr geehrter;
  sehr geehrte; sehr geehrter herr; sehr geehrte frau; grüß gott; liebe frau; lieber herr; grüezi;
  hallo zusammen; guten morgen herr; guten morgen frau; guten tag herr; guten tag frau;
bonjour; salut; cher; chère; bonsoir; coucou; bonjour monsieur; bonjour madame; hola; buenos días;
  buenas tardes; estimado; estimada; querido; querida; buenas; ciao; buongiorno; salve; caro; cara; gentile;
  buonasera;
olá; oi; bom dia; boa tarde; prezado; prezada; beste; goedemorgen; goedemiddag; dag; hoi; geachte;
hej; hejsan; tjena; god morgon; kære; hei; heisann; kjære; god morgen; moi; terve; huomenta; hyvää päivää;
cześć; witam; dzień dobry; drogi; droga; witaj; dobrý den; ahoj; milý; milá; szia; kedves; jó napot; bună;
  bună ziua;
здравствуйте; привет; добрый день; доброе утро; уважаемый; уважаемая; добрый вечер; привіт; вітаю; добрий день;
  доброго дня; доброго ранку; шановний; шановна; здравейте; здраво; pozdrav; zdravo; bok; živjo; dobar dan;
  labas; sveiki; tere; γεια σας; γεια σου; καλημέρα; merhaba; selam; sayın; günaydın; iyi günler; olá a todos;
  hola a todos;
"""

# Words that close a mail, which a name may follow.
CLOSINGS = """
best; best regards; kind regards; regards; warm regards; many regards; best wishes; cheers; sincerely;
  yours sincerely; warmly; all the best; br; kr; rgds; yours; yours truly; with best regards; with kind regards;
  warmest regards; have a nice day; have a great day; have a nice weekend; have a great weekend;
  have a good weekend; have a good day; have a nice evening; have a lovely day; have a lovely weekend;
viele grüße; viele grüsse; liebe grüße; liebe grüsse; beste grüße; beste grüsse; schöne grüße; herzliche grüße;
  freundliche grüße; freundliche grüsse; mit freundlichen grüßen; mit freundlichen grüssen; mit besten grüßen;
  mit freundlichem gruß; gruß; grüße; gruss; grüsse; lg; vg; mfg; bg; hg; herzlichst; viele liebe grüße;
  mit herzlichen grüßen; mit vielen grüßen; schönes wochenende; schönen tag; schönen tag noch; schönen abend;
  ein schönes wochenende; einen schönen tag; einen schönen tag noch; schönen feierabend; mit lieben grüßen;
  sonnige grüße; freundlichst;
cordialement; bien cordialement; bien à vous; bien à toi; cdlt; bonne journée; bonne soirée; bon week-end;
  amitiés; salutations; meilleures salutations; très cordialement; sincères salutations; à bientôt;
  bonne fin de journée;
saludos; un saludo; saludos cordiales; atentamente; un abrazo; cordiales saludos; un cordial saludo; buen día;
  buen fin de semana; que tengas buen día;
cordiali saluti; saluti; un saluto; distinti saluti; cordialmente; buona giornata; buona serata; buon lavoro;
  a presto; buon weekend; un caro saluto; i migliori saluti;
atenciosamente; cumprimentos; com os melhores cumprimentos; melhores cumprimentos; abraço; abraços; att;
  um abraço; bom fim de semana; boa semana; até breve;
met vriendelijke groet; vriendelijke groeten; groeten; groet; mvg; hartelijke groet; met vriendelijke groeten;
  fijne dag; prettige dag; fijn weekend; vriendelijke groet; hartelijke groeten; fijne avond;
med vänlig hälsning; vänliga hälsningar; hälsningar; mvh; bästa hälsningar; trevlig helg; ha en bra dag;
  vänligen;
med venlig hilsen; venlig hilsen; hilsen; de bedste hilsner; bedste hilsner; kh; god weekend; ha' en god dag;
  vh;
med vennlig hilsen; vennlig hilsen; beste hilsen; god helg; ha en fin dag; ha en god dag;
ystävällisin terveisin; terveisin; t; yt; parhain terveisin; hyvää viikonloppua; mukavaa päivää;
pozdrawiam; z poważaniem; pozdrawiam serdecznie; miłego dnia; z pozdrowieniami; serdecznie pozdrawiam;
s pozdravem; hezký den; pěkný den; s přáním hezkého dne; zdravím; s pozdravom; pekný deň; üdvözlettel; üdv;
  cu stimă; cu respect; o zi bună; toate cele bune;
с уважением; всего доброго; хорошего дня; с наилучшими пожеланиями; з повагою; гарного дня; на все добре;
  поздрави; срдачан поздрав; поздрав; srdačan pozdrav; lijep pozdrav; lp; lep pozdrav; lep dan; pagarbiai;
  ar cieņu; lugupidamisega; με εκτίμηση; φιλικά; χαιρετισμούς; saygılarımla; iyi çalışmalar; iyi günler;
  saygılar; selamlar;
此致; 敬礼; 祝好; 祝您工作顺利; 顺祝商祺; 祝您愉快; 祝商祺; 順頌商祺; 좋은 하루 되세요; 즐거운 하루 되세요;
בברכה; יום טוב; مع التحية; تحياتي; مع أطيب التحيات; با احترام; salut; salutacions; trân trọng; salam;
"""

# Words that no name consists of: what stands alone below the thanks may be an answer.
NOT_NAMES = """
yes no ok sure please pls bitte asap urgent dringend eilig call anruf rückruf ps monday tuesday wednesday thursday
friday saturday sunday today tomorrow now later never ja nein montag dienstag mittwoch donnerstag freitag samstag
sonntag heute morgen oui non lundi mardi mercredi jeudi vendredi samedi dimanche demain si sí lunes martes
miércoles jueves viernes sábado domingo mañana lunedì martedì mercoledì giovedì venerdì sabato domenica domani nee
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag sim não segunda terça quarta quinta sexta tak nie
january february march april may june july august september october november december januar februar märz mai juni
juli oktober dezember svp prego invoice quote quotation contract price prices reminder deadline rechnung vertrag
preis preise termin frist mahnung angebote devis facture contrat presupuesto factura contrato preventivo fattura
contratto offerte factuur oferta faktura umowa wycena счет счёт смета договор срочно offert kontrakt tilbud tarjous
lasku sopimus teklif fatura approved agreed freigabe freigegeben storno stopp stop wait warten angebot offer
"""

# Words of a signature that are written small, beside names, functions and firms.
SMALL_WORDS = """
of and the for at in & für und der die das des dem den von zu zum zur im am bei de la le du des et l d y e di da del
della do dos das van het en och og i ja oraz z w tel tel. fax fax. mob mob. mobile phone mail e-mail email web t m f
p h w c/o | - – — · •
"""

"""What firms put below every mail: that it is confidential, who may read it, that trees may live."""

from bot.mail.phrases import folded, phrases_of

_OPENINGS = phrases_of("""
this e-mail and any; this email and any; this e-mail is confidential; this email is confidential;
  this message is confidential; this message and any; this e-mail may contain; this email may contain;
  this message may contain; the information contained in this; the information in this e-mail;
  the information in this email; the contents of this; confidentiality notice; disclaimer:; notice:;
  please consider the environment; think before you print;
diese e-mail enthält; diese e-mail und; diese e-mail kann; diese mail enthält; diese nachricht enthält;
  diese nachricht ist vertraulich; der inhalt dieser; die in dieser e-mail; vertraulichkeitshinweis; bitte prüfen sie
  der umwelt zuliebe; denken sie an die umwelt; bitte denken sie an die umwelt;
ce message et; ce message est confidentiel; ce courriel; cet e-mail; les informations contenues; avis de
  confidentialité; pensez à l'environnement; avant d'imprimer;
este mensaje y; este mensaje es confidencial; este correo electrónico; la información contenida; aviso legal;
  aviso de confidencialidad; antes de imprimir; esta mensagem; este e-mail; aviso legal:;
questo messaggio; questa e-mail; le informazioni contenute; avviso di riservatezza; prima di stampare;
dit bericht; deze e-mail; de informatie in dit; vertrouwelijkheidsverklaring;
detta meddelande; detta e-post; denne e-mail; denne e-post; denne meddelelse; denne meldingen; tämä viesti;
niniejsza wiadomość; ta wiadomość; treść tej wiadomości; tato zpráva; tento e-mail; táto správa;
это сообщение; данное сообщение; настоящее сообщение; bu e-posta; bu mesaj; 本邮件; 本メール; このメールは;
""")
"""How such a notice begins, at the start of a line. A wish that begins like this would be odd indeed."""

_START = 80


def without_notice(text: str) -> str:
    """The text above the first line that begins a notice, where something stands above it."""
    kept: list[str] = []
    for line in text.splitlines():
        if kept and folded(line[:_START]).lstrip("*_- ").startswith(_OPENINGS):
            break
        kept.append(line)
    return "\n".join(kept)

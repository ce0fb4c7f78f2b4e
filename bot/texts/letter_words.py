"""What letters to clients say, language by language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language. `greeting` and `concerns` take a name, `last_heard` a day, `at` a day and a time.

    `day` and `day_of_a_year` are patterns for babel.
    """

    greeting: str
    greeting_to_nobody: str
    concerns: str
    thanks: str
    next: str
    hears_by: str
    no_date: str
    moved: str
    last_heard: str
    asking: str
    closing: str
    subject: str
    at: str
    day: str
    day_of_a_year: str


WORDS: Mapping[str, Words] = {
    "en": Words(
        greeting="Hello {name},",
        greeting_to_nobody="Hello,",
        concerns="This is about the request of {name}.",
        thanks="Thank you for your message.",
        next="What happens next: {what}.",
        hears_by="You will hear from us by {by}.",
        no_date="We are looking into it and will come back to you with the next step and a date.",
        moved="We will need until {new}, rather than {old} as announced. Please tell us if that does not suit you.",
        last_heard="We last got in touch with you on {day}.",
        asking="We would like to ask whether you have had a chance to look at this. If you need anything from us, "
        "please let us know.",
        closing="Kind regards",
        subject="Your request",
        at="{day} at {time}",
        day="EEEE d MMMM",
        day_of_a_year="EEEE d MMMM y",
    ),
    "de": Words(
        greeting="Guten Tag {name},",
        greeting_to_nobody="Guten Tag,",
        concerns="es geht um die Anfrage von {name}.",
        thanks="vielen Dank für Ihre Nachricht.",
        next="So geht es weiter: {what}.",
        hears_by="Sie hören bis {by} von uns.",
        no_date="Wir sehen uns das an und melden uns mit dem nächsten Schritt und einem Termin.",
        moved="wir brauchen bis {new} statt wie angekündigt bis {old}. Falls Ihnen das nicht passt, geben Sie uns "
        "bitte Bescheid.",
        last_heard="wir haben uns zuletzt am {day} bei Ihnen gemeldet.",
        asking="darf ich fragen, ob Sie schon dazu gekommen sind? Wenn Sie noch etwas von uns brauchen, geben Sie uns "
        "bitte Bescheid.",
        closing="Freundliche Grüße",
        subject="Ihre Anfrage",
        at="{day} um {time} Uhr",
        day="EEEE, d. MMMM",
        day_of_a_year="EEEE, d. MMMM y",
    ),
    "fr": Words(
        greeting="Bonjour {name},",
        greeting_to_nobody="Bonjour,",
        concerns="Je vous écris au sujet de la demande de {name}.",
        thanks="Merci pour votre message.",
        next="Prochaine étape : {what}.",
        hears_by="Nous reviendrons vers vous au plus tard le {by}.",
        no_date="Nous étudions votre demande et reviendrons vers vous avec la prochaine étape et une date.",
        moved="Nous aurons besoin de temps jusqu'au {new}, et non jusqu'au {old} comme annoncé. Si cela ne vous "
        "convient pas, merci de nous le dire.",
        last_heard="Nous vous avons contacté pour la dernière fois le {day}.",
        asking="Avez-vous pu y réfléchir ? Si vous avez besoin de quoi que ce soit de notre part, n'hésitez pas à nous "
        "le dire.",
        closing="Cordialement",
        subject="Votre demande",
        at="{day} à {time}",
        day="EEEE d MMMM",
        day_of_a_year="EEEE d MMMM y",
    ),
    "es": Words(
        greeting="Buenos días, {name}:",
        greeting_to_nobody="Buenos días:",
        concerns="Le escribo en relación con la solicitud de {name}.",
        thanks="Muchas gracias por su mensaje.",
        next="El siguiente paso: {what}.",
        hears_by="Tendrá noticias nuestras a más tardar el {by}.",
        no_date="Lo estamos estudiando y le escribiremos con el siguiente paso y una fecha.",
        moved="Necesitaremos tiempo hasta el {new}, y no hasta el {old} como habíamos anunciado. Si no le viene bien, "
        "le rogamos que nos lo diga.",
        last_heard="Nos pusimos en contacto con usted por última vez el {day}.",
        asking="Quería preguntarle si ha podido verlo. Si necesita algo de nuestra parte, no dude en decírnoslo.",
        closing="Un cordial saludo",
        subject="Su solicitud",
        at="{day} a las {time}",
        day="EEEE, d 'de' MMMM",
        day_of_a_year="EEEE, d 'de' MMMM 'de' y",
    ),
    "it": Words(
        greeting="Buongiorno {name},",
        greeting_to_nobody="Buongiorno,",
        concerns="Le scrivo in merito alla richiesta di {name}.",
        thanks="grazie per il Suo messaggio.",
        next="Il prossimo passo: {what}.",
        hears_by="Riceverà nostre notizie entro {by}.",
        no_date="Lo stiamo esaminando e Le scriveremo con il prossimo passo e una data.",
        moved="ci servirà tempo fino a {new}, anziché fino a {old} come annunciato. Se non Le va bene, La preghiamo di "
        "dircelo.",
        last_heard="ci siamo sentiti l'ultima volta in data {day}.",
        asking="vorrei chiederLe se ha avuto modo di dare un'occhiata. Se Le serve qualcosa da parte nostra, ce lo "
        "faccia sapere.",
        closing="Cordiali saluti",
        subject="La Sua richiesta",
        at="{day} alle ore {time}",
        day="EEEE d MMMM",
        day_of_a_year="EEEE d MMMM y",
    ),
    "nl": Words(
        greeting="Beste {name},",
        greeting_to_nobody="Goedendag,",
        concerns="Het gaat over de vraag van {name}.",
        thanks="Hartelijk dank voor uw bericht.",
        next="De volgende stap: {what}.",
        hears_by="U hoort uiterlijk {by} van ons.",
        no_date="Wij kijken ernaar en komen bij u terug met de volgende stap en een datum.",
        moved="Wij hebben tot {new} nodig, in plaats van tot {old} zoals aangekondigd. Laat het ons alstublieft weten "
        "als dat u niet schikt.",
        last_heard="Wij hebben voor het laatst contact met u opgenomen op {day}.",
        asking="Mag ik vragen of u er al naar hebt kunnen kijken? Als u nog iets van ons nodig hebt, horen wij dat "
        "graag.",
        closing="Met vriendelijke groet",
        subject="Uw vraag",
        at="{day} om {time} uur",
        day="EEEE d MMMM",
        day_of_a_year="EEEE d MMMM y",
    ),
    "pt": Words(
        greeting="Bom dia, {name},",
        greeting_to_nobody="Bom dia,",
        concerns="Escrevo a propósito do pedido de {name}.",
        thanks="Muito obrigado pela sua mensagem.",
        next="O próximo passo: {what}.",
        hears_by="Receberá notícias nossas até {by}.",
        no_date="Estamos a analisar o assunto e voltaremos ao contacto com o próximo passo e uma data.",
        moved="Precisaremos de tempo até {new}, e não até {old} como anunciado. Se não lhe for conveniente, "
        "agradecemos que nos diga.",
        last_heard="O nosso último contacto foi em {day}.",
        asking="Gostaria de saber se já teve oportunidade de ver este assunto. Se precisar de algo da nossa parte, por "
        "favor diga-nos.",
        closing="Com os melhores cumprimentos",
        subject="O seu pedido",
        at="{day} às {time}",
        day="EEEE, d 'de' MMMM",
        day_of_a_year="EEEE, d 'de' MMMM 'de' y",
    ),
    "pl": Words(
        greeting="Dzień dobry, {name},",
        greeting_to_nobody="Dzień dobry,",
        concerns="piszę w sprawie zapytania od: {name}.",
        thanks="dziękujemy za wiadomość.",
        next="Następny krok: {what}.",
        hears_by="Odezwiemy się do {by}.",
        no_date="Zajmujemy się tym i wrócimy z informacją o następnym kroku i terminie.",
        moved="potrzebujemy czasu do {new}, a nie, jak zapowiadaliśmy, do {old}. Jeśli ten termin nie odpowiada, "
        "prosimy o informację.",
        last_heard="nasz ostatni kontakt: {day}.",
        asking="czy udało się już zapoznać ze sprawą? Jeśli potrzeba czegoś z naszej strony, prosimy o wiadomość.",
        closing="Z poważaniem",
        subject="Państwa zapytanie",
        at="{day}, godz. {time}",
        day="d MMMM (EEEE)",
        day_of_a_year="d MMMM y (EEEE)",
    ),
    "cs": Words(
        greeting="Dobrý den, {name},",
        greeting_to_nobody="Dobrý den,",
        concerns="píši Vám ohledně požadavku od: {name}.",
        thanks="děkujeme za Vaši zprávu.",
        next="Další krok: {what}.",
        hears_by="Ozveme se Vám do {by}.",
        no_date="Věnujeme se tomu a ozveme se Vám s dalším krokem a termínem.",
        moved="budeme potřebovat čas do {new}, a ne do {old}, jak jsme oznámili. Pokud Vám to nevyhovuje, dejte nám "
        "prosím vědět.",
        last_heard="naposledy jsme se Vám ozvali: {day}.",
        asking="rádi bychom se zeptali, zda jste se k tomu již dostali. Pokud od nás něco potřebujete, dejte nám "
        "prosím vědět.",
        closing="S pozdravem",
        subject="Váš požadavek",
        at="{day}, {time}",
        day="d. MMMM (EEEE)",
        day_of_a_year="d. MMMM y (EEEE)",
    ),
    "sv": Words(
        greeting="Hej {name},",
        greeting_to_nobody="Hej,",
        concerns="Det gäller förfrågan från {name}.",
        thanks="Tack för ditt meddelande.",
        next="Nästa steg: {what}.",
        hears_by="Du hör av oss senast {by}.",
        no_date="Vi tittar på det och återkommer med nästa steg och ett datum.",
        moved="Vi behöver tid till {new}, och inte till {old} som vi meddelat. Hör gärna av dig om det inte passar.",
        last_heard="Vi hörde av oss senast {day}.",
        asking="Jag undrar om du har hunnit titta på detta. Om du behöver något från oss är du välkommen att höra av "
        "dig.",
        closing="Med vänlig hälsning",
        subject="Din förfrågan",
        at="{day} kl. {time}",
        day="EEEE 'den' d MMMM",
        day_of_a_year="EEEE 'den' d MMMM y",
    ),
    "da": Words(
        greeting="Hej {name},",
        greeting_to_nobody="Hej,",
        concerns="Det drejer sig om henvendelsen fra {name}.",
        thanks="Tak for din besked.",
        next="Næste skridt: {what}.",
        hears_by="Du hører fra os senest {by}.",
        no_date="Vi ser på det og vender tilbage med næste skridt og en dato.",
        moved="Vi har brug for tid til {new} og ikke til {old}, som vi havde meldt ud. Sig endelig til, hvis det ikke "
        "passer.",
        last_heard="Vi har senest kontaktet dig {day}.",
        asking="Jeg vil gerne høre, om du har haft mulighed for at se på dette. Hvis du har brug for noget fra os, så "
        "sig endelig til.",
        closing="Med venlig hilsen",
        subject="Din henvendelse",
        at="{day} kl. {time}",
        day="EEEE 'den' d. MMMM",
        day_of_a_year="EEEE 'den' d. MMMM y",
    ),
    "nb": Words(
        greeting="Hei {name},",
        greeting_to_nobody="Hei,",
        concerns="Det gjelder henvendelsen fra {name}.",
        thanks="Takk for meldingen.",
        next="Neste steg: {what}.",
        hears_by="Du hører fra oss senest {by}.",
        no_date="Vi ser på saken og kommer tilbake med neste steg og en dato.",
        moved="Vi trenger tid til {new}, og ikke til {old} som varslet. Si gjerne fra hvis det ikke passer.",
        last_heard="Vi tok sist kontakt {day}.",
        asking="Jeg lurer på om du har hatt anledning til å se på dette. Hvis du trenger noe fra oss, er det bare å si "
        "fra.",
        closing="Med vennlig hilsen",
        subject="Din henvendelse",
        at="{day} kl. {time}",
        day="EEEE d. MMMM",
        day_of_a_year="EEEE d. MMMM y",
    ),
    "fi": Words(
        greeting="Hei {name},",
        greeting_to_nobody="Hei,",
        concerns="Kirjoitan seuraavasta yhteydenotosta: {name}.",
        thanks="Kiitos viestistänne.",
        next="Seuraava vaihe: {what}.",
        hears_by="Palaamme asiaan viimeistään {by}.",
        no_date="Selvitämme asiaa ja kerromme teille seuraavan vaiheen ja aikataulun.",
        moved="Palaamme asiaan viimeistään {new}, emme {old}, kuten aiemmin ilmoitimme. Kertokaa meille, jos aika ei "
        "sovi teille.",
        last_heard="Otimme teihin viimeksi yhteyttä: {day}.",
        asking="Oletteko ehtineet tutustua asiaan? Jos tarvitsette meiltä jotakin, kertokaa siitä meille.",
        closing="Ystävällisin terveisin",
        subject="Yhteydenottonne",
        at="{day} klo {time}",
        day="EEEE d. MMMM",
        day_of_a_year="EEEE d. MMMM y",
    ),
    "tr": Words(
        greeting="Sayın {name},",
        greeting_to_nobody="Merhaba,",
        concerns="{name} tarafından iletilen talep hakkında yazıyorum.",
        thanks="Mesajınız için teşekkür ederiz.",
        next="Bir sonraki adım: {what}.",
        hears_by="Size en geç şu tarihte dönüş yapacağız: {by}.",
        no_date="Konuyu inceliyoruz; bir sonraki adım ve bir tarih ile size dönüş yapacağız.",
        moved="Size bildirdiğimiz tarih ({old}) yerine şu tarihe kadar zamana ihtiyacımız var: {new}. Uygun değilse "
        "lütfen bize bildirin.",
        last_heard="Sizinle en son şu tarihte iletişime geçtik: {day}.",
        asking="Konuya bakma fırsatınız olup olmadığını sormak isteriz. Bizden bir şeye ihtiyacınız olursa lütfen "
        "bildirin.",
        closing="Saygılarımızla",
        subject="Talebiniz",
        at="{day}, saat {time}",
        day="d MMMM EEEE",
        day_of_a_year="d MMMM y EEEE",
    ),
}

LANGUAGES = frozenset(WORDS)

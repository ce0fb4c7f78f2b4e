"""What a letter says when somebody else than its owner writes: who speaks, for whom, until when."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StandIn:
    """The sentences of one language; `{owner}` is who is away, `{back}` the day on which they are at work again.

    What depends on whether the owner is a man or a woman is left out.
    """

    until: str
    for_now: str


STAND_INS: Mapping[str, StandIn] = {
    "en": StandIn(
        "{owner} is away and back on {back}; I am looking after your request meanwhile, and you can reach me here.",
        "{owner} is away; I am looking after your request meanwhile, and you can reach me here.",
    ),
    "de": StandIn(
        "{owner} ist zurzeit nicht im Haus und ab {back} wieder da; bis dahin kümmere ich mich um Ihre Anfrage und bin "
        "hier für Sie erreichbar.",
        "{owner} ist zurzeit nicht im Haus; so lange kümmere ich mich um Ihre Anfrage und bin hier für Sie erreichbar.",
    ),
    "fr": StandIn(
        "En l'absence de {owner}, de retour le {back}, je m'occupe de votre demande ; vous pouvez me joindre ici.",
        "En l'absence de {owner}, je m'occupe de votre demande ; vous pouvez me joindre ici.",
    ),
    "es": StandIn(
        "En ausencia de {owner}, que estará de vuelta el {back}, me ocupo yo de su solicitud; puede escribirme aquí.",
        "En ausencia de {owner}, me ocupo yo de su solicitud; puede escribirme aquí.",
    ),
    "it": StandIn(
        "in assenza di {owner}, che rientrerà {back}, seguo io la Sua richiesta; può scrivermi qui.",
        "in assenza di {owner} seguo io la Sua richiesta; può scrivermi qui.",
    ),
    "nl": StandIn(
        "{owner} is afwezig en vanaf {back} weer bereikbaar; tot die tijd houd ik mij met uw vraag bezig en kunt u mij "
        "hier bereiken.",
        "{owner} is afwezig; zolang houd ik mij met uw vraag bezig en kunt u mij hier bereiken.",
    ),
    "pt": StandIn(
        "Na ausência de {owner}, com regresso previsto para {back}, ocupo-me eu do seu pedido; pode responder-me aqui.",
        "Na ausência de {owner}, ocupo-me eu do seu pedido; pode responder-me aqui.",
    ),
    "pl": StandIn(
        "{owner} jest obecnie poza biurem, powrót: {back}; do tego czasu zajmuję się Państwa zapytaniem i proszę "
        "o kontakt ze mną pod tym adresem.",
        "{owner} jest obecnie poza biurem; w tym czasie zajmuję się Państwa zapytaniem i proszę o kontakt ze mną pod "
        "tym adresem.",
    ),
    "cs": StandIn(
        "{owner} je nyní mimo kancelář, návrat: {back}; do té doby se Vašemu požadavku věnuji já a můžete mi psát sem.",
        "{owner} je nyní mimo kancelář; Vašemu požadavku se zatím věnuji já a můžete mi psát sem.",
    ),
    "sv": StandIn(
        "{owner} är borta och är tillbaka {back}; under tiden tar jag hand om din förfrågan, och du når mig här.",
        "{owner} är borta; under tiden tar jag hand om din förfrågan, och du når mig här.",
    ),
    "da": StandIn(
        "{owner} er væk og er tilbage {back}; imens tager jeg mig af din henvendelse, og du kan få fat i mig her.",
        "{owner} er væk; imens tager jeg mig af din henvendelse, og du kan få fat i mig her.",
    ),
    "nb": StandIn(
        "{owner} er borte og er tilbake {back}; imens tar jeg meg av henvendelsen din, og du når meg her.",
        "{owner} er borte; imens tar jeg meg av henvendelsen din, og du når meg her.",
    ),
    "fi": StandIn(
        "{owner} on poissa ja palaa {back}; sillä välin hoidan asiaanne, ja tavoitatte minut täältä.",
        "{owner} on poissa; sillä välin hoidan asiaanne, ja tavoitatte minut täältä.",
    ),
    "tr": StandIn(
        "{owner} şu anda ofiste değil, {back} günü dönecek; o zamana kadar talebinizle ben ilgileniyorum ve bana "
        "buradan ulaşabilirsiniz.",
        "{owner} şu anda ofiste değil; bu süre içinde talebinizle ben ilgileniyorum ve bana buradan ulaşabilirsiniz.",
    ),
}

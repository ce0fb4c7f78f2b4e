"""What a letter says when somebody else than its owner writes: who speaks, for whom, until when."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StandIn:
    """The sentence of one language; `{owner}` is who is away, `{until}` the day they are back."""

    until: str
    for_now: str


STAND_INS: Mapping[str, StandIn] = {
    "en": StandIn(
        "{owner} is away and back on {until}; I am looking after your request meanwhile, and you can reach me here.",
        "{owner} is away; I am looking after your request meanwhile, and you can reach me here.",
    ),
    "de": StandIn(
        "{owner} ist bis {until} nicht im Haus; so lange kümmere ich mich um Ihre Anfrage und bin hier für Sie da.",
        "{owner} ist zurzeit nicht im Haus; so lange kümmere ich mich um Ihre Anfrage und bin hier für Sie da.",
    ),
    "fr": StandIn(
        "En l'absence de {owner} jusqu'au {until}, je m'occupe de votre demande ; vous pouvez me joindre ici.",
        "En l'absence de {owner}, je m'occupe de votre demande ; vous pouvez me joindre ici.",
    ),
    "es": StandIn(
        "En ausencia de {owner} hasta el {until}, me ocupo yo de su solicitud; puede escribirme aquí.",
        "En ausencia de {owner}, me ocupo yo de su solicitud; puede escribirme aquí.",
    ),
    "it": StandIn(
        "In assenza di {owner} fino a {until} seguo io la Sua richiesta; può scrivermi qui.",
        "In assenza di {owner} seguo io la Sua richiesta; può scrivermi qui.",
    ),
    "nl": StandIn(
        "{owner} is afwezig tot {until}; zolang houd ik mij met uw vraag bezig en kunt u mij hier bereiken.",
        "{owner} is afwezig; zolang houd ik mij met uw vraag bezig en kunt u mij hier bereiken.",
    ),
}

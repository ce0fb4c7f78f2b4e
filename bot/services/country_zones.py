"""The time of a country's capital, by which a client there is taken to work."""

from functools import lru_cache

from babel.core import get_global

_CAPITALS = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UK": "Europe/London",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
    "XK": "Europe/Belgrade",
}
"""Countries of several zones, or of a second code: the one of the capital."""


def zone_of_country(country: str) -> str | None:
    """The zone of the capital of `country`, a code such as DE or DE-BY; None where nobody knows it."""
    code = country.partition("-")[0].upper()
    return _CAPITALS.get(code) or _of_one_zone().get(code)


@lru_cache(maxsize=1)
def _of_one_zone() -> dict[str, str]:
    """By country a zone, which is its only one for all that are not among the capitals above."""
    return {country: zone for zone, country in get_global("zone_territories").items()}

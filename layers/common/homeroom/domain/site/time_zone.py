"""Time zones by their IANA names. `zoneinfo` is loaded by whoever shows a time of a site that is not in UTC."""

from collections.abc import Mapping
from datetime import UTC, tzinfo
from functools import lru_cache

from homeroom.domain.kernel.message import Code


class TimeZoneName(Code):
    """What Americans call theirs."""

    EASTERN = "time_zone.eastern"
    CENTRAL = "time_zone.central"
    MOUNTAIN = "time_zone.mountain"
    ARIZONA = "time_zone.arizona"
    PACIFIC = "time_zone.pacific"
    ALASKA = "time_zone.alaska"
    HAWAII = "time_zone.hawaii"
    ATLANTIC = "time_zone.atlantic"
    GUAM = "time_zone.guam"
    SAMOA = "time_zone.samoa"


AMERICAN: Mapping[str, TimeZoneName] = {
    "America/New_York": TimeZoneName.EASTERN,
    "America/Chicago": TimeZoneName.CENTRAL,
    "America/Denver": TimeZoneName.MOUNTAIN,
    "America/Phoenix": TimeZoneName.ARIZONA,
    "America/Los_Angeles": TimeZoneName.PACIFIC,
    "America/Anchorage": TimeZoneName.ALASKA,
    "Pacific/Honolulu": TimeZoneName.HAWAII,
    "America/Puerto_Rico": TimeZoneName.ATLANTIC,
    "Pacific/Guam": TimeZoneName.GUAM,
    "Pacific/Pago_Pago": TimeZoneName.SAMOA,
}
_CITIES: Mapping[str, str] = {
    "Africa": "Abidjan,Accra,Addis_Ababa,Algiers,Cairo,Casablanca,Dakar,Harare,Johannesburg,Lagos,Nairobi,Tunis",
    "America": "Asuncion,Bogota,Buenos_Aires,Caracas,Costa_Rica,Edmonton,El_Salvador,Guatemala,Halifax,Havana,"
    "Jamaica,La_Paz,Lima,Managua,Mexico_City,Monterrey,Montevideo,Panama,Port-au-Prince,Regina,"
    "Santiago,Santo_Domingo,Sao_Paulo,St_Johns,Tegucigalpa,Tijuana,Toronto,Vancouver,Winnipeg",
    "Asia": "Almaty,Baghdad,Baku,Bangkok,Beirut,Colombo,Damascus,Dhaka,Dubai,Ho_Chi_Minh,Hong_Kong,Jakarta,"
    "Jerusalem,Kabul,Karachi,Kathmandu,Kolkata,Kuala_Lumpur,Kuwait,Manila,Qatar,Riyadh,Seoul,"
    "Shanghai,Singapore,Taipei,Tashkent,Tbilisi,Tehran,Tokyo,Ulaanbaatar,Yangon,Yerevan",
    "Atlantic": "Azores,Bermuda,Canary,Reykjavik",
    "Australia": "Adelaide,Brisbane,Darwin,Hobart,Melbourne,Perth,Sydney",
    "Europe": "Amsterdam,Athens,Belgrade,Berlin,Brussels,Bucharest,Budapest,Copenhagen,Dublin,Helsinki,"
    "Istanbul,Kyiv,Lisbon,London,Luxembourg,Madrid,Moscow,Oslo,Paris,Prague,Rome,Sofia,Stockholm,"
    "Tallinn,Vienna,Vilnius,Warsaw,Zagreb,Zurich",
    "Indian": "Maldives,Mauritius",
    "Pacific": "Apia,Auckland,Fiji,Tahiti,Tongatapu",
}
OTHERS = ("UTC", *(f"{region}/{city}" for region, cities in _CITIES.items() for city in cities.split(",")))
"""A zone for wherever a school may be; not every name that a place ever had."""
OFFERED = frozenset({*AMERICAN, *OTHERS})


@lru_cache
def zone_of(name: str) -> tzinfo:
    """UTC where this machine does not know the zone."""
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC

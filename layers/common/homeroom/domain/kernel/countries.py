"""Countries where schools are, by their codes (ISO 3166), and whether an address is in one of them."""

from types import MappingProxyType

from homeroom.domain.kernel.text import sort_key

ELSEWHERE = "ZZ"
"""For none of them: phone numbers are then known by their `+` alone."""

_TABLE = """AR Argentina|AU Australia|AT Austria|BS Bahamas|BH Bahrain|BD Bangladesh|BB Barbados|BE Belgium|BZ Belize
|BO Bolivia|BR Brazil|KH Cambodia|CM Cameroon|CA Canada|CL Chile|CN China|CO Colombia|CR Costa Rica|HR Croatia
|CZ Czechia|DK Denmark|DO Dominican Republic|EC Ecuador|EG Egypt|SV El Salvador|ET Ethiopia|FI Finland|FR France
|DE Germany|GH Ghana|GR Greece|GT Guatemala|HT Haiti|HN Honduras|HK Hong Kong|HU Hungary|IN India|ID Indonesia
|IE Ireland|IL Israel|IT Italy|JM Jamaica|JP Japan|JO Jordan|KZ Kazakhstan|KE Kenya|KW Kuwait|LB Lebanon|LU Luxembourg
|MY Malaysia|MX Mexico|MA Morocco|NP Nepal|NL Netherlands|NZ New Zealand|NI Nicaragua|NG Nigeria|NO Norway|OM Oman
|PK Pakistan|PA Panama|PY Paraguay|PE Peru|PH Philippines|PL Poland|PT Portugal|PR Puerto Rico|QA Qatar|RO Romania
|RU Russia|SA Saudi Arabia|SN Senegal|SG Singapore|ZA South Africa|KR South Korea|ES Spain|SE Sweden|CH Switzerland
|TW Taiwan|TZ Tanzania|TH Thailand|TT Trinidad and Tobago|TN Tunisia|TR Turkey|UG Uganda|UA Ukraine
|AE United Arab Emirates|GB United Kingdom|US United States|UY Uruguay|VE Venezuela|VN Vietnam|ZM Zambia|ZW Zimbabwe"""

COUNTRIES = MappingProxyType({code: name for code, _, name in (e.strip().partition(" ") for e in _TABLE.split("|"))})
"""Code -> English name, in the order of the names."""

_ALSO_CALLED = {"US": ("usa", "unitedstatesofamerica", "america"), "GB": ("uk", "greatbritain")}


def is_in_country(typed: str, code: str) -> bool:
    """Whether what stands under an address is this country: `USA`, `U.S.` and `United States` are `US`."""
    called = (code, COUNTRIES.get(code, ""), *_ALSO_CALLED.get(code, ()))
    return _folded(typed) in map(_folded, called)


def _folded(name: str) -> str:
    return sort_key(name).replace(" ", "")

"""What the words for a contact's relationship mean, in the languages that families are offered: one list for files of
every format.

Spelled as people type them; case, accents and punctuation do not matter. A word that stands nowhere here is asked
about.
"""

import re
from collections.abc import Collection, Iterable
from enum import Enum
from functools import lru_cache

from homeroom.domain.kernel.text import sort_key


class Tie(Enum):
    """PARENT: whoever may be invited, grandparents, step- and foster parents and guardians among them. OTHER: nobody
    to be invited. NO_CONTACT: to be neither invited nor told of the student.
    """

    PARENT = "parent"
    OTHER = "other"
    NO_CONTACT = "no contact"
    UNKNOWN = "unknown"


def _keys(*texts: str) -> frozenset[str]:
    """Of lists, with bars between the texts."""
    return frozenset(sort_key(text) for listed in texts for text in listed.split("|"))


_PARENTS = _keys(
    "mother|father|mom|dad|mum|mommy|mummy|daddy|mama|papa|ma|pa|parent|parents|guardian|guardians",
    "stepmother|stepfather|stepmom|stepdad|stepparent|stepparents|fosterparent|fostermother|fosterfather",
    "grandmother|grandfather|grandparent|grandparents|grandma|grandpa|grandmom|granddad|granny|nana|gramma",
    "madre|padre|padres|mami|papi|tutora|tutores|madrastra|padrastro|abuela|abuelo|abuelita|abuelito|abuelos",
    "apoderado|apoderada|acudiente|encargado|encargada",
    "mère|père|maman|tuteur|tutrice|mamie|papy|beau-père|belle-mère|grand-mère|grand-père|beaux-parents",
    "mãe|pai|pais|mamãe|papai|responsável|guardião|guardiã|avó|avós|vovó|madrasta|padrasto",
    "mẹ|cha|bố|bố mẹ|cha mẹ|phụ huynh|người giám hộ|ông nội|ông ngoại|bà nội|bà ngoại|ông bà|mẹ kế|cha dượng|mẹ nuôi",
    "bố dượng|cha nuôi|bố nuôi",
    "母亲|母親|妈妈|媽媽|妈|媽|母|父亲|父親|爸爸|爸|父|父母|家长|家長|监护人|監護人|法定监护人|法定監護人|祖父|祖母|外祖父|外祖母",
    "爷爷|爺爺|奶奶|外公|外婆|姥姥|姥爷|继母|繼母|继父|繼父|养父|養父|养母|養母|祖父母",
    "أم|الأم|والدة|الوالدة|أب|الأب|والد|الوالد|الوالدين|ماما|بابا|ولي الأمر|ولي أمر|وصي|الوصي|جد|الجد|جدة|الجدة",
    "زوجة الأب|زوج الأم",
    "manman|paran|gadyen|responsab|grann|granpapa|granmè|granpè|bòpè|bèlmè",
    "어머니|어머님|엄마|모|아버지|아버님|아빠|부|부모|부모님|보호자|후견인|법정대리인|할머니|할아버지|외할머니|외할아버지|조부모|조모|조부",
    "새어머니|새아버지|계모|계부|양어머니|양아버지|위탁부모",
    "мать|мама|отец|папа|родитель|родители|опекун|попечитель|бабушка|дедушка|мачеха|отчим|законный представитель",
    "ina|nanay|inay|ama|tatay|itay|magulang|tagapag-alaga|lola|lolo|amain",
    "mutter|vater|eltern|erziehungsberechtigte|erziehungsberechtigter|vormund|großmutter|großvater|oma|opa",
    "primary|secondary|primary contact|secondary contact|tutor legal|tutor/a legal|representante legal",
    "responsable légal|représentant légal|responsável legal|encarregado de educação|família de acolhimento|foster",
    "famille d'accueil",
)
_GUARDIANS = _keys(
    "guardian|guardians|tutora|tuteur|tutrice|responsável|guardião|guardiã|监护人|監護人|보호자|후견인|опекун"
)
_MODIFIERS = _keys(
    "both|biological|birth|natural|adoptive|adopted|adopting|adoption|foster|step|grand|great|legal|custodial|primary",
    "secondary|maternal|paternal|host|single|joint|court|appointed|by|the|my|and|or|of|student|s|1|2|3|first|second",
    "y|o|de|del|la|el|legal|adoptivo|adoptiva|biológico|biológica|acogida|crianza|materna|materno|paterna|paterno",
    "et|ou|d|accueil|daccueil|légal|légale|adoptif|adoptive|maternel|maternelle|paternel|paternelle|beau|belle|e|adotiva|adotivo",
    "biologique|ak|и|at|приемная|приемный|und|ali",
)
_RELATIVES = _keys(
    "brother|sister|sibling|siblings|stepbrother|stepsister|aunt|auntie|uncle|cousin|niece|nephew|hermano|hermana|tío",
    "tía|primo|prima|frère|soeur|oncle|tante|cousine|irmão|irmã|frè|sè|tonton|matant|kouzen|брат|сестра|дядя|тетя",
    "kapatid|tito|tita|tiyo|tiya|pinsan|형제|자매|이모|고모|삼촌|兄弟|姐妹|哥哥|姐姐|弟弟|妹妹|叔叔|阿姨|姑姑|舅舅|أخ|أخت|عم|عمة|خال|خالة",
)
_OTHERS = _RELATIVES | _keys(
    "emergency|neighbor|neighbour|friend|physician|doctor|dr|dentist|pediatrician|hospital|clinic|nurse|therapist",
    "nanny|babysitter|sitter|childcare|daycare|aftercare|au pair|godmother|godfather|godparent|partner|spouse|husband",
    "wife|boyfriend|girlfriend|fiance|fiancee|teacher|coach|counselor|principal|school|staff|worker|caseworker|agency",
    "attorney|lawyer|litem|landlord|employer|coworker|colleague|roommate|self|child|other|driver|pastor|none",
    "emergencia|emergencias|vecino|vecina|amigo|amiga|médico|médica|doctora|padrino|madrina|niñera|otro|otra|abogado",
    "abogada|novio|novia|esposo|esposa|maestro|maestra|trabajador social|trabajadora social",
    "urgence|voisin|voisine|ami|amie|médecin|parrain|marraine|nounou|autre|avocat|avocate",
    "emergência|vizinho|vizinha|padrinho|madrinha|babá|outro|outra",
    "hàng xóm|bạn bè|bạn|bác sĩ|khẩn cấp|liên lạc khẩn cấp|khác|bảo mẫu",
    "邻居|鄰居|朋友|医生|醫生|紧急联系人|緊急聯絡人|紧急|緊急|其他|保姆|老师|老師",
    "جار|الجار|جارة|صديق|صديقة|طبيب|الطبيب|طوارئ|أخرى|آخر",
    "ijans|vwazen|zanmi|doktè|lòt|이웃|친구|의사|비상|비상연락처|긴급|긴급연락처|기타|교사",
    "сосед|соседка|друг|подруга|врач|экстренный|няня|другое|другой|учитель|kapitbahay|kaibigan|doktor|yaya|ninang",
    "ninong|iba|nachbar|nachbarin|freund|freundin|arzt|ärztin|notfall|notfallkontakt|andere",
)
_DEAD = _keys(
    "deceased|dead|late|fallecido|fallecida|décédé|décédée|falecido|falecida|умер|умерла|去世|已故|사망|متوفى"
)
_FORBID = _keys(
    "no contact|not contact|dont contact|restraining order|restraining|no custody",
    "protective order|protection order|order of protection|do not email|dont email|rights terminated",
    "no contactar|sin contacto|orden de restricción|orden de alejamiento|orden de protección|sin custodia",
    "ne pas contacter|pas de contact|interdiction de contact|ordonnance restrictive|ordonnance de protection",
    "não contatar|não contactar|sem contato|ordem de restrição|medida protetiva|sem guarda",
    "không liên lạc|không được liên lạc|lệnh cấm|lệnh bảo vệ|pa kontakte|pa gen kontak|lòd restriksyon|lòd pwoteksyon",
    "не связываться|не контактировать|запрет на контакт|охранный ордер|судебный запрет|huwag kontakin|bawal kontakin",
    "huwag tawagan|연락 금지|연락하지 마세요|접근 금지|접근금지|연락금지",
    "لا تتصل|ممنوع الاتصال|عدم الاتصال|أمر تقييدي|أمر حماية",
)
_FORBID_HERE = _keys(
    "no access|not allowed|no email|no emails|not email|no rights|sin acceso|sem acesso|pas accès|нет доступа"
)
"""More of them where a text is about the contact and nothing else, as a relationship is."""
_FORBID_WITHIN = _keys("请勿联系|請勿聯絡|不要联系|不要聯絡|禁止联系|禁止聯絡|不得联系|限制令|保护令|保護令|禁制令")
_NUMBER = re.compile(r"\d+")  # `Parent1`, `Emergency contact 2`
_OF_ANYTHING = re.compile(r"\b(?:no contact|sin contacto|pas de contact|sem contato)\b")
_IN_PHRASES = frozenset(max(phrase.split(), key=len) for phrase in _FORBID)
_REMEMBERED, _LONGEST = 10_000, 500

_YES = _keys("yes|y|true|t|1|1.0|x|on|ok|checked|sí|s|sim|oui|vrai|ja|j|да|是|有|예|네|نعم|wi|oo|có|verdadero")
_NO = _keys("no|n|false|f|0|0.0|off|none|never|non|faux|não|nein|нет|否|无|無|没有|아니요|아니오|لا|hindi|không|falso")
_RIGHTS = _keys(
    "joint|full|sole|shared|primary|both|physical|legal|split|partial|50|custody|conjunta|compartida|partagée"
)
_MARKS = frozenset("✓✔☑☒✗✘")  # what a form's box looks like when it is ticked


def tie_of(text: str) -> Tie:
    """Of a text that is not empty. Where it names both, such as `friend of the mother`, nothing is known."""
    return _tie_of(text[:_LONGEST])


@lru_cache(maxsize=_REMEMBERED)
def _tie_of(text: str) -> Tie:
    words = sort_key(_NUMBER.sub(" ", text)).split()
    key = " ".join(words)
    if forbids(text) or any(f" {phrase} " in f" {key} " for phrase in _FORBID_HERE):
        return Tie.NO_CONTACT
    if key in _OTHERS or not _DEAD.isdisjoint(words):
        return Tie.OTHER
    if key in _PARENTS:
        return Tie.PARENT
    return _tie_of_words(words)


def _tie_of_words(words: list[str]) -> Tie:
    parents, others = _of(words, _PARENTS), _of(words, _OTHERS)
    if not others:
        all_known = len(parents) + len(_of(words, _MODIFIERS - _PARENTS)) == len(words)
        return Tie.PARENT if parents and all_known else Tie.UNKNOWN
    if not parents:
        return Tie.OTHER
    is_guardian = _GUARDIANS & set(words) and _RELATIVES.issuperset(others)  # an aunt may be one
    return Tie.PARENT if is_guardian else Tie.UNKNOWN


def _of(words: Iterable[str], known: Collection[str]) -> list[str]:
    return [word for word in words if word in known]


def forbids(text: str) -> bool:
    """Whether it says within that somebody must not be contacted."""
    key = sort_key(text)
    if not text.isascii() and any(phrase in key for phrase in _FORBID_WITHIN):
        return True
    return not _IN_PHRASES.isdisjoint(key.split()) and any(f" {phrase} " in f" {key} " for phrase in _FORBID)


def forbids_anywhere(text: str) -> bool:
    """The same in a column of which nothing is known, where `no contact number` is said of a telephone."""
    key = sort_key(text)
    return forbids(text) and (key in _FORBID or forbids(_OF_ANYTHING.sub(" ", key)))


def says_yes(text: str) -> bool | None:
    """Of a text that is not empty; None where it says neither."""
    stripped = text.strip()
    if stripped in _MARKS:
        return True
    key = sort_key(stripped)
    return True if key in _YES else False if key in _NO else None


def says_rights(text: str) -> bool | None:
    """The same of custody, of which there are kinds. `None` may be said of it, and is a program's word for nothing."""
    if forbids(text):
        return False
    words = sort_key(text).split()
    if words == ["none"]:
        return None
    return True if words and _RIGHTS.issuperset(words) else says_yes(text)

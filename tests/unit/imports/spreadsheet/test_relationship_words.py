"""One list of words says who is a parent, who is not, and who must not be contacted."""

import re
import unicodedata

import pytest

from homeroom.domain.imports.spreadsheet import relationship_words
from homeroom.domain.imports.spreadsheet.contact_columns import HARMLESS_NOTE, PARENTAL_WORD
from homeroom.domain.imports.spreadsheet.relationship_words import Tie, says_yes, tie_of


def _each(text: str) -> list[str]:
    return text.split("|")


PARENTS = _each(
    "Mother|FATHER|Mom|Mum|Parent/Guardian|Parent 1|Guardian2|Foster Parent|Foster Mom|Step-Mother|Step Father|stepmom|"
    "Legal Guardian|Court-appointed guardian|Grandmother|Great-Grandfather|Grandma|Both Parents|Mom & Dad|"
    "Mother (custodial)|Aunt/Guardian|Adoptive Father|Biological mother|Madre|Papá|Tutor legal|tutora|"
    "abuela materna|Padrastro|Padre de acogida|Acudiente|Mère|père|Tuteur légal|Grand-mère|Belle-mère|"
    "Mère d'accueil|Mãe|Pai|Responsável|Avó|Encarregado de educação|Mẹ|Bố|cha|Phụ huynh|Người giám hộ|Bà ngoại|"
    "母亲|媽媽|爸爸|监护人|母亲/监护人|祖母|继父|أم|الأب|والدة|ولي الأمر|جدة|Manman|Papa|Gadyen|Grann|"
    "어머니|아빠|보호자|할머니|Мать|папа|"
    "Опекун|Бабушка|Приёмная мать|Nanay|Tatay|Ina|Magulang|Lola|Mutter|Großvater|Primary"
)
OTHERS = _each(
    "Neighbor|neighbour|Physician|Family Doctor|Emergency Contact|Emergency Contact 2|Emergency|Friend|"
    "Babysitter|Brother|Aunt|Uncle|Cousin|Godmother|Social Worker|DCFS caseworker|Mother's boyfriend|Spouse|"
    "Teacher|Other|Self|Mother - deceased|Vecina|Amigo|Tía|Médico|Contacto de emergencia|Madrina|Voisin|Oncle|"
    "Médecin|Urgence|Vizinho|Irmã|Hàng xóm|Bác sĩ|Khẩn cấp|邻居|医生|紧急联系人|阿姨|جار|طبيب|طوارئ|خالة|"
    "Vwazen|Doktè|Ijans|이웃|의사|비상연락처|이모|Сосед|Врач|Экстренный контакт|Тетя|Kapitbahay|Doktor|Tita|Kaibigan"
)
FORBIDDEN = _each(
    "restraining order - no contact|Father (NO CONTACT)|Do not contact|don't contact|Order of protection|"
    "Mother, no custody|do not email|No contactar|Padre - orden de restricción|Ne pas contacter|Não contatar|"
    "Không liên lạc|请勿联系父亲|限制令|لا تتصل|أمر حماية|Pa kontakte|연락 금지|Не связываться|Huwag kontakin"
)
UNKNOWN = _each(
    "Relative|Family|Sponsor|Caregiver|Friend of mother|Non-custodial parent|Tutor|Unknown|Mother in law|Host"
)


@pytest.mark.parametrize("text", PARENTS)
def test_these_may_be_invited(text: str) -> None:
    assert tie_of(text) is Tie.PARENT
    assert tie_of(f" {unicodedata.normalize('NFD', text.upper())} ") is Tie.PARENT


@pytest.mark.parametrize("text", OTHERS)
def test_these_are_nobody_to_invite(text: str) -> None:
    assert tie_of(text) is Tie.OTHER


@pytest.mark.parametrize("text", FORBIDDEN)
def test_these_must_not_be_contacted(text: str) -> None:
    assert tie_of(text) is Tie.NO_CONTACT


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_may_be_either_is_not_known(text: str) -> None:
    assert tie_of(text) is Tie.UNKNOWN


@pytest.mark.parametrize("text", _each("yes|Y|TRUE|t|1|1.0|x|On|ja|sí|S|sim|oui|Да|是|예|نعم|wi|oo|có|✓|☑"))
def test_yes_is_written_in_many_ways(text: str) -> None:
    assert says_yes(f" {text} ") is True


@pytest.mark.parametrize("text", _each("no|N|FALSE|f|0|0.0|off|nein|non|não|нет|否|아니요|لا|không|hindi"))
def test_no_is_written_in_many_ways(text: str) -> None:
    assert says_yes(text) is False


@pytest.mark.parametrize("text", ["perhaps", "Joint", "2", "?", "see file"])
def test_other_words_are_neither_yes_nor_no(text: str) -> None:
    assert says_yes(text) is None


def test_whatever_is_let_through_at_a_glance_means_the_same_at_a_closer_look() -> None:
    words = relationship_words._PARENTS | relationship_words._OTHERS
    glance = re.compile(PARENTAL_WORD)
    assert all(tie_of(word) is Tie.PARENT for word in words if glance.fullmatch(word))
    assert sum(bool(glance.fullmatch(word)) for word in words) > 10


def test_no_note_is_harmless_that_forbids_contact() -> None:
    phrases = relationship_words._FORBID | relationship_words._FORBID_WITHIN
    assert [phrase for phrase in phrases if re.fullmatch(HARMLESS_NOTE, f"Please: {phrase}!")] == []
    assert re.fullmatch(HARMLESS_NOTE, "Allergic to nuts; severe")

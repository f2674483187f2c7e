"""Which columns say something of a row's contacts besides who they are: relationship, custody, do not contact."""

import re
from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import NamedTuple

from homeroom.domain.imports.detected_file import FileFormat
from homeroom.domain.imports.spreadsheet.columns import BEFORE_A_NUMBER, PARENT_1, PARENT_2, folded
from homeroom.domain.imports.spreadsheet.header import Header
from homeroom.domain.imports.spreadsheet.header_cells import meanings


class Says(Enum):
    """RIGHTS: yes means a guardian. GUARDIAN: the same, but it may hold a guardian's name, of which nothing follows.
    FORBIDS: yes means no contact, and so does any other text than no. ALLOWS: no means no contact. EMERGENCY: yes means
    an emergency contact, who may be a parent, too. NOTES: a text in which somebody may have written it down. UNKNOWN:
    nothing else is known of the column, and somebody may have done so as well.
    """

    RELATION = auto()
    TYPE = auto()
    RIGHTS = auto()
    GUARDIAN = auto()
    FORBIDS = auto()
    ALLOWS = auto()
    EMERGENCY = auto()
    NOTES = auto()
    UNKNOWN = auto()


class Person(Enum):
    """Of whom: the first or the second parent of a row, or whoever is in it."""

    FIRST = auto()
    SECOND = auto()
    ALL = auto()


class ContactColumn(NamedTuple):
    """What a column says, and of whom."""

    says: Says
    person: Person


_NAMES: Mapping[Says, tuple[str, ...]] = {
    Says.RELATION: (
        *("relationship", "relationship_type", "relation", "relationship_to_student", "relation_to_student"),
        *("relation_type", "relationship_to_child", "relation_to_child", "relationship_to_pupil", "relation_to_pupil"),
        *("relationship_with_student", "relationship_with_child", "student_relationship", "relationship_description"),
        *("parentesco", "grado_de_parentesco", "grau_de_parentesco", "relación", "relación_con_el_estudiante"),
        *("relación_con_el_alumno", "vínculo", "relação", "relação_com_o_aluno", "lien", "lien_de_parenté"),
        *("lien_avec_l'élève", "lien_avec_l'enfant", "lien_familial", "beziehung", "beziehung_zum_kind"),
        *("verwandtschaft", "verwandtschaftsverhältnis", "mối_quan_hệ", "quan_hệ", "关系", "關係", "与学生关系"),
        *(
            "与学生的关系",
            "與學生關係",
            "관계",
            "학생과의 관계",
            "родство",
            "степень_родства",
            "صلة القرابة",
            "القرابة",
        ),
        *("relasyon", "kaugnayan"),
    ),
    Says.TYPE: ("type", "role"),
    Says.RIGHTS: (
        *("custody", "has_custody", "is_custodial", "custodial", "custodial_parent", "legal_custody"),
        *("has_legal_custody", "is_legal_guardian", "is_guardian", "parental_rights", "has_parental_rights"),
    ),
    Says.GUARDIAN: (
        *("legal_guardian", "parental_responsibility", "has_parental_responsibility", "custodia", "tiene_custodia"),
        *("guarda_y_custodia", "patria_potestad", "tutor_legal", "garde", "garde_légale", "droit_de_garde"),
        *("autorité_parentale", "guarda", "guarda_legal", "responsável_legal", "sorgerecht", "sorgeberechtigt"),
        *("erziehungsberechtigt", "quyền_nuôi_con", "监护权", "監護權", "양육권", "친권", "опека"),
    ),
    Says.FORBIDS: (
        *("opt_out", "opted_out", "unsubscribed", "restricted", "access_restricted", "no_access", "deceased", "dnc"),
        *("not_to_contact", "contact_prohibited", "legal_restriction", "legal_restrictions", "custody_restriction"),
        *("blocked", "is_blocked", "bloqueado", "bloqueada", "gesperrt"),
    ),
    Says.ALLOWS: (
        *("may_contact", "can_contact", "ok_to_contact", "allow_contact", "contact_allowed", "may_be_contacted"),
        *("may_email", "can_email", "ok_to_email", "allow_email", "email_allowed", "email_ok", "receives_email"),
        *("receive_email", "receives_emails", "receive_emails", "has_access", "access_allowed", "allow_access"),
        *("safe_to_contact", "contact_consent", "consent_to_contact", "permission_to_contact", "email_consent"),
        *("consent_to_email", "consents_to_email", "permission_to_email", "email_permission", "opt_in", "opted_in"),
        *("email_opt_in", "opt_in_to_email", "opt_in_email", "email_opted_in"),
    ),
    Says.EMERGENCY: ("is_emergency_contact", "emergency_contact", "is_emergency", "emergency"),
}
_WITHIN: Mapping[Says, tuple[str, ...]] = {
    Says.FORBIDS: (
        *("donotcontact", "dontcontact", "nocontact", "contactrestrict", "restrictedcontact", "contactforbidden"),
        *("donotemail", "dontemail", "noemail", "donotsendemail", "emailoptout", "optoutofemail", "restrainingorder"),
        *("courtorder", "protectiveorder", "protectionorder", "orderofprotection", "courtrestrict", "nocontactar"),
        *("sincontacto", "ordendealejamiento", "ordenderestricción", "ordenderestriccion", "ordendeprotección"),
        *("ordendeproteccion", "nepascontacter", "interdictiondecontact", "ordonnancedeprotection", "nãocontatar"),
        *("nãocontactar", "naocontatar", "naocontactar", "medidaprotetiva", "kontaktverbot", "kontaktsperre"),
        *("nichtkontaktieren", "auskunftssperre", "khôngliênlạc", "请勿联系", "請勿聯絡", "不要联系", "不要聯絡"),
        *("禁止联系", "禁止聯絡", "연락금지", "접근금지", "несвязываться", "неконтактировать", "запретнаконтакт"),
        *("لاتتصل", "ممنوعالاتصال", "pakontakte", "huwagkontakin"),
    ),
    Says.NOTES: ("note", "comment", "remark", "alert", "instruction", "warning", "precaution"),
}
"""What stands within a folded header, whatever else does, such as `Restraining Order Against`."""
_OF_NOBODY = (Says.TYPE,)
"""What a column says only with a person in its name."""


def _columns() -> Mapping[str, ContactColumn]:
    """Folded header -> what the column says."""
    found: dict[str, ContactColumn] = {}
    for says, names in _NAMES.items():
        bare = Person.FIRST if says is Says.RELATION else Person.ALL
        for name in names:
            if says not in _OF_NOBODY:
                found[folded(name)] = ContactColumn(says, bare)
            for person, called in ((Person.FIRST, PARENT_1), (Person.SECOND, PARENT_2)):
                found |= {folded(f"{who}_{name}"): ContactColumn(says, person) for who in called}
            for number, person in ((1, Person.FIRST), (2, Person.SECOND)):
                if says not in _OF_NOBODY:
                    found[folded(f"{name}_{number}")] = ContactColumn(says, person)
                found |= {folded(f"{who}_{name}_{number}"): ContactColumn(says, person) for who in BEFORE_A_NUMBER}
    return MappingProxyType(found)


_COLUMNS = _columns()
_CANONICAL = {
    "relationship": Says.RELATION,
    "contact_type": Says.TYPE,
    "custody": Says.RIGHTS,
    "legal_guardian": Says.RIGHTS,  # of other files than PowerSchool's, it may hold the guardian's name
}

_YES_OR_NO = re.compile(r"\W+(?:y\W?n|yes\W?no|t\W?f|true\W?false|1\W?0|0\W?1)\W*$", re.IGNORECASE)

PARENTAL_WORD = (
    "(?i:mother|father|mom|dad|parent|guardian|grandmother|grandfather|grandparent|stepmother|stepfather|madre|padre)"
)
HARMLESS_NOTE = (
    r"(?![^\n]*(?:[^\x00-\x7f]|(?i:onta[ckt]|restr|orde|custod|guarda|access|mail|prote|pwote|tawag|right|allow"
    r"|lien|lenh)))[^\n]*+"
)
"""Patterns of cells of which nothing follows; what they do not match is looked at closely."""


def contact_column(cell: str) -> ContactColumn | None:
    """Of a header cell."""
    spellings = [*meanings(_YES_OR_NO.sub("", cell))]
    return next(filter(None, (*map(_COLUMNS.get, spellings), *map(_column_within, spellings))), None)


def _column_within(spelling: str) -> ContactColumn | None:
    for says, parts in _WITHIN.items():
        for part in parts:
            before, found, _ = spelling.partition(part)
            if found:
                return ContactColumn(says, _person(before))
    return None


def _person(called: str) -> Person:
    for person, names in ((Person.SECOND, PARENT_2), (Person.FIRST, PARENT_1)):
        if called in map(folded, names):
            return person
    return Person.ALL


def _any(cell: str) -> ContactColumn:
    """Whatever it is called, `do not contact` is meant so."""
    called = folded(cell)
    names = {
        folded(name): person for person, of in ((Person.FIRST, PARENT_1), (Person.SECOND, PARENT_2)) for name in of
    }
    found = max((name for name in names if called.startswith(name)), key=len, default="")
    return ContactColumn(Says.UNKNOWN, names.get(found, Person.ALL))


def contact_columns(header: Header) -> Mapping[int, ContactColumn]:
    """By position, all that mean nothing else. Empty for a file that sets up homerooms."""
    if header.format.name is FileFormat.HOMEROOMS:
        return {}
    taken = {at for positions in header.columns.values() for at in positions}
    found = {at: contact_column(cell) or _any(cell) for at, cell in enumerate(header.cells) if at not in taken}
    for name, says in _CANONICAL.items():
        found |= {at: ContactColumn(says, Person.FIRST) for at in header.columns.get(name, ())}
    return found


def plain_cells(columns: Mapping[int, ContactColumn]) -> Mapping[int, str] | None:
    """Position -> a pattern of cells of which nothing follows; None where each row is looked at closely."""
    patterns = {
        Says.RELATION: PARENTAL_WORD,
        **dict.fromkeys((Says.NOTES, Says.UNKNOWN), HARMLESS_NOTE),
        **dict.fromkeys((Says.RIGHTS, Says.GUARDIAN, Says.ALLOWS), "(?i:yes|y|true|1)"),
        Says.FORBIDS: "(?i:no|n|false|0)",
    }
    if any(column.says not in patterns for column in columns.values()):
        return None
    return {at: patterns[column.says] for at, column in columns.items()}


def said_of_contacts(header: Header) -> frozenset[int]:
    """Positions of columns that count, all but notes: those are searched for one thing only."""
    return frozenset(
        at for at, column in contact_columns(header).items() if column.says not in (Says.NOTES, Says.UNKNOWN)
    )

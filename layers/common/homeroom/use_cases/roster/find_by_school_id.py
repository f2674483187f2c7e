"""Students by their school-issued id, for Site Admins."""

from homeroom.domain.kernel.text import clean
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import school_id_key, student_id
from homeroom.use_cases.ports.services import Services


def with_school_id(text: str, limit: int, services: Services) -> list[Student]:
    """Who has this id, or had it before it was corrected; then those whose ids begin with it, case aside; of any school
    year. Without a digit it is a name.
    """
    key = school_id_key(clean(text))
    if not any(map(str.isdigit, key)):
        return []
    made_of_it = student_id(services.site.secret(), year="", school_id=key, first_name="", last_name="")
    issued = services.roster.school_ids([key]).values()
    exact = services.roster.students({made_of_it, *(s.student_id for s in issued)})
    found = {s.id: s for s in exact.values() if key in s.school_id_keys}
    found |= {s.id: s for s in services.roster.school_ids_like(key, limit)}
    return list(found.values())[:limit]

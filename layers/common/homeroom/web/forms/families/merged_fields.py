"""A form that was open while two students turned out to be one: what was typed about the one who went is about the one
who stayed.
"""

from collections.abc import Iterable, Mapping

from homeroom.domain.roster.student import Student


def about_present_students(typed: Mapping[str, str], students: Iterable[Student]) -> Mapping[str, str]:
    """The same form with the ids of today. Where both were asked about, what was typed about the one who stayed counts;
    that they are kept out of lists was said where it was said of either.
    """
    stayed = {former: student.id for student in students for former in student.merged_ids}
    if not stayed:
        return typed
    present = dict(typed)
    for name, value in typed.items():
        question, _, former = name.rpartition("_")
        if former in stayed:
            del present[name]
            own = f"{question}_{stayed[former]}"
            present[own] = present.get(own) or value
    return present

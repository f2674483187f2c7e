"""What has become of a contact since a moment, however often it was changed: old beside new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.families.contact_facts import About, facts_of
from homeroom.domain.families.contact_log import ChangeKind, ContactChange, ContactLog, FactChange, differences
from homeroom.domain.families.parent_contact import ParentContact


@dataclass(frozen=True, kw_only=True)
class NetChange:
    """`newest` is the last change of all. Of a created contact `facts` are all that it has, of a deleted one there are
    none. `student_ids` are those of all changes since then.
    """

    contact_id: str
    kind: ChangeKind
    newest: ContactChange
    student_ids: tuple[str, ...]
    facts: tuple[FactChange, ...]


def net_change(log: ContactLog, contact: ParentContact | None, since: datetime) -> NetChange | None:
    """None where all is as it was: nothing has changed, what has changed was changed back, or the contact came and
    went.
    """
    changes = log.since(since)
    came = log.created_at is not None and log.created_at >= since
    is_gone_meanwhile = contact is None and not log.is_deleted  # which the next look tells
    if not changes or is_gone_meanwhile or (came and log.is_deleted):
        return None
    kind, facts = ChangeKind.CHANGED, folded(changes)
    if log.is_deleted:
        kind, facts = ChangeKind.DELETED, ()
    elif came:
        kind, facts = ChangeKind.CREATED, differences({}, facts_of(contact))
    elif not facts:
        return None
    ids = dict.fromkeys(student_id for change in changes for student_id in change.student_ids)
    return NetChange(contact_id=log.contact_id, kind=kind, newest=changes[-1], student_ids=tuple(ids), facts=facts)


def folded(changes: Iterable[ContactChange]) -> tuple[FactChange, ...]:
    """Several changes as one. `changes` begin with the oldest."""
    before, after = dict[About, str](), dict[About, str]()
    for one in (one for change in changes for one in change.facts):
        before.setdefault(one.about, one.old)
        after[one.about] = one.new
    return differences(before, after)

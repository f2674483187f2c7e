"""Whom a row asks."""

from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.row_codes import RowNote
from homeroom.domain.imports.spreadsheet import NamedParent, Placement
from homeroom.domain.invitations.invite import InvitationRequest, InvitationResult, SaidNotTheirChild, invite
from homeroom.domain.invitations.readers import KnownParent
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.mail.address_block import AddressBlocked
from homeroom.domain.roster.student import Student


def invite_parents(
    student: Student, number: int, placement: Placement, known: WorkingSet, context: ImportContext
) -> tuple[list[InvitationResult], list[Message]]:
    """Whom this row asks, and a note for each whom it must not ask."""
    invited: list[InvitationResult] = []
    not_invited: list[Message] = []
    if student.has_parent_contact:
        return invited, not_invited
    if student.has_left(context.school_year) and placement.parents:
        return invited, [message(RowNote.YEAR_IS_OVER, year=placement.year)]
    for parent in placement.parents:
        if context.no_contact.forbid(placement, parent.key):
            not_invited.append(message(RowNote.NO_CONTACT, email=parent.email))
            continue
        if student.must_not_tell(parent.key):
            not_invited.append(message(RowNote.MUST_NOT_BE_TOLD, email=parent.email))
            continue
        request = InvitationRequest(
            email=parent.email,
            parent_name=parent.name,
            inviter=context.inviter,
            inviter_email_key=context.by_user,
            now=context.now,
            link_days=context.link_days,
            again=False,
            known=_known(parent, placement),
            also=_also(parent),
            import_id=context.import_id,
            row=number,
            mails_gone_at=context.mails_gone_at,
        )
        try:
            invited.append(invite(student, request, known))
        except AddressBlocked as blocked:
            not_invited.append(message(RowNote.ADDRESS_BLOCKED, email=parent.email, reason=blocked.block.message))
        except SaidNotTheirChild:
            not_invited.append(message(RowNote.NOT_THEIR_CHILD, email=parent.email))
        student = known.get(Student, student.id) or student
    return invited, not_invited


def _known(parent: NamedParent, placement: Placement) -> KnownParent:
    """The columns for relationship and language are about the first parent."""
    is_first = parent == placement.parents[0]
    return KnownParent(
        first_name=parent.first_name,
        last_name=parent.last_name,
        relationship=placement.relationship if is_first else "",
        language=placement.language if is_first else "",
    )


def _also(parent: NamedParent) -> tuple[KnownParent, ...]:
    first_name, last_name = parent.also
    return (KnownParent(first_name=first_name, last_name=last_name),) if any(parent.also) else ()

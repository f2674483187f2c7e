"""A parent's own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.domain.families.visibility import Preview, preview
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.address_block import AddressBlocked, BlockReason
from homeroom.domain.roster.student import Student
from homeroom.use_cases.answers.declined import Declined, declined_by, of_user
from homeroom.use_cases.answers.take_back_decline import CannotTakeBack, NotTakenBack, take_back_and_ask
from homeroom.use_cases.families.campaigns import asking
from homeroom.use_cases.families.my_email import my_email
from homeroom.use_cases.families.my_information import (
    MyInformation,
    current_children,
    my_information,
)
from homeroom.use_cases.families.other_parents import OtherParent, other_parents
from homeroom.use_cases.invitations.who_may_invite import invites_as_parent
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import homeroom_url, student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.decline_texts import why_not_taken_back
from homeroom.web.forms.families.other_parent import OTHER_PARENT_NOTICES
from homeroom.web.pages.families.deletion import deletion_due


class MeNotice(Code):
    SAVED = "me.saved"
    SAVED_AND_CONFIRMED = "me.saved_and_confirmed"
    REGISTERED = "me.registered"
    KEPT = "me.kept"
    ADDRESS_AGAIN = "me.address_again"
    ADDRESS_KEPT = "me.address_kept"
    SCHOOL_MAIL_ON = "me.school_mail_on"
    SCHOOL_MAIL_OFF = "me.school_mail_off"
    EMAILS_ON = "me.emails_on"
    EMAILS_OFF = "me.emails_off"
    TAKEN_BACK = "me.taken_back"
    TAKEN_BACK_ASKED = "me.taken_back_asked"
    ASKED = "me.asked"
    ASKED_AGAIN = "me.asked_again"
    NOT_ASKED_AGAIN = "me.not_asked_again"


_NOTICES = {notice.name.lower().replace("_", "-"): message(notice) for notice in MeNotice} | OTHER_PARENT_NOTICES
_PROBLEMS = {f"declined-{why.name.lower().replace('_', '-')}": {"": why_not_taken_back(why)} for why in NotTakenBack}


@dataclass(frozen=True, kw_only=True, repr=False)
class OwnStudent:
    """`homeroom` is empty for one who is not in the current school year, and so are it and `url` while the relation
    does not hold. `since` and `until` are its days; `days_by_office`: the office has set them. `kept_out`: of lists
    that other families see. `other_parents` are those whom this parent has recorded. `change_url` is where the answers
    about them are changed, empty where nothing is asked about them.
    """

    id: str
    name: str
    url: str
    homeroom: str
    homeroom_url: str
    grade: str
    relationship: str
    lives_with: LivesWith
    other_parents: Sequence[OtherParent] = ()
    since: date | None = None
    until: date | None = None
    days_by_office: bool = False
    kept_out: bool = False
    change_url: str = ""


@dataclass(frozen=True, repr=False)
class OwnDeclined:
    """First names of whom this parent has said lately that they are not theirs."""

    first_names: Sequence[str]
    take_back_url: str


@dataclass(frozen=True, kw_only=True, repr=False)
class MePage:
    """`language` is the name of the preferred one, in that language. `new_email` is an address that waits for being
    confirmed, empty where none does. `may_invite`: this parent may invite others, or ask the school to. `block` is why
    the log-in's address gets no invitations and reminders, None where it does. `deletion_due`: all of it is deleted
    then. `corrected_at`: the office has changed something then, and nobody since. `asked_until`: a campaign that ends
    on this day asks whether it is still right, None where none does.
    """

    template: ClassVar[str] = "families/me.html"
    details: ContactDetails
    new_email: str
    language: str
    students: Sequence[OwnStudent]
    declined: Sequence[OwnDeclined]
    can_add_parent: bool
    from_school: bool
    block: BlockReason | None
    login_email: str
    has_password: bool
    others_see: Preview
    may_invite: bool
    notice: Message | None
    errors: Mapping[str, Message]
    deletion_due: datetime | None = None
    corrected_at: datetime | None = None
    asked_until: date | None = None


def show_me(request: Request, services: Services) -> Page:
    mine = my_information(request.viewer, services)
    details, others = mine.contact.details, other_parents(mine, services)
    email = my_email(mine, request.viewer.email_key, services)
    campaign = asking(mine.contact, services)
    context = MePage(
        details=details,
        new_email=mine.contact.new_email,
        language=LANGUAGES.get(details.language, details.language),
        students=[_own_student(student, mine, others[student.id]) for student in mine.students],
        declined=[_own_declined(declined) for declined in declined_by(request.viewer, services)],
        can_add_parent=bool(current_children(mine, services)),
        from_school=email.from_school,
        block=email.block.reason if email.block else None,
        login_email=request.viewer.email,
        has_password=request.viewer.has_password,
        others_see=preview(details),
        may_invite=invites_as_parent(request.viewer, site_settings(services)),
        notice=_NOTICES.get(request.query.get("notice", "")),
        errors=_PROBLEMS.get(request.query.get("problem", ""), {}),
        deletion_due=deletion_due(mine.contact),
        corrected_at=mine.contact.corrected_at,
        asked_until=campaign.plan.ends if campaign else None,
    )
    return Page(context)


def post_take_back(request: Request, services: Services) -> Redirect:
    invitation_id, viewer = request.params["id"], request.viewer
    try:
        asked = take_back_and_ask(lambda: of_user(invitation_id, viewer, services), request.by, services)
    except CannotTakeBack as refused:
        return Redirect(f"/me?problem=declined-{refused.why.name.lower().replace('_', '-')}")
    except AddressBlocked:
        return Redirect("/me?problem=declined-over")
    return Redirect(f"/me?notice={'taken-back-asked' if asked else 'taken-back'}")


def _own_declined(declined: Declined) -> OwnDeclined:
    names = [student.first_name for student in declined.students]
    return OwnDeclined(names, f"/me/declined/{declined.invitation.id}/take-back")


def _own_student(student: Student, mine: MyInformation, others: Sequence[OtherParent]) -> OwnStudent:
    relation = mine.contact.students[student.id]
    holds = relation.holds_on(mine.day)
    placement = student.placement_in(mine.year) if holds else None
    return OwnStudent(
        id=student.id,
        name=student.name,
        url=student_url(student.id) if holds else "",
        homeroom=placement.homeroom if placement else "",
        homeroom_url=homeroom_url(placement.homeroom) if placement else "",
        grade=placement.grade if placement else "",
        relationship=relation.relationship,
        lives_with=relation.lives_with,
        other_parents=others,
        since=relation.since,
        until=relation.until,
        days_by_office=relation.days_by_office,
        kept_out=bool(student.unlisted_by),
        change_url=f"/me/edit?open=others#relationship_{student.id}" if student in mine.asked_about else "",
    )


ROUTES = (
    Route("GET", "/me", Guard.PARENT, show_me),
    Route("POST", "/me/declined/{id}/take-back", Guard.PARENT, post_take_back),
)

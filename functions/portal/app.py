"""The signed-in pages of Site Admins and parents."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import services
from homeroom.observability import observed
from homeroom.web.core.app import App
from homeroom.web.pages.accounts import (
    become_admin,
    log_in,
    log_in_link,
    new_password,
    password,
    people,
    person,
    second_factor,
    sessions,
    still_right,
    who,
)
from homeroom.web.pages.audit import audit
from homeroom.web.pages.exports import contacts
from homeroom.web.pages.families import (
    campaigns,
    changed_contacts,
    confirm,
    contact_changes,
    data,
    deletion,
    directory,
    exclusions,
    me,
    my_details,
    my_email,
    my_other_parent,
    new_address,
)
from homeroom.web.pages.imports import columns, doubts, imports
from homeroom.web.pages.invitations import (
    invitation_timeline,
    invitations,
    letters,
    letters_open,
    letters_print,
    own_requests,
    requests,
    send_again,
)
from homeroom.web.pages.roster import (
    another_parent,
    class_lists,
    correct_contact,
    delete_student,
    edit_student,
    front,
    homerooms,
    homerooms_by_hand,
    merge_contacts,
    merge_homerooms,
    merge_students,
    office_marks,
    relation_days,
    student,
    students,
    unlink,
)
from homeroom.web.pages.site import logo, mail_settings, privacy, settings, static

ROUTES = (
    *log_in.ROUTES,
    *second_factor.ROUTES,
    *log_in_link.ROUTES,
    *still_right.ROUTES,
    *new_password.ROUTES,
    *become_admin.ROUTES,
    *who.ROUTES,
    *password.ROUTES,
    *sessions.ROUTES,
    *front.ROUTES,
    *students.ROUTES,
    *homerooms.ROUTES,
    *homerooms_by_hand.ROUTES,
    *merge_homerooms.ROUTES,
    *class_lists.ROUTES,
    *student.ROUTES,
    *unlink.ROUTES,
    *merge_students.ROUTES,
    *delete_student.ROUTES,
    *relation_days.ROUTES,
    *another_parent.ROUTES,
    *edit_student.ROUTES,
    *office_marks.ROUTES,
    *correct_contact.ROUTES,
    *merge_contacts.ROUTES,
    *imports.ROUTES,
    *doubts.ROUTES,
    *columns.ROUTES,
    *contacts.ROUTES,
    *invitations.ROUTES,
    *send_again.ROUTES,
    *letters.ROUTES,
    *letters_open.ROUTES,
    *letters_print.ROUTES,
    *invitation_timeline.ROUTES,
    *requests.ROUTES,
    *own_requests.ROUTES,
    *audit.ROUTES,
    *settings.ROUTES,
    *logo.ROUTES,
    *people.ROUTES,
    *person.ROUTES,
    *mail_settings.ROUTES,
    *me.ROUTES,
    *my_details.ROUTES,
    *new_address.ROUTES,
    *my_other_parent.ROUTES,
    *my_email.ROUTES,
    *exclusions.ROUTES,
    *campaigns.ROUTES,
    *confirm.ROUTES,
    *changed_contacts.ROUTES,
    *contact_changes.ROUTES,
    *data.ROUTES,
    *deletion.ROUTES,
    *directory.ROUTES,
    *privacy.ROUTES,
    *static.ROUTES,
)

app = App(ROUTES, services())


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.handle(event)

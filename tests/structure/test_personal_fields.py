"""Whatever is stored of a parent is decided about: whether they read it in what is kept about them, and what becomes of
it when their information is deleted. A new field needs a line here, and what the line says in use_cases/people.
"""

from dataclasses import dataclass, fields

import pytest

from homeroom.adapters.dynamodb.items import LAYOUTS
from homeroom.domain.accounts.address_change import AddressChange, AddressChangeLink
from homeroom.domain.accounts.admin_invitation import AdminInvitation
from homeroom.domain.accounts.known_devices import Device, KnownDevices
from homeroom.domain.accounts.log_in_mail import LogInLink, LogInMail, LogInRequest
from homeroom.domain.accounts.second_factor import SecondFactor
from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import PasswordClaim, User
from homeroom.domain.audit.audit_entry import AuditEntry
from homeroom.domain.exports.changes_taken import ChangesTaken
from homeroom.domain.exports.export import Export
from homeroom.domain.families.asked_to_confirm import AskedToConfirm
from homeroom.domain.families.campaign import Campaign, CampaignLink
from homeroom.domain.families.contact_log import ContactChange, ContactLog, FactChange
from homeroom.domain.families.exclusion import Exclusion
from homeroom.domain.families.office_entry import OfficeEntry, Said
from homeroom.domain.families.parent_contact import ContactDetails, ParentContact, Relation
from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.header_answers import HeaderAnswers
from homeroom.domain.imports.import_part import ImportPart
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.invitations.history_event import HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.invitations.readers import KnownParent, ReaderAnswer
from homeroom.domain.mail.address_block import AddressBlock, StopLink
from homeroom.domain.mail.mail import Link, Mail
from homeroom.domain.mail.rate_limiter import RateLimiter
from homeroom.domain.people.deletion import Deletion
from homeroom.domain.people.person import Person
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.merging import MergedStudent
from homeroom.domain.roster.student import Student, YearPlacement
from homeroom.domain.roster.student_identity import Namesakes, SchoolId
from homeroom.domain.site.logo import Logo
from homeroom.domain.site.site_settings import SiteSettings


@dataclass(frozen=True)
class Decided:
    """Names of fields. `read`: in what a parent reads about themselves. `unread`: ids, secrets of ours, how far
    something is, and what is about somebody else or stands elsewhere. Both go with the person where the thing goes, or
    the person is taken out of it; `stays`: what is left of them in it, and is no name and no address.
    """

    read: str = ""
    unread: str = ""
    stays: str = ""

    @property
    def all(self) -> list[str]:
        return [*self.read.split(), *self.unread.split(), *self.stays.split()]


DECIDED = {
    ParentContact: Decided(
        read="details students new_email former_keys registered exclusions deletion_asked_at recorded_as "
        "former_name_keys confirmed_at asked_to_confirm",
        unread="id user_key recorded_by office_entry merged_ids",
    ),
    ContactDetails: Decided(
        read="first_name last_name email mobile_phone home_phone street apartment city state postal_code country "
        "sharing language receives_school_mail"
    ),
    AskedToConfirm: Decided(read="at", unread="campaign_id reached"),
    CampaignLink: Decided(stays="digest campaign_id contact_id reader made_at used_at"),  # an old link says it is over
    OfficeEntry: Decided(unread="at by said"),  # when, they read on their own page; who has told the office, admins do
    Said: Decided(unread="how note"),
    Relation: Decided(read="relationship lives_with since until days_by_office"),
    Exclusion: Decided(read="name email contact_id"),
    ContactLog: Decided(read="changes", stays="contact_id created_at"),
    ContactChange: Decided(
        read="at author kind facts",
        unread="said",  # for Site Admins alone, like what stands in the contact
        stays="number actor source student_ids",  # ids and codes: that a contact is gone, and of which student
    ),
    FactChange: Decided(read="fact student_id old new"),
    Student: Decided(
        read="first_name last_name placements unlisted_by",
        unread="id school_id protected left_from former_names former_school_ids contact_ids "
        "inactive_contact_ids open_invitation_ids past_invitation_ids import_id row declined merged_ids",
        # Digests: the office, or a file, says who must not be told of a child. And why a child is protected, in the
        # office's words, which name nobody.
        stays="no_contact protected_reason",
    ),
    YearPlacement: Decided(read="homeroom grade", unread="moved_from moved_at"),
    User: Decided(
        read="email name contact_ids has_password",
        unread="id is_admin has_second_factor sessions_from password_claim logged_in_at",
    ),
    PasswordClaim: Decided(unread="id at"),
    Session: Decided(
        read="started_at seen_at browser",
        unread="digest kind subject lifetime reader contact_id is_new_parent second_factor by_link",
    ),
    KnownDevices: Decided(unread="email_key devices"),
    Device: Decided(unread="digest used_at"),
    LogInMail: Decided(
        unread="user_id email names sets_password number browser asked_at made_at link code link_used code_used"
    ),
    LogInLink: Decided(stays="digest user_id made_at"),  # for minutes
    LogInRequest: Decided(stays="browser address user_id number asked_at tries"),  # for half an hour, a digest
    AdminInvitation: Decided(unread="id email user_id invited_by asked_at number link former_links state"),
    AddressChange: Decided(unread="contact_id number asked_at made_at link is_confirmed"),
    AddressChangeLink: Decided(stays="digest contact_id made_at"),  # an old link says that it is over
    Invitation: Decided(
        read="email parent_name student_ids known answers also created_at history completed_at registered_at "
        "declined_ids state on_paper",
        unread="id inviter asked_at expires_at kind send_number import_id row contact_id link_number by_parent "
        "begun_at asked_by asked_by_reader arrival held corrected_at inviter_email_key newest_mail reminders "
        "declined_at canceled_up_to years",
    ),
    KnownParent: Decided(read="first_name last_name relationship language"),
    ReaderAnswer: Decided(unread="reader contact_id session at"),
    HistoryEvent: Decided(
        read="at kind mail note",
        unread="by send_number email student_ids import_id row reason until inviter by_reader by_parent newest_mail "
        "reminders",
    ),
    ParentRequest: Decided(
        read="asked_at",
        unread="id student_id email parent_name contact_id user_id asked_by state decided_at decided_by invitation_id "
        "why",  # another parent's, and the school's: nobody learns from it who is known here
    ),
    AddressLock: Decided(unread="email_key invitation_id"),
    AddressBlock: Decided(read="reason since", unread="detail under", stays="address"),  # a digest, where they asked
    StopLink: Decided(stays="digest address sent_at"),  # a digest, so that an old email still stops emails
    Mail: Decided(
        read="state called_at email kind", unread="invitation_id send_number message_id reason look_at remind_at"
    ),
    Link: Decided(stays="digest invitation_id send_number expires_at reader"),  # an old link says that it is over
    Deletion: Decided(unread="contact_id asked_at person log_in_mails address_changes"),
    Person: Decided(
        unread="contact_id emails email_keys names student_ids user_id is_admin log_in_key shares_log_in "
        "shared_keys typed_email former_name_keys merged_ids"
    ),
    AuditEntry: Decided(read="at action actor", stays="id ends_at source about"),  # ids and codes, for its years
}
OF_THE_SCHOOL = {
    *(Homeroom, Namesakes, SchoolId, MergedStudent, SiteSettings, HeaderAnswers, SecondFactor, RateLimiter, BulkResend),
    Logo,
    ChangesTaken,
    Campaign,  # which day, which homerooms, how many, and by which Site Admin
    Export,  # what was asked for, and by which Site Admin
    *(ImportRun, FileNotes, ImportPart),  # what stood in files goes after its days (domain/imports/kept.py)
}
"""They hold nothing of a parent."""


def test_each_kind_that_is_stored_is_decided_about() -> None:
    assert set(LAYOUTS) - DECIDED.keys() == OF_THE_SCHOOL


@pytest.mark.parametrize("kind", DECIDED, ids=lambda kind: kind.__name__)
def test_each_field_is_decided_about_once(kind: type) -> None:
    assert sorted(DECIDED[kind].all) == sorted({field.name for field in fields(kind)} - {"version"})

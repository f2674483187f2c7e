"""One of each kind of thing that the store keeps, with every field filled."""

from datetime import date, timedelta

from homeroom.domain.accounts.address_change import AddressChange, AddressChangeLink
from homeroom.domain.accounts.admin_invitation import AdminInvitation, AdminInvitationState
from homeroom.domain.accounts.known_devices import Device, KnownDevices
from homeroom.domain.accounts.log_in_mail import LogInLink, LogInMail, LogInRequest
from homeroom.domain.accounts.second_factor import SecondFactor
from homeroom.domain.accounts.session import ADMIN, Session, SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction, AuditEntry
from homeroom.domain.exports.changes_taken import ChangesTaken
from homeroom.domain.exports.export import (
    Export,
    ExportedStudents,
    ExportFileType,
    ExportOptions,
    ExportShape,
    ExportState,
)
from homeroom.domain.families.asked_to_confirm import AskedToConfirm
from homeroom.domain.families.campaign import Campaign, CampaignCounts, CampaignLink, CampaignPlan
from homeroom.domain.families.contact_facts import Fact
from homeroom.domain.families.contact_log import Author, ChangeKind, ContactChange, ContactLog, FactChange
from homeroom.domain.families.exclusion import Exclusion
from homeroom.domain.families.office_entry import HowSaid, OfficeEntry, Said
from homeroom.domain.families.parent_contact import (
    ContactDetails,
    LivesWith,
    ParentContact,
    Relation,
)
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.imports.detected_file import DetectedFile, FileFormat, FileKind
from homeroom.domain.imports.import_part import ImportPart, RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowNote
from homeroom.domain.imports.spreadsheet.codes import ColumnName, FileNotice, WrongFile, WrongRow
from homeroom.domain.imports.upload import Upload
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.bulk_resend import Among, BulkResend
from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Arrival, Invitation, InvitationState
from homeroom.domain.invitations.parent_request import Overtaken, ParentRequest, RequestState
from homeroom.domain.invitations.status import Status
from homeroom.domain.kernel.change import Stored
from homeroom.domain.kernel.message import message
from homeroom.domain.mail.address_block import AddressBlock, BlockReason, StopLink
from homeroom.domain.mail.mail import Link, Mail, MailKind, MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.mail.rate_limiter import RateLimiter
from homeroom.domain.people.deletion import Deletion
from homeroom.domain.people.person import Person
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.merging import MergedStudent
from homeroom.domain.roster.student import Student, YearPlacement
from homeroom.domain.roster.student_identity import Namesakes, SchoolId
from homeroom.domain.site.logo import Logo, ShownLogo
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from tests.factories import NOW, YEAR

NO_MAILBOX = message(MailReason.NO_SUCH_MAILBOX)
STUDENT = Student(
    id="s1",
    first_name="Noé",
    last_name="García López",
    placements={YEAR: YearPlacement(homeroom="3-A", grade="3"), "2027-2028": YearPlacement(homeroom="4-B")},
    school_id="10001",
    protected=True,
    unlisted_by=("c1",),
    contact_ids=("c1", "c2"),
    inactive_contact_ids=("c3",),
    open_invitation_ids=("i1",),
    past_invitation_ids=("i0",),
    declined={"d1": "i0"},
    import_id="run",
    row=7,
)
SCHOOL_ID = SchoolId(school_id="A-417", student_id="s1")
MERGED = MergedStudent(id="s9", into="s1")
NAMESAKES = Namesakes(year=YEAR, name_key=STUDENT.name_key, student_ids=("s1", "s2"))
HOMEROOM = Homeroom(year=YEAR, code="3-A", grade="3", room="Room 12", teachers=("Ms. Rivera", "Mr. Ito"))
DELETION = Deletion(
    contact_id="c1",
    asked_at=NOW,
    person=Person(
        contact_id="c1",
        emails=("Maria@example.org",),
        email_keys=("maria@example.org",),
        names=("María García",),
        student_ids=("s1",),
        user_id="u1",
        shared_keys=("a@example.org",),
    ),
    log_in_mails=3,
)
CONTACT = ParentContact(
    id="c1",
    details=ContactDetails(
        first_name="María",
        last_name="García",
        email="maria@example.org",
        mobile_phone="555 0101",
        home_phone="555 0102",
        street="1 Main St",
        city="Springfield",
        state="IL",
        postal_code="62701",
        sharing=Sharing(email=Audience.SITE, phone=Audience.HOMEROOM),
        language="es",
        receives_school_mail=False,
    ),
    students={
        "s1": Relation(
            relationship="Mother",
            lives_with=LivesWith.PART,
            since=date(2026, 9, 1),
            until=date(2027, 5, 3),
            days_by_office=True,
        ),
        "s2": Relation(),
    },
    user_key="maria@example.org",
    new_email="mia@example.net",
    former_keys=("m.garcia@example.org",),
    former_name_keys=("garcia mia", "mia garcia"),
    registered=True,
    exclusions=(Exclusion(name="Sam Brown", contact_id="c7"), Exclusion(email="sam@example.org")),
    deletion_asked_at=NOW,
    confirmed_at=NOW,
    office_entry=OfficeEntry(at=NOW, by="Jordan Ellis", said=Said(HowSaid.PHONE, "María called on May 3")),
    merged_ids=("c0",),
    asked_to_confirm=AskedToConfirm(campaign_id="000007", at=NOW + timedelta(days=1), reached=False),
)
CAMPAIGN = Campaign(
    id="000007",
    year=YEAR,
    plan=CampaignPlan(
        begins=date(2026, 9, 7),
        ends=date(2026, 9, 30),
        not_confirmed_since=date(2026, 8, 1),
        homerooms=("3-A",),
    ),
    made_by="u1",
    made_at=NOW,
    ended_at=NOW + timedelta(days=9),
    ended_by="u2",
    all_asked_at=NOW + timedelta(days=6),
    mailing=2,
    mailed_through="c1",
    final=CampaignCounts(asked=412, confirmed=210, not_reachable=7),
)
CAMPAIGN_LINK = CampaignLink(
    digest="d6", campaign_id="000007", contact_id="c1", reader="d7", made_at=NOW, used_at=NOW + timedelta(days=1)
)
CONTACT_LOG = ContactLog(
    contact_id="c1",
    created_at=NOW,
    changes=(
        ContactChange(
            number=1,
            at=NOW,
            author=Author.ANOTHER_PARENT,
            actor="parent",
            source="answer",
            kind=ChangeKind.CREATED,
            student_ids=("s1",),
        ),
        ContactChange(
            number=2,
            at=NOW + timedelta(days=1),
            author=Author.PARENT,
            actor="u1",
            source="POST /me/edit",
            student_ids=("s1", "s2"),
            facts=(
                FactChange(fact=Fact.CITY, old="Springfield"),
                FactChange(fact=Fact.RELATIONSHIP, student_id="s1", old="Aunt", new="Mother"),
            ),
            said=Said(HowSaid.PHONE, "Her mother called"),
        ),
    ),
)
INVITATION = Invitation(
    id="i1",
    email="Maria@Example.org",
    parent_name="María García",
    student_ids=("s1", "s2"),
    inviter="Lincoln School",
    created_at=NOW,
    asked_at=NOW + timedelta(days=1, microseconds=1),
    expires_at=NOW + timedelta(days=31),
    kind=MailKind.CHECK_CONTACT,
    state=InvitationState.COMPLETED,
    send_number=3,
    import_id="run",
    row=7,
    contact_id="c1",
    by_parent=True,
    begun_at=NOW + timedelta(days=2),
    completed_at=NOW + timedelta(days=3),
    registered_at=NOW + timedelta(days=4),
    asked_by="Jordan Ellis",
    asked_by_reader=True,
    arrival=Arrival.BOUNCED,
    held=True,
    corrected_at=NOW + timedelta(days=5),
    history=(
        HistoryEvent(
            at=NOW,
            kind=EventKind.ASKED,
            by="Jordan Ellis",
            send_number=1,
            email="m@example.org",
            student_ids=("s1",),
            import_id="run",
            row=7,
            by_reader=True,
        ),
        HistoryEvent(at=NOW, kind=EventKind.MAIL, send_number=1, mail=MailState.BOUNCED, reason=NO_MAILBOX),
    ),
    inviter_email_key="admin@example.org",
    newest_mail=MailKind.REMINDER,
    reminders=2,
    declined_ids=("s3",),
    declined_at=NOW + timedelta(days=5),
    years=(YEAR, "2027-2028"),
)
BULK_RESEND = BulkResend(
    among=Among(statuses=(Status.BOUNCED,), import_id="run", inviter="0", homeroom="3-A", reminders=2),
    by="Jordan Ellis",
    started_at=NOW,
    position="p",
    next=(("i1", 2),),
    done=7,
    over_at=NOW + timedelta(hours=1),
)
MAIL = Mail(
    invitation_id="i1",
    send_number=3,
    state=MailState.BOUNCED,
    called_at=NOW,
    email="Maria@Example.org",
    look_at=NOW + timedelta(days=1),
    message_id="m1",
    reason=NO_MAILBOX,
    remind_at=NOW + timedelta(days=3),
)
RATE_LIMITER = RateLimiter(
    free_at=NOW,
    rate=14,
    rate_at=NOW,
    paused_at=NOW,
    try_at=NOW + timedelta(minutes=30),
    reason=message(MailReason.SENDING_PAUSED),
    waiting=12,
)
LINK = Link(digest="d1", invitation_id="i1", send_number=3, expires_at=NOW)
BLOCK = AddressBlock(address="d" * 64, reason=BlockReason.BOUNCED, since=NOW, detail=NO_MAILBOX)
STOP_LINK = StopLink(digest="d2", address="d" * 64, sent_at=NOW)
LOG_IN_MAIL = LogInMail(
    user_id="u1",
    email="maria@example.org",
    names=("María García", "Luis García"),
    sets_password=True,
    number=3,
    browser="b1",
    asked_at=NOW,
    made_at=NOW + timedelta(minutes=1),
    link="d3",
    code="d4",
    link_used=True,
    code_used=True,
)
LOG_IN_LINK = LogInLink(digest="d3", user_id="u1", made_at=NOW)
LOG_IN_REQUEST = LogInRequest(browser="b1", address="a1", user_id="u1", number=3, asked_at=NOW, tries=2)
ADDRESS_CHANGE = AddressChange(
    contact_id="c1",
    number=3,
    asked_at=NOW,
    made_at=NOW + timedelta(minutes=1),
    link="d5",
    is_confirmed=True,
)
ADMIN_INVITATION = AdminInvitation(
    id="n1",
    email="kim@example.org",
    user_id="u7",
    invited_by="u1",
    asked_at=NOW,
    number=3,
    link="d6",
    former_links=("d7", "d8"),
    state=AdminInvitationState.WITHDRAWN,
)
ADDRESS_CHANGE_LINK = AddressChangeLink(digest="d5", contact_id="c1", made_at=NOW)
LOCK = AddressLock(email_key="maria@example.org", invitation_id="i1")
RUN = ImportRun(
    upload=Upload(bucket="b", key="uploads/2026/3-A.csv", object_version="v1"),
    started_at=NOW,
    by_user="u1",
    state=ImportState.FAILED,
    new_years=(YEAR,),
    new_homerooms=True,
    mails=40,
    mails_a_second=14,
    last_row=9,
    counts={"invited": 2, "failed": 1},
    detected=DetectedFile(
        kind=FileKind.TEXT, format=FileFormat.CLEVER, encoding="Windows-1252", delimiter=";", columns=5
    ),
    notices=(message(FileNotice.IGNORED_COLUMNS, count=2, columns=("Bus", message(ColumnName.WITHOUT_NAME))),),
    problems=(message(WrongFile.EMPTY), message(WrongFile.BROKEN_HEADER, problem=message(WrongRow.TOO_LONG))),
    finished_at=NOW,
)
INVITED = message(RowNote.INVITED, emails=("maria@example.org",))
PART = ImportPart(
    import_id=RUN.id,
    first_row=2,
    rows=(
        RowOutcome(2, "Noé García López", Outcome.INVITED, (message(RowNote.INVITED, emails=("maria@example.org",)),)),
    ),
    mails=(("i1", 3),),
)
CHANGES_TAKEN = ChangesTaken(until=NOW, by="Jordan Ellis")
EXPORT = Export(
    id="x1",
    options=ExportOptions(
        shape=ExportShape.STUDENTS,
        file_type=ExportFileType.XLSX,
        students=ExportedStudents.ALL,
        grade="3",
        homeroom="3-A",
    ),
    year=YEAR,
    by="Jordan Ellis",
    started_at=NOW,
    saved_at=NOW + timedelta(minutes=1),
    state=ExportState.READY,
    homerooms=4,
    homerooms_done=4,
    rows=90,
    without_id=2,
    import_ran=True,
    object_version="v1",
)
USER = User(
    id="u1",
    email="maria@example.org",
    name="María García",
    is_admin=True,
    contact_ids=("c1", "c2"),
    has_password=True,
    has_second_factor=True,
    logged_in_at=NOW,
)
SECOND_FACTOR = SecondFactor(user_id="u1", secret="JBSWY3DPEHPK3PXP", since=NOW, last_step=7, recovery=("d1", "d2"))
KNOWN_DEVICES = KnownDevices(email_key="maria@example.org", devices=(Device("d1", NOW), Device("d2", NOW)))
SESSION = Session(
    digest="d1",
    kind=SessionKind.LOGGED_IN,
    subject="maria@example.org",
    started_at=NOW,
    seen_at=NOW + timedelta(minutes=1),
    lifetime=ADMIN,
    second_factor=True,
    by_link=True,
)
PARENT_REQUEST = ParentRequest(
    id="r1",
    student_id="s1",
    email="ana@example.org",
    parent_name="Ana Silva",
    contact_id="c1",
    user_id="u1",
    asked_by="María García",
    asked_at=NOW,
    state=RequestState.OVERTAKEN,
    decided_at=NOW + timedelta(hours=2),
    decided_by="Jordan Ellis",
    invitation_id="i1",
    why=Overtaken.HAS_CONTACT,
)
AUDIT_ENTRY = AuditEntry(
    id="e1",
    at=NOW,
    ends_at=NOW + timedelta(days=1096),
    action=AuditAction.ADDRESS_CORRECTED,
    actor="u1",
    source="POST /invitations/{id}/address",
    about=About(user_id="u2", student_ids=("s1", "s2"), invitation_id="i1", import_id="run", export_id="x1"),
)
SETTINGS = SiteSettings(
    school_year=YEAR,
    next_year_from=date(2027, 8, 20),
    school_name="Lincoln School",
    sender_name="The office",
    reply_to="office@lincoln.example",
    link_days=14,
    reminder_days=(5,),
    daily_digest=True,
    parents_invite=ParentsInvite.YES,
    new_homerooms=True,
    record_years=5,
    logo=ShownLogo(name="1a2b3c4d.png", width=300, height=120),
    own_words={"en": "Welcome back!"},
)
LOGO = Logo(name="1a2b3c4d.png", body=b"\x89PNG\xff\x00")

EVERYTHING: tuple[Stored, ...] = (
    STUDENT,
    NAMESAKES,
    SCHOOL_ID,
    MERGED,
    HOMEROOM,
    CONTACT,
    CAMPAIGN,
    CAMPAIGN_LINK,
    CONTACT_LOG,
    DELETION,
    INVITATION,
    BULK_RESEND,
    MAIL,
    LINK,
    LOCK,
    BLOCK,
    RATE_LIMITER,
    STOP_LINK,
    LOG_IN_MAIL,
    LOG_IN_LINK,
    LOG_IN_REQUEST,
    ADDRESS_CHANGE,
    ADDRESS_CHANGE_LINK,
    ADMIN_INVITATION,
    RUN,
    PART,
    CHANGES_TAKEN,
    EXPORT,
    USER,
    SECOND_FACTOR,
    KNOWN_DEVICES,
    SESSION,
    SETTINGS,
    LOGO,
    PARENT_REQUEST,
    AUDIT_ENTRY,
)

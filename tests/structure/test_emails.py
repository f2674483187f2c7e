"""Every email, as text and as HTML."""

import re
from dataclasses import fields, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
from jinja2 import meta

from homeroom.domain.families.parent_contact import LivesWith
from homeroom.domain.imports.spreadsheet import Doubt
from homeroom.domain.kernel.message import message
from homeroom.domain.mail.mail import MailKind
from homeroom.emails import rendering
from homeroom.emails.rendering import Rendered, _environment, render, wrapped
from homeroom.use_cases.imports.send_notice import DoubtCount
from homeroom.use_cases.mail.account_emails import AccountNewsEmail, AdminInvitationEmail, LogInEmail, PasswordSetEmail
from homeroom.use_cases.mail.emails import (
    CheckContactEmail,
    ConfirmationEmail,
    DigestEmail,
    Email,
    FileWaitingEmail,
    InvitationEmail,
    LinkEmail,
    ParentEmail,
    ReminderEmail,
    SampleEmail,
    SavedRelation,
)
from homeroom.use_cases.mail.send_account_news import NewsText
from tests.steps.emails import (
    ABOUT_STUDENTS,
    ADMIN_LINK,
    ALL,
    CODE,
    CODE_PAGE,
    EXAMPLES,
    IMPORT,
    LINK,
    LOG_IN_LINK,
    ONE,
    PEOPLE,
    RECORD,
    STOP,
    THREE,
    TO_PARENTS,
    WITH_LINK,
    an_email,
)
from tests.steps.pseudo import pseudo_catalogue
from tests.steps.untranslated import data_in, untranslated

FOLDER = Path(rendering.__file__).parent
PSEUDO = pseudo_catalogue()
LONG = "Wilhelmina-Alexandria Featherstonehaugh-Montgomery"
CASES = [pytest.param(email, id=f"{n}-{email.event}") for n, email in enumerate(EXAMPLES)]


def a_mail(kind: type[Email], students: tuple[str, ...] = ONE, **more: Any) -> Rendered:
    return render(an_email(kind, students, **more))


def words(part: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def words_as_they_are(part: str) -> str:
    return " ".join(part.split())


def addresses_of(email: Email) -> set[str]:
    own = ("stop", "log_in_page", "code_page", "privacy_page")
    pages = {getattr(email, name, "") for name in own} - {""}
    return {*pages, *links_of(email)}


def links_of(email: Email) -> list[str]:
    if isinstance(email, LinkEmail):
        return [reader.link for reader in email.links]
    return [getattr(email, "link", "")] if hasattr(email, "link") else []


@pytest.mark.parametrize("kind", ALL)
def test_every_email_says_where_to_call_if_the_school_has_a_number(kind: type[Email]) -> None:
    with_number, without = (a_mail(kind, office_phone=number) for number in ("(415) 555-2600", ""))
    for part in (with_number.text, with_number.html):
        assert "School office: (415) 555-2600" in words(part)
    assert "School office:" not in without.text + without.html


def test_there_is_a_folder_for_each_email_and_an_email_for_each_kind_of_mail() -> None:
    events = sorted(path.parent.name for path in FOLDER.glob("*/subject.txt"))
    assert sorted(kind.event for kind in ALL) == events
    assert sorted(kind.event for kind in TO_PARENTS) == sorted(MailKind)


@cache
def names_used(template: str) -> frozenset[str]:
    """By this template and by all that it extends or imports from."""
    environment = _environment()
    assert environment.loader
    tree = environment.parse(environment.loader.get_source(environment, template)[0])
    names = meta.find_undeclared_variables(tree)
    for other in meta.find_referenced_templates(tree):
        names |= names_used(other or "")
    return frozenset(names)


@pytest.mark.parametrize("kind", ALL)
def test_an_email_has_what_its_templates_use_and_nothing_more(kind: type[Email]) -> None:
    """Macros and what a template sets for itself are none of its data."""
    used = {name for part in ("subject.txt", "body.txt", "body.html") for name in names_used(f"{kind.event}/{part}")}
    names = {field.name for field in fields(kind)}
    known = {"catalogue", "with_school", "about", "gettext", "ngettext", "_", "_trans"}
    own = {"font", "label", "last", "button", "strong", "list_of", "stop_link", "relation", "relationships", "row"}
    own |= {"doubt", "code_line", "code_sign", "page_link"}
    assert used - names - known - own == set()
    assert names - used - {"first_names"} == set()


@pytest.mark.parametrize("kind", ABOUT_STUDENTS)
@pytest.mark.parametrize("students", [ONE, THREE], ids=len)
def test_an_email_names_every_student_and_says_why_it_came(kind: type[Email], students: tuple[str, ...]) -> None:
    mail = a_mail(kind, students, reply_to="office@school.example")
    for part in (mail.text, mail.html):
        for wanted in (*students, "Lincoln School", "María García", "You are receiving this email because"):
            assert wanted in words(part)
        assert "office@school.example" in words(part)
    assert "Contact the school office" in words(a_mail(kind).text)
    assert not re.search(r"[a-z][.?!][A-Z]", " ".join(re.sub(r"<[^>]+>", "", mail.html.replace("<br>", " ")).split()))


@pytest.mark.parametrize("kind", [*WITH_LINK, "a reminder to check"])
def test_an_email_that_asks_says_who_asks_and_how_long_the_link_works(kind: Any) -> None:
    mail = a_mail(ReminderEmail, THREE, checks=True) if kind == "a reminder to check" else a_mail(kind, THREE)
    for part in (mail.text, mail.html):
        for wanted in (
            "Jordan Ellis",
            LINK,
            CODE,
            CODE_PAGE,
            "December 24, 2026",
            "Not your child? Let us know on the page",
        ):
            assert wanted in words(part)


@pytest.mark.parametrize("kind", TO_PARENTS)
def test_an_email_to_a_parent_says_how_to_stop_and_by_a_link_of_its_own(kind: type[Email]) -> None:
    mail = a_mail(kind)
    assert "No more emails from this site" in words(mail.text)
    assert STOP in mail.text.splitlines()
    assert mail.html.count(f'href="{STOP}"') == 1


def test_somebody_who_was_added_as_a_parent_reads_by_whom() -> None:
    for part in (a_mail(CheckContactEmail).text, a_mail(CheckContactEmail).html):
        assert "Jordan Ellis added you as a parent of" in words(part)
    assert "had added you as a parent of" in words(a_mail(ReminderEmail, checks=True).text)


def test_the_schools_own_words_stand_in_the_text_and_escaped_in_the_html_and_leave_nothing_where_there_are_none() -> (
    None
):
    for kind in WITH_LINK:
        mail = a_mail(kind, own_words="We meet at <8 & tell more. " * 22)
        assert "We meet at <8 & tell more. We meet" in words_as_they_are(mail.text)
        assert mail.html.count("We meet at &lt;8 &amp; tell more.") == 22
        assert '<p style="margin:16px 0 0;"></p>' not in a_mail(kind).html


def test_the_test_email_says_that_it_is_one_and_stops_nothing() -> None:
    mail = a_mail(SampleEmail, own_words="Welcome back!")
    for part in (mail.text, mail.html):
        for wanted in ("This is a test. Only you got this email", "Welcome back!", "you are a Site Admin of Lincoln"):
            assert wanted in words(part)
        assert "No more emails" not in part


def test_two_parents_who_share_an_address_are_greeted_both() -> None:
    mail = render(an_email(InvitationEmail, names=["María García", "Jon Smith"]))
    assert "Dear María García and Jon Smith," in mail.text
    assert "Dear María García and Jon Smith," in mail.html


def test_a_school_that_invites_is_not_named_twice_in_one_sentence() -> None:
    mail = a_mail(InvitationEmail, inviter="Lincoln School")
    for part in (mail.text, mail.html):
        assert "Lincoln School invites you to add your contact information for Noé García ." in (
            words(part).replace("García.", "García .")
        )


def test_a_reminder_says_when_the_first_email_came_and_that_its_link_is_dead() -> None:
    for part in (a_mail(ReminderEmail).text, a_mail(ReminderEmail).html):
        assert "November 24, 2026" in words(part)
        assert "Links in earlier emails no longer work" in words(part)


def test_a_confirmation_shows_what_was_saved_and_opens_nothing() -> None:
    mail = a_mail(ConfirmationEmail)
    for part in (mail.text, mail.html):
        for wanted in ("555 0100", "Mother, lives with you", "Only the school can see your phone numbers."):
            assert wanted in words(part)
        assert "/i/" not in part


def test_the_text_part_shows_signs_as_they_are_and_the_html_escapes_them() -> None:
    mail = a_mail(
        ConfirmationEmail, ("Noé & Co",), relations=[SavedRelation("Noé & Co", "Aunt & <b>guardian</b>", LivesWith.NO)]
    )
    assert "Noé & Co: Aunt & <b>guardian</b>, does not live with you" in words_as_they_are(mail.text)
    assert "<b>guardian" not in mail.html
    assert "Aunt &amp; &lt;b&gt;guardian" in mail.html


def test_the_daily_email_counts_and_says_how_to_turn_it_off() -> None:
    assert a_mail(DigestEmail).subject == "Lincoln School: 1 family has answered"
    many = a_mail(DigestEmail, THREE, families=3, more=12)
    assert many.subject == "Lincoln School: 3 families have answered"
    for part in (many.text, many.html):
        assert "and 12 more" in words(part)
        assert "can turn it off there" in words(part)


def test_the_email_about_a_file_that_waits_says_which_how_many_rows_why_and_until_when() -> None:
    mail = a_mail(FileWaitingEmail)
    assert mail.subject == "Lincoln School: a file is waiting for you"
    for part in (mail.text, mail.html.replace("&amp;", "&")):
        for wanted in (
            *("spring & fall.csv", "none of its 120 rows was imported", "nobody was emailed", IMPORT, "María García"),
            *("120 rows are about 2019-2020", "December 15, 2026", "because you are a Site Admin of Lincoln School"),
        ):
            assert wanted in words(part)
        assert "since" not in words(part)
        assert "looked at once more" not in words(part)


def test_the_email_about_rows_that_wait_counts_them_by_what_looks_wrong_and_a_later_one_says_since_when() -> None:
    doubts = [message(DoubtCount.NEW_ID, count=1), message(DoubtCount.OTHER_NAME, count=2)]
    mail = a_mail(FileWaitingEmail, rows=3, all_rows=False, doubts=doubts, again=True)
    assert mail.subject == "Lincoln School: 3 rows of a file are waiting for you"
    for part in (mail.text, mail.html):
        for wanted in (
            *("The other rows are done.", "This has been waiting since November 24, 2026."),
            *("1 row has a new ID for a student", "2 rows have another name for a student"),
        ):
            assert wanted in words(part)


@pytest.mark.parametrize("sets_password", [False, True])
def test_the_email_that_logs_in_has_a_link_and_a_code_which_stands_neither_in_its_subject_nor_in_its_preview(
    sets_password: bool,
) -> None:
    mail = a_mail(LogInEmail, sets_password=sets_password)
    what = "your link to set a new password" if sets_password else "your log-in link"
    assert mail.subject == f"Lincoln School: {what}"
    for part in (mail.text, mail.html):
        for wanted in ("María García", LOG_IN_LINK, "042917", "15 minutes, and only once", "you can ignore this email"):
            assert wanted in words(part)
        assert words(part).count("042917") == 1
    assert "042917" not in mail.html[: mail.html.index("Dear")]


def test_the_other_site_admins_read_whose_password_was_set_and_where_the_record_is() -> None:
    mail = a_mail(PasswordSetEmail)
    assert mail.subject == "Lincoln School: a Site Admin's password was set"
    for part in (mail.text, mail.html):
        for wanted in ("Jordan Ellis", "Nov 24, 2026", "ask them whether it was them", RECORD, "you are a Site Admin"):
            assert wanted in words(part)


def test_whoever_is_to_be_a_site_admin_reads_who_asks_until_when_and_what_if_it_is_wrong() -> None:
    mail = a_mail(AdminInvitationEmail)
    assert mail.subject == "Lincoln School: become a Site Admin"
    for part in (mail.text, mail.html):
        for wanted in ("Jordan Ellis", "Nov 24, 2026", ADMIN_LINK, "only once", "You can ignore this email"):
            assert wanted in words(part)


def test_what_was_done_to_an_account_is_told_in_a_sentence_with_when_and_what_to_do() -> None:
    others, own = a_mail(AccountNewsEmail), a_mail(AccountNewsEmail, own=True, news=message(NewsText.PASSWORD_CHANGED))
    assert others.subject == "Lincoln School: a change among the Site Admins"
    assert own.subject == "Lincoln School: your log-in was changed"
    for part in (others.text, others.html):
        for wanted in ("Jordan Ellis invited kim@example.org to be a Site Admin.", "Nov 24, 2026", PEOPLE):
            assert wanted in words(part)
    for part in (own.text, own.html):
        for wanted in ("password that you log in with was changed", "Nov 24, 2026", "call the school office"):
            assert wanted in words(part)


@pytest.mark.parametrize("kind", ALL)
def test_a_subject_is_one_short_line_that_names_the_school(kind: type[Email]) -> None:
    for students in (ONE, THREE, THREE * 4):
        subject = a_mail(kind, students).subject
        assert subject.startswith("Lincoln School: ")
        assert len(subject) <= 60


def test_a_subject_gives_up_names_first_and_then_the_school() -> None:
    subjects = [
        a_mail(InvitationEmail, students, school=school).subject
        for students in (THREE[:2], THREE, ("Wilhelmina-Alexandria X", "Maximiliana Y"))
        for school in ("Lincoln", "The Abraham Lincoln Elementary School of Springfield")
    ]
    assert subjects == [
        "Lincoln: add your contact information for Noé and Ana",
        "Add your contact information for Noé and Ana",
        "Lincoln: add your contact information for Noé, Ana, and Li",
        "Add your contact information for Noé, Ana, and Li",
        "Lincoln: add your contact information for 2 children",
        "Add your contact information for 2 children",
    ]


EVIL = "<script>x</script>\r\nBcc: a@example.org Smith"
EVIL_OF: dict[type[Email], dict[str, Any]] = {
    FileWaitingEmail: {"file": EVIL, "doubts": [message(Doubt.WHOSE_ADDRESS, column=EVIL)]},
    PasswordSetEmail: {"admin": EVIL},
    AdminInvitationEmail: {"inviter": EVIL},
    AccountNewsEmail: {"news": message(NewsText.ADMIN_REMOVED, by=EVIL, name=EVIL, email="kim@example.org")},
    LinkEmail: {"inviter": EVIL, "students": [EVIL, EVIL]},
    ParentEmail: {"students": [EVIL, EVIL]},
    DigestEmail: {"students": [EVIL, EVIL]},
}


@pytest.mark.parametrize("email", EXAMPLES, ids=lambda email: str(email.event))
def test_nothing_in_a_name_becomes_html_or_a_header(email: Email) -> None:
    evil = EVIL
    names: dict[str, Any] = {"school": "A\r\nBcc: b@example.org", "names": [evil, evil]}
    names |= next((own for kind, own in EVIL_OF.items() if isinstance(email, kind)), {})
    if isinstance(email, ParentEmail):
        names["first_names"] = [evil]
    if isinstance(email, ConfirmationEmail) and email.details:
        names["details"] = replace(email.details, first_name=evil, street=evil)
        names["relations"] = [replace(relation, student=evil, relationship=evil) for relation in email.relations]
    mail = render(replace(email, **names))
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert "<script>" not in mail.html
    for before, line in pairwise(["", *mail.text.splitlines()]):
        assert not line.startswith("Bcc") or len(before) > 50, "only a full line goes on in the next"


@pytest.mark.parametrize("email", CASES)
def test_the_html_is_valid_small_and_needs_nothing_from_elsewhere(email: Email) -> None:
    html = render(email).html
    html5lib.HTMLParser(strict=True).parse(html)
    assert "<img" not in html
    assert set(re.findall(r'https?://[^"<\s]+', html)) == addresses_of(email)
    for link in set(links_of(email)):
        assert html.count(f'href="{link}"') == 2 * links_of(email).count(link)
        assert html.index(link) < html.find(STOP) or STOP not in html


@pytest.mark.parametrize("kind", ALL)
def test_the_largest_email_is_not_cut_off(kind: type[Email]) -> None:
    """Some mail programs show no more than 102 KB."""
    most = 300 if kind is DigestEmail else 12
    assert len(a_mail(kind, (f"{LONG} (Homeroom 12-B)",) * most).html.encode()) < 100_000


@pytest.mark.parametrize("email", CASES)
def test_an_email_is_readable_in_the_dark_and_on_a_phone(email: Email) -> None:
    html = render(email).html
    assert "prefers-color-scheme: dark" in html
    for colour in re.findall(r'<[^>]+style="[^"]*[; ]color:#(?!ffffff)[^"]*"', html):
        assert re.search(r'class="(ink|soft|link)"', colour), colour
    assert "max-width:600px" in html
    assert not re.search(r'width="\d{3,}"', html)


@pytest.mark.parametrize("email", CASES)
def test_the_text_fits_a_narrow_window_and_the_links_stand_alone(email: Email) -> None:
    lines = render(email).text.splitlines()
    addresses = {line for line in lines if line.startswith("https://")}
    assert addresses == addresses_of(email)
    assert max(len(line) for line in lines if line not in addresses) <= 72
    assert ["", ""] not in [lines[n : n + 2] for n in range(len(lines))]


def test_a_wrapped_line_keeps_its_indentation_and_a_list_its_mark() -> None:
    text = "  - " + "word " * 20 + "\n\n\n\nhttps://example.org/" + "x" * 90
    first, second, empty, address = wrapped(text).splitlines()
    assert (first[:8], second[:8], empty) == ("  - word", "    word", "")
    assert address == "https://example.org/" + "x" * 90


@pytest.mark.parametrize("email", CASES)
def test_an_email_says_nothing_that_its_catalogue_does_not_know(email: Email) -> None:
    mail = render(email, PSEUDO)
    addresses = {getattr(email, "link", ""), getattr(email, "stop", "")} - {""}
    known = {*data_in(email), *addresses}
    if isinstance(email, ConfirmationEmail) and email.details:
        known |= {email.details.name, *email.details.address_lines}
    assert untranslated(mail.html, known) == []
    as_html = f"<title>{mail.subject}</title><pre>{' '.join(mail.text.split())}</pre>"
    assert untranslated(as_html, known) == []


@pytest.mark.parametrize("email", CASES)
def test_an_email_reads_in_the_direction_of_its_language(email: Email) -> None:
    assert '<html lang="ar" dir="rtl">' in render(email, PSEUDO).html
    assert "dir=" not in render(email).html

"""Whom a parent reads about in an invitation from a file."""

from dataclasses import replace

import pytest

from homeroom.domain.accounts.user import User
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.look import Decision
from homeroom.domain.imports.upload import Upload
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.emails.rendering import render
from homeroom.use_cases.imports.check_file import check_file
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.start_import import confirm_import, put_for_check
from homeroom.use_cases.mail.send_invite import send_invite
from tests.factories import a_homeroom, an_admin, by
from tests.fakes import World

FILE = b"class_code,student_last_name,student_first_name,parent_email\n3-A,Smith,Bob,p@example.org\n"
ADMIN = an_admin(version=0)


def a_world(*users: User, reply_to: str = "") -> World:
    world = World()
    settings = SiteSettings(school_year="2026-2027", school_name="Lincoln School", reply_to=reply_to)
    world.store.save(Change.new(settings), Change.new(a_homeroom("3-A", version=0)), *map(Change.new, users))
    return world


def mail_of(world: World, upload: Upload) -> str:
    import_csv(upload, world.services)
    [key] = world.queue.mails
    send_invite(*key, replace(world.services, render_mail=render))
    return " ".join(world.mailer.sent[0].text.split())


def test_a_file_that_was_confirmed_on_the_page_invites_in_the_name_of_whoever_confirmed_it() -> None:
    world = a_world(ADMIN)
    check = put_for_check("a.csv", FILE, ADMIN, world.services)
    check_file(check, world.services)
    text = mail_of(world, confirm_import(check.import_id, [], {}, by(ADMIN), world.services))
    assert "Jordan Ellis invites you to add your contact information for Bob Smith at Lincoln School." in text
    assert "because Jordan Ellis listed you as a parent of Bob Smith" in text
    [invitation] = world.store.all(Invitation)
    assert (invitation.inviter, invitation.inviter_email_key) == ("Jordan Ellis", ADMIN.email_key)


def test_a_drop_that_waited_invites_in_the_name_of_whoever_decided_to_go_on_with_it() -> None:
    world = a_world(ADMIN)
    run = ImportRun(upload=world.files.put_upload("a.csv", FILE, ""), started_at=world.clock.now)
    decided = replace(run, state=ImportState.PLACING, decision=Decision(accept=True, by="Jordan Ellis"))
    world.store.save(Change.new(decided))
    assert "Jordan Ellis invites you" in mail_of(world, run.upload)


@pytest.mark.parametrize(("reply_to", "address"), [("", "office@school.example"), ("ask@x.org", "ask@x.org")])
def test_a_drop_into_the_bucket_invites_in_the_name_of_the_school_and_says_whom_to_ask(
    reply_to: str, address: str
) -> None:
    world = a_world(ADMIN, reply_to=reply_to)
    text = mail_of(world, world.files.put_upload("a.csv", FILE, ""))
    assert "Lincoln School invites you to add your contact information for Bob Smith." in text
    assert f"Questions? Just reply, or write to {address}" in text


@pytest.mark.parametrize("somebody", [an_admin(version=0, is_admin=False, contact_ids=("c",)), None])
def test_whoever_is_no_site_admin_is_named_by_no_file(somebody: User | None) -> None:
    """What stands with a file may come from anybody who may write to the bucket."""
    world = a_world(*([somebody] if somebody else []))
    assert "Jordan Ellis" not in mail_of(world, world.files.put_upload("a.csv", FILE, ADMIN.email_key))
    assert world.store.all(Invitation)[0].inviter == "Lincoln School"

"""Every way of sharing × every kind of viewer × every page: what shows up, and nothing else.

What is expected is said apart from the code that decides it. A page that shows parents other families is one more line
in PAGES.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import pytest

from homeroom.domain.accounts.user import User, as_parent
from homeroom.domain.families.exclusion import Exclusion
from homeroom.domain.families.parent_contact import ContactDetails, ParentContact, Relation
from homeroom.domain.families.sharing import PRIVATE, Audience, Sharing
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.families.directory import ListedFamily, homeroom_directory, school_directory
from homeroom.use_cases.families.exclusions import my_exclusions
from homeroom.use_cases.roster.find_students import grade_list, homeroom_list, search_students
from homeroom.use_cases.roster.show_student import show_student
from tests.factories import YEAR, a_contact, a_homeroom, a_parent_user, a_student, an_admin, details
from tests.fakes import World
from tests.steps.figures import Recorder

HOMEROOM, SITE, BOTH = {Audience.HOMEROOM}, {Audience.SITE}, {Audience.HOMEROOM, Audience.SITE}
NOTHING: set[Audience] = set()
SHARINGS = [Sharing(email=e, phone=p, address=a) for e, p, a in product(Audience, repeat=3)]
OWN = details(
    "Sofía", "Serrano", email="sofia@example.org", mobile_phone="555 0177", street="7 Secret Street", city="Hiddenham"
)
MARKS = {"email": "sofia@example.org", "phone": "555 0177", "address": "7 Secret Street"}
NAME, CHILD = "Sofía Serrano", "Celia"
CHILDREN = {
    "listed": lambda child: child,
    "kept out": lambda child: child.unlisted("sofia"),
    "protected": lambda child: replace(child, protected=True),
}


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """`sees` are the audiences to which they belong. `child` is whose parent they are: of `celia`, of whom the pages
    are, of a classmate or of another. `excluded`: by what the parent has said. `lists`: whether they see any.
    """

    child: str = "classmate"
    sees: set[Audience]
    lists: bool = True
    registered: bool = True
    name: str = "Vera Viewer"
    email: str = "vera@example.org"
    entered: str = "vera@example.org"
    former_name: str = ""
    excluded: Exclusion | None = None

    @property
    def is_family(self) -> bool:
        return self.child == "celia"


def excluded(**by: str) -> Viewer:
    return Viewer(sees=NOTHING, excluded=Exclusion(**by))


VIEWERS: Mapping[str, Viewer] = {
    "classmate": Viewer(sees=BOTH),
    "classmate without a password": Viewer(sees=NOTHING, registered=False, lists=False),
    "other homeroom": Viewer(child="other", sees=SITE),
    "excluded by choice": excluded(contact_id="vera", name="Vera Viewer"),
    "excluded by email": excluded(email="VERA@Example.org"),
    "excluded by the address they entered": replace(excluded(email="v@example.net"), entered="v@example.net"),
    "excluded by name": excluded(name="vera VIEWER"),
    "excluded by name, last name first": excluded(name="Viewer, Véra"),
    "excluded by the name they had before": replace(excluded(name="Vera Former"), former_name="Vera Former"),
    "excluded by the name they had before, last name first": replace(
        excluded(name="former vera"), former_name="Vera Former"
    ),
    "reads at one address with whom is excluded by choice": excluded(contact_id="housemate", name="Hal"),
    "reads at one address with whom is excluded by name": excluded(name="Hal Housemate"),
    "other homeroom, excluded": replace(excluded(email="vera@example.org"), child="other"),
    "has a first name that is excluded": Viewer(sees=BOTH, excluded=Exclusion(name="Vera")),
    "has one name, and it is excluded": replace(excluded(name="Vera"), name="Vera"),
    "has the name of somebody chosen": Viewer(sees=BOTH, excluded=Exclusion(contact_id="x", name="Vera Viewer")),
    "has the name of somebody chosen whose contact is gone": excluded(contact_id="gone", name="Vera Viewer"),
    "parent of a former student": Viewer(child="former", sees=NOTHING, lists=False),
    "parent of a child kept out": Viewer(child="kept out", sees=BOTH),
    "parent of a protected child": Viewer(child="protected", sees=BOTH),
    "another parent of the child": Viewer(child="celia", sees=BOTH),
    "another parent, without a password": Viewer(child="celia", sees=HOMEROOM, registered=False, lists=False),
    "another parent, excluded": replace(excluded(email="vera@example.org"), child="celia"),
}
ONESELF, ADMIN = Viewer(child="celia", sees={*Audience}, name=NAME), Viewer(child="", sees={*Audience})


@dataclass(frozen=True)
class Scene:
    world: World
    users: Mapping[str, User]
    celia: Student


def a_scene(state: str, sharing: Sharing, *, exclusions: bool = True) -> Iterator[tuple[str, Scene]]:
    """One for each viewer."""
    for who, viewer in VIEWERS.items():
        world = World()
        world.store.save(Change.new(SiteSettings(school_year=YEAR)))
        world.store.save(*(Change.new(a_homeroom(code, version=0)) for code in ("3-A", "5-B")))
        children = _children(state)
        vera = _contact(children[viewer.child], "vera", viewer)
        excluding = (viewer.excluded,) if viewer.excluded and exclusions else ()
        own = replace(OWN, sharing=sharing)
        sofia = a_contact(
            children["celia"], id="sofia", details=own, user_key="sofia@example.org", exclusions=excluding
        )
        hal = ParentContact(id="housemate", details=details("Hal", "Housemate", email=""), user_key="vera@example.org")
        chosen = ParentContact(id="x", details=details("Vera", "Viewer", email=""))
        everybody = (vera, sofia, hal, chosen)
        world.store.save(*map(Change.new, _linked(children, vera, sofia, viewer)), *map(Change.new, everybody))
        user = a_parent_user(vera, email=viewer.email, has_password=viewer.registered)
        shares = "one address" in who
        stored = replace(user, contact_ids=("vera", "housemate")) if shares else user
        world.store.save(Change.new(stored))
        self_ = a_parent_user(sofia, id="u-sofia", email="sofia@example.org")
        yield who, Scene(world, {who: as_parent(stored, "vera"), "oneself": self_}, children["celia"])


def _children(state: str) -> dict[str, Student]:
    children = {
        "celia": CHILDREN[state](a_student(CHILD, "Serrano", id="celia")),
        "classmate": a_student("Otto", id="otto"),
        "other": a_student("Olga", id="olga", homeroom="5-B", grade="5"),
        "former": a_student("Fritz", id="fritz", year="2025-2026"),
    }
    kept_out = a_student("Kai", id="kai").unlisted("vera")
    return children | {"kept out": kept_out, "protected": a_student("Pia", id="pia", protected=True)}


def _contact(child: Student, contact_id: str, viewer: Viewer) -> ParentContact:
    first, _, last = viewer.name.partition(" ")
    entered = ContactDetails(first_name=first, last_name=last, email=viewer.entered)
    relations = {child.id: Relation(relationship="Aunt")}
    if not viewer.former_name:
        return ParentContact(id=contact_id, details=entered, students=relations, user_key=viewer.email)
    first, _, last = viewer.former_name.partition(" ")
    former = replace(entered, first_name=first, last_name=last)
    return ParentContact(id=contact_id, details=former, user_key=viewer.email).changed(entered, relations)


def _linked(
    children: Mapping[str, Student], vera: ParentContact, sofia: ParentContact, viewer: Viewer
) -> Iterator[Student]:
    for name, child in children.items():
        linked = child.linked_to(vera.id) if name == viewer.child else child
        yield linked.linked_to(sofia.id) if name == "celia" else linked


# --------------------------------------------------------------- pages
def _profile(scene: Scene, user: User) -> str:
    profile = show_student("celia", user, scene.world.services)
    return repr((profile.student.name, [c.details for c in profile.contacts]))


def _search(scene: Scene, user: User) -> str:
    return repr(search_students("Serrano", YEAR, user, scene.world.services))


def _homeroom(scene: Scene, user: User) -> str:
    return repr(homeroom_list("3-A", YEAR, user, scene.world.services))


def _grade(scene: Scene, user: User) -> str:
    return repr(grade_list("3", YEAR, user, scene.world.services))


def _people_to_exclude(scene: Scene, user: User) -> str:
    return repr([contact.details.name for contact in my_exclusions(user, scene.world.services).choices])


def _directory(scene: Scene, user: User) -> str:
    page = homeroom_directory("3-A", "", user, scene.world.services)
    return _families(page.families) if page else ""


def _directory_search(scene: Scene, user: User) -> str:
    page = school_directory("Serrano", user, scene.world.services)
    return _families(page.families) if page else ""


def _families(families: Sequence[ListedFamily]) -> str:
    return repr([(family.student.name, [c.details for c in family.contacts]) for family in families])


@dataclass(frozen=True)
class Shown:
    """What a page may show: the child, the parent's name, and what they share. `reached` says for a viewer, and for
    whether the child is listed, whether they come so far at all. `sharing_only`: the child, too, only where something
    is shared, and one's own as others see it.
    """

    show: Callable[[Scene, User], str]
    child: bool
    name: bool
    pieces: bool
    reached: Callable[[Viewer, bool], bool]
    sharing_only: bool = False


def _in_lists(viewer: Viewer, listed: bool) -> bool:
    return viewer is ADMIN or (viewer.lists and listed)


def _in_directory(viewer: Viewer, listed: bool) -> bool:
    return viewer is not ADMIN and viewer.lists and listed


def _by_the_child(viewer: Viewer, listed: bool) -> bool:
    return viewer.is_family or _in_lists(viewer, listed)


def _among_classmates(viewer: Viewer, listed: bool) -> bool:
    in_homeroom = viewer.child in ("classmate", "kept out", "protected") and viewer.lists and listed
    return viewer is not ONESELF and (viewer.is_family or in_homeroom)


PAGES: Mapping[str, Shown] = {
    "profile": Shown(_profile, child=True, name=True, pieces=True, reached=_by_the_child),
    "search": Shown(_search, child=True, name=False, pieces=False, reached=_in_lists),
    "homeroom": Shown(_homeroom, child=True, name=False, pieces=False, reached=_in_lists),
    "grade": Shown(_grade, child=True, name=False, pieces=False, reached=_in_lists),
    "directory": Shown(_directory, child=True, name=True, pieces=True, reached=_in_directory, sharing_only=True),
    "directory, search": Shown(
        _directory_search, child=True, name=True, pieces=True, reached=_in_directory, sharing_only=True
    ),
    "people to exclude": Shown(_people_to_exclude, child=False, name=True, pieces=False, reached=_among_classmates),
}


def expected(page: Shown, viewer: Viewer, state: str, sharing: Sharing) -> set[str]:
    """The marks that this page shows this viewer."""
    if not page.reached(viewer, state == "listed"):
        return set()
    sees = viewer.sees - {Audience.NOBODY} if page.sharing_only else viewer.sees
    seen = {MARKS[piece] for piece in MARKS if getattr(sharing, piece) in sees}
    marks = {CHILD} if page.child and (seen or not page.sharing_only) else set()
    marks |= {NAME} if page.name and seen else set()
    return marks | (seen if page.pieces else set())


def seen_on(page: Shown, scene: Scene, user: User) -> tuple[set[str], str]:
    try:
        shown = page.show(scene, user)
    except NotFound:
        shown = ""
    named = NAME in shown or "first_name='Sofía'" in shown
    found = {mark for mark in (*MARKS.values(), CHILD) if mark in shown} | ({NAME} if named else set())
    return found, shown


@pytest.mark.parametrize("state", CHILDREN)
def test_nobody_sees_more_or_less_than_was_shared(state: str, record_figure: Recorder) -> None:
    unexpected, cells = [], 0
    for sharing in SHARINGS:
        for who, scene in a_scene(state, sharing):
            viewers = {who: (VIEWERS[who], scene.users[who])}
            if who == "classmate":
                viewers |= {"oneself": (ONESELF, scene.users["oneself"]), "Site Admin": (ADMIN, an_admin())}
            for (called, (viewer, user)), (name, page) in product(viewers.items(), PAGES.items()):
                wanted = expected(page, viewer, state, sharing)
                cells += 1
                if (found := seen_on(page, scene, user)[0]) != wanted:
                    unexpected.append(f"{sharing}, {state}: {called} on {name}: {found}, not {wanted}")
    assert not unexpected
    assert cells == len(SHARINGS) * (len(VIEWERS) + 2) * len(PAGES)
    record_figure("sharing cells", cells)
    record_figure("sharing cells that are unexpected", len(unexpected))


@pytest.mark.parametrize("state", CHILDREN)
def test_whoever_is_excluded_sees_every_page_as_if_nothing_were_shared(state: str) -> None:
    everything = Sharing(email=Audience.SITE, phone=Audience.HOMEROOM, address=Audience.SITE)
    private = dict(a_scene(state, PRIVATE, exclusions=False))
    compared = 0
    for who, scene in a_scene(state, everything):
        if VIEWERS[who].excluded and not VIEWERS[who].sees:
            for page in PAGES.values():
                there, elsewhere = (seen_on(page, s, s.users[who])[1] for s in (scene, private[who]))
                assert there == elsewhere, who
                compared += 1
    assert compared == 13 * len(PAGES)

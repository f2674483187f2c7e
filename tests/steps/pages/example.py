"""What the examples of all features share."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.user import User
from homeroom.domain.imports.waiting import WaitingImport
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.site.logo import ShownLogo
from homeroom.domain.site.site_settings import UNKNOWN_OFFICE, Office
from homeroom.messages.catalogue import Catalogue, catalogue
from homeroom.web.core.rendering import Frame, render_page
from homeroom.web.core.responses import PageContext
from homeroom.web.forms.form_parsing import FormProblem
from tests.factories import NOW, an_admin

SCHOOL = "Lincoln School"
LONG = "Wilhelmina Alexandria Featherstonehaugh-Montgomery <b>&amp;</b>"
ADMIN = an_admin()
PARENT = an_admin(is_admin=False, contact_ids=("c1",))
PARENT_BY_LINK = an_admin(is_admin=False, contact_ids=("c1",), has_password=False)
WRONG: Message = message(FormProblem.CHECK)
WAITING_IMPORTS = [
    WaitingImport(import_id=f"i{n}", name=name, rows=n, all_rows=n % 2 == 1, since=NOW)
    for n, name in enumerate(("spring.csv", LONG, "fall.csv", "new.csv", "old.csv"), start=1)
]


LOGO = ShownLogo(name="1a2b3c4d.png", width=300, height=120)
OFFICE = Office(person=LONG, phone="+1 (555) 010-0199 ext. 4", address=f"1 {LONG} Street", email="office@example.org")


@dataclass(frozen=True)
class Example:
    """`viewer`: who is logged in. `waiting` are the imports that wait for a Site Admin, and so many `requests` do."""

    context: PageContext
    viewer: User | None = None
    waiting: Sequence[WaitingImport] = ()
    requests: int | None = None
    office: Office = UNKNOWN_OFFICE
    logo: ShownLogo | None = None

    @property
    def template(self) -> str:
        return self.context.template


def frame(example: Example, language: Catalogue | None = None) -> Frame:
    return Frame(
        school=SCHOOL,
        viewer=example.viewer,
        csrf="0" * 64,
        catalogue=language or catalogue(),
        waiting_imports=example.waiting,
        waiting_requests=example.requests,
        office=example.office,
        logo=example.logo,
    )


def rendered(example: Example, language: Catalogue | None = None) -> str:
    """In English, unless another language is given."""
    return render_page(example.context, frame(example, language))

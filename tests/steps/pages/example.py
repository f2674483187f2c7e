"""What the examples of all features share."""

from dataclasses import dataclass

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.message import Message, message
from homeroom.messages.catalogue import Catalogue, catalogue
from homeroom.web.core.rendering import Frame, render_page
from homeroom.web.core.responses import PageContext
from homeroom.web.forms.form_parsing import FormProblem
from tests.factories import an_admin

SCHOOL = "Lincoln School"
LONG = "Wilhelmina Alexandria Featherstonehaugh-Montgomery <b>&amp;</b>"
ADMIN = an_admin()
PARENT = an_admin(is_admin=False, contact_id="c1")
WRONG: Message = message(FormProblem.CHECK)


@dataclass(frozen=True)
class Example:
    """`viewer`: who is logged in."""

    context: PageContext
    viewer: User | None = None

    @property
    def template(self) -> str:
        return self.context.template


def frame(viewer: User | None, language: Catalogue | None = None) -> Frame:
    return Frame(school=SCHOOL, viewer=viewer, csrf="0" * 64, catalogue=language or catalogue())


def rendered(example: Example, language: Catalogue | None = None) -> str:
    """In English, unless another language is given."""
    return render_page(example.context, frame(example.viewer, language))

"""Who is answering, where the address is known as that of one or several parents."""

from dataclasses import replace

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.answers.answer import read_answer
from homeroom.use_cases.ports.services import Services


class NotACandidate(HomeroomError):
    """None of the parents who are known at this address."""


def choose_parent(form_token: str, contact_id: str, services: Services) -> None:
    """`contact_id` is empty for somebody who is none of the candidates. Once the form is saved it is too late: nothing
    changes. Raises NotACandidate, and what read_answer raises.
    """
    retry_on_conflict(lambda: _choose(form_token, contact_id, services))


def _choose(form_token: str, contact_id: str, services: Services) -> None:
    answer = read_answer(form_token, services)
    if answer.saved:
        return
    if contact_id and contact_id not in [contact.id for contact in answer.candidates]:
        raise NotACandidate
    chosen = replace(answer.session, contact_id=contact_id, is_new_parent=not contact_id)
    services.store.save(Change(answer.session, chosen))

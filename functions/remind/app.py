"""The scheduled runs: hourly over mails and files that wait, daily over all that has an end."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import services
from homeroom.observability import Reported, logger, observed, reported
from homeroom.use_cases.families.relation_days import turn_relations
from homeroom.use_cases.families.run_campaign import run_campaign
from homeroom.use_cases.imports.find_lost_uploads import find_forgotten_imports, find_lost_uploads
from homeroom.use_cases.imports.forget_reports import forget_reports
from homeroom.use_cases.imports.look_after_waiting import look_after_waiting
from homeroom.use_cases.invitations.close_expired import close_expired
from homeroom.use_cases.invitations.remind import remind
from homeroom.use_cases.mail.send_digests import send_digests
from homeroom.use_cases.mail.settle_mails import LookedAfter, settle_mails
from homeroom.use_cases.people.delete_information import delete_information
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.move_students import finish_moves
from homeroom.use_cases.site.change_year import change_year_on_its_day

Operation = Callable[[Services], int | LookedAfter]
HOURLY: Mapping[str, Operation] = {
    "years changed": change_year_on_its_day,  # the day begins at another hour in each time zone
    "relations turned": turn_relations,  # and so do their days
    "students moved": finish_moves,
    "uploads found": find_lost_uploads,
    "contacts asked": run_campaign,
    "imports waiting": look_after_waiting,
    "mails settled": settle_mails,
    "information deleted": delete_information,
}
DAILY: Mapping[str, Operation] = {
    "years changed": change_year_on_its_day,  # before what is about the current one
    "relations turned": turn_relations,  # before anybody is reminded
    "invitations closed": close_expired,
    "imports found": find_forgotten_imports,
    "reports forgotten": forget_reports,
    "digests sent": send_digests,
    "reminders requested": remind,
    **HOURLY,
}


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """What goes wrong with one operation keeps no other from being done; that something did is raised at the end."""
    hourly = event.get("run") == "hourly"
    done: dict[str, object] = {}
    failed: list[str] = []
    logger.append_keys(run="hourly" if hourly else "daily", done=done, failed=failed)  # each line says how far it is
    for name, operation in (HOURLY if hourly else DAILY).items():
        try:
            with reported(operation=name):
                number = operation(services())
                done[name] = asdict(number) if isinstance(number, LookedAfter) else number
                logger.info("operation")
        except Reported:
            failed.append(name)
    if failed:
        raise Reported(", ".join(failed))

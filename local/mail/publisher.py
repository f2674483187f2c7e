"""Publishes the reports about each mail where its configuration set says, as SES does."""

import json
import queue
import threading
import time
from datetime import UTC, datetime

from local.aws import Aws
from local.console import say_at
from local.mail.reports import fate, report
from local.mail.store import MailStore, SentMail

_SECONDS_LATER = 1.5
"""SES, too, reports a moment after it has taken a mail. Here it keeps the functions that send from waiting."""


class Publisher:
    """Reports in the background, one after another, so that Send always comes before Delivery."""

    def __init__(self, aws: Aws, store: MailStore) -> None:
        """`store` is told of each report."""
        self._aws = aws
        self._store = store
        self._waiting: queue.SimpleQueue[tuple[float, SentMail, str]] = queue.SimpleQueue()
        self._stopped = threading.Event()
        threading.Thread(target=self._work, name="mail reports", daemon=True).start()

    def follow(self, mail: SentMail) -> None:
        """Publish soon what becomes of a mail, as far as it was not published before."""
        due = time.monotonic() + _SECONDS_LATER
        for kind in fate(mail):
            if kind not in self._store.reports(mail.id):
                self._waiting.put((due, mail, kind))

    def stop(self) -> None:
        """Publish nothing more: the emulator stops. What is left the next run publishes, by `follow`."""
        self._stopped.set()

    def publish(self, mail: SentMail, kind: str) -> None:
        """Publish one report now. A mail without a configuration set has nowhere to report to."""
        event = report(kind, mail, datetime.now(UTC))
        for topic in self._topics(mail.configuration_set, event["eventType"].upper()):
            self._aws.sns.publish(
                TopicArn=topic, Message=json.dumps(event), Subject="Amazon SES Email Event Notification"
            )
        self._store.report(mail.id, kind)

    def _topics(self, configuration_set: str, event_type: str) -> list[str]:
        if not configuration_set:
            return []
        destinations = self._aws.ses.get_configuration_set_event_destinations(ConfigurationSetName=configuration_set)
        return [
            destination["SnsDestination"]["TopicArn"]
            for destination in destinations.get("EventDestinations", [])
            if destination.get("Enabled")
            and event_type in destination["MatchingEventTypes"]
            and "SnsDestination" in destination
        ]

    def _work(self) -> None:
        while True:
            due, mail, kind = self._waiting.get()
            if self._stopped.wait(max(0.0, due - time.monotonic())):
                return
            try:
                self.publish(mail, kind)
            except Exception as error:  # whatever it is, the next mail's reports must not wait for it
                if self._stopped.is_set():  # while it was on its way
                    return
                say_at(f"The report {kind} about a mail could not be published: {error}")

"""The site as somebody sees it who drops files, reads mail and looks into the tables."""

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tests.steps.lambda_events import an_event
from tests.steps.local_site import LocalSite, wait_until

PATIENCE = 60
"""Seconds that anything may take. How quick it is, is not what these tests ask."""

_SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su")


@dataclass(frozen=True)
class Student:
    """A student of this test alone, known by a last name that nobody else has."""

    first_name: str
    last_name: str
    homeroom: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def listed_name(self) -> str:
        return f"{self.last_name}, {self.first_name}"

    @property
    def csv_row(self) -> str:
        return f"2026-2027,{self.homeroom},{self.last_name},{self.first_name}"


class School:
    """One local site. Each test makes its own students and addresses, so that none gets in another's way."""

    def __init__(self, site: LocalSite) -> None:
        self.site = site
        self.url = site.url
        self._numbers = itertools.count(1)
        self._bucket = site.outputs["UploadBucketName"]
        self.bucket_url = f"{site.aws_endpoint}/{self._bucket}"

    def new_word(self) -> str:
        """A name that nobody has yet, such as Bademaro."""
        number = next(self._numbers)
        return "".join(_SYLLABLES[int(digit)] for digit in f"{number:04}").capitalize()

    def new_address(self, before_the_at: str = "parent") -> str:
        return f"{before_the_at}.{self.new_word().lower()}@example.org"

    def new_students(self, *first_names: str, homeroom: str = "3-A") -> list[Student]:
        """Siblings, placed by a file without any parent: nobody is mailed."""
        last_name = self.new_word()
        students = [Student(first_name, last_name, homeroom) for first_name in first_names]
        header = "year,class_code,student_last_name,student_first_name"
        results = self.drop(last_name, "\n".join([header, *(s.csv_row for s in students)]).encode())
        assert [row["outcome"] for row in results] == ["placed only"] * len(students)
        return students

    def new_student(self, first_name: str = "Noé", homeroom: str = "3-A") -> Student:
        return self.new_students(first_name, homeroom=homeroom)[0]

    def drop(self, name: str, content: bytes) -> list[dict[str, str]]:
        """Put a file into the bucket, as the outside world does, and wait for the rows of its results."""
        s3, earlier = self.site.aws("s3"), self._newest_results(name)
        s3.put_object(Bucket=self._bucket, Key=f"uploads/{name}.csv", Body=content)
        wait_until(lambda: self._newest_results(name) != earlier, f"results of {name}.csv", PATIENCE)
        body = s3.get_object(Bucket=self._bucket, Key=f"results/{name}.results.csv")["Body"].read()
        return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))

    def mails_to(self, address: str, count: int = 1) -> list[dict[str, Any]]:
        """As soon as there are so many."""
        return self.site.wait_for_mail(address, count, PATIENCE)

    def link_to(self, address: str, count: int = 1) -> str:
        """The link in the newest mail to an address, as soon as it has got so many mails."""
        link = re.search(r"http\S+/i/\S+", self.mails_to(address, count)[-1]["text"])
        assert link, "a mail without a link"
        return link[0]

    def wait_until_delivered(self, address: str) -> None:
        """Until the mail service has reported on every mail to an address: nothing of ours is under way any more."""
        invitation = self._invitation(address)

        def delivered() -> bool:
            mails = [i for i in self._items("InvitationsTable") if i["pk"] == invitation["pk"] and "message_id" in i]
            return bool(mails) and all(i["state"]["S"] == "delivered" for i in mails)

        wait_until(delivered, f"report on the mail to {address}", PATIENCE)

    def rewrite_invitation(self, address: str, **attributes: str) -> None:
        """Put what no page can: time that has passed, a state that only a later page will set."""
        item = self._invitation(address) | {name: {"S": text} for name, text in attributes.items()}
        self.site.aws("dynamodb").put_item(TableName=self.site.outputs["InvitationsTable"], Item=item)

    def end_session(self, token: str) -> None:
        """As the table does with one that is over: the cookie opens nothing any more."""
        digest = sha256(token.encode()).hexdigest()
        (item,) = [item for item in self._items("AccessTable") if item["pk"]["S"] == f"SESSION#{digest}"]
        key = {name: item[name] for name in ("pk", "sk") if name in item}
        self.site.aws("dynamodb").delete_item(TableName=self.site.outputs["AccessTable"], Key=key)

    def confirmed_long_ago(self, address: str) -> None:
        """As if more than a year had passed since the parent at this address last saved their information."""
        contacts = (item for item in self._items("RosterTable") if item.get("user_key", {}).get("S") == address)
        (item,) = [item for item in contacts if "confirmed_at" in item]
        item["confirmed_at"] = {"S": "2025-08-01T00:00:00+00:00"}
        self.site.aws("dynamodb").put_item(TableName=self.site.outputs["RosterTable"], Item=item)

    def run_schedule(self) -> None:
        """What is due this hour, at once."""
        functions = self.site.aws("lambda")
        names = (function["FunctionName"] for function in functions.list_functions()["Functions"])
        (name,) = (name for name in names if "RemindFunction" in name)
        answer = functions.invoke(FunctionName=name, Payload=json.dumps(an_event("hourly")))
        assert "FunctionError" not in answer, answer["Payload"].read()

    def everything_stored(self) -> dict[str, list[Any]]:
        """Every item of every table."""
        tables = ("RosterTable", "InvitationsTable", "ImportsTable", "AccessTable", "SiteTable", "AuditTable")
        return {table: sorted(self._items(table), key=str) for table in tables}

    def _newest_results(self, name: str) -> str:
        """The version of a file's results, empty while there are none."""
        versions = self.site.aws("s3").list_object_versions(Bucket=self._bucket, Prefix=f"results/{name}.results.csv")
        return "".join(version["VersionId"] for version in versions.get("Versions", []) if version["IsLatest"])

    def _invitation(self, address: str) -> dict[str, Any]:
        (row,) = [
            item
            for item in self._items("InvitationsTable")
            if item["sk"]["S"] == "INVITATION" and item["email"]["S"] == address
        ]
        return row

    def _items(self, table: str) -> Iterator[dict[str, Any]]:
        pages = self.site.aws("dynamodb").get_paginator("scan").paginate(TableName=self.site.outputs[table])
        return (item for page in pages for item in page["Items"])

"""`in_django <rows>`: django-import-export, then django-invitations for each parent; prints seconds of CPU of each.

SQLite in memory, mails kept in memory: the database's work is in these figures, a mail server's is not.
"""

import json
import sys
import time

import django
from django.conf import settings
from django.core.management import call_command

from bench.files import a_file

SETTINGS = {
    "SECRET_KEY": "bench",
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    "INSTALLED_APPS": [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "import_export",
        "invitations",
        "bench.peers.school",
    ],
    "TEMPLATES": [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    "ROOT_URLCONF": "bench.peers.school.urls",
    "ALLOWED_HOSTS": ["testserver"],
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "USE_TZ": True,
}


def main(rows: int) -> None:
    settings.configure(**SETTINGS)
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    _import(a_file(1, "2027-2028", "warm"))
    _invite("warm")
    file = a_file(rows)
    start = time.process_time()
    _import(file)
    imported = time.process_time()
    invited = _invite("family")
    end = time.process_time()
    if invited != rows:
        raise RuntimeError(f"{invited} of {rows} parents were invited")
    print(json.dumps({"import": imported - start, "send": end - imported}))


def _import(file: bytes) -> None:
    from tablib import Dataset

    from bench.peers.school.resources import ParentResource, StudentResource

    rows = Dataset().load(file.decode(), format="csv")
    for resource in (StudentResource(), ParentResource()):
        result = resource.import_data(rows)
        if result.has_errors() or result.has_validation_errors() or result.totals["new"] != len(rows):
            raise RuntimeError(f"the import went wrong: {dict(result.totals)}")


def _invite(domain: str) -> int:
    """How many were sent."""
    from django.core import mail
    from django.test import RequestFactory
    from invitations.models import Invitation

    from bench.peers.school.models import Parent

    request, before = RequestFactory().get("/"), len(getattr(mail, "outbox", ()))
    for parent in Parent.objects.filter(email__contains=f"@{domain}"):
        Invitation.create(parent.email).send_invitation(request)
    return len(mail.outbox) - before


if __name__ == "__main__":
    main(int(sys.argv[1]))

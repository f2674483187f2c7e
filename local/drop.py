"""`python -m local.drop <file>`: puts a file into the bucket of the running site, for those without an AWS client."""

import json
import sys
from pathlib import Path

from local.aws import Aws
from local.console import say
from local.problems import Problem
from local.settings import Settings, from_environment, isolate_environment


def main() -> int:
    """Drop it; the exit code says whether it lies there."""
    try:
        settings = from_environment()
        isolate_environment()
        say(f"Dropped {drop(Path(sys.argv[1]), settings)}. The emails: {settings.site_url}/_local/mail")
    except Problem as problem:
        say(str(problem))
        return 1
    return 0


def drop(file: Path, settings: Settings) -> str:
    """Its key. Raises Problem when there is no such file, or no site runs here."""
    from botocore.exceptions import BotoCoreError

    if not file.is_file():
        raise Problem("Name a file: make drop FILE=samples/new-families.csv")
    outputs, key = settings.state / "outputs.json", f"uploads/{file.name}"
    try:
        bucket = json.loads(outputs.read_text(encoding="utf-8"))["UploadBucketName"]
        Aws(settings.endpoint).s3.put_object(Bucket=bucket, Key=key, Body=file.read_bytes())
    except (OSError, BotoCoreError):
        raise Problem(f"No site answers at {settings.endpoint}: start it with make run, or set AWS_PORT.") from None
    return key


if __name__ == "__main__":
    sys.exit(main())

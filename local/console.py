"""What the person at the keyboard reads."""

import time

from local.settings import Settings


def say(line: str) -> None:
    """Print one line at once."""
    print(line, flush=True)


def say_at(line: str) -> None:
    """Print one line with the time of day, for what happens while the site runs."""
    say(f"{time.strftime('%H:%M:%S')}  {line}")


def indent(text: str) -> str:
    """Text as a block below the line that announces it."""
    return "\n".join(f"    {line}" for line in text.rstrip().splitlines())


def say_transport(settings: Settings) -> None:
    """Print one line where functions call AWS in another way than on Lambda."""
    if settings.transport == "boto3":
        say("AWS is called through boto3, not through the lean transport that Lambda uses.")


def say_ready(settings: Settings, outputs: dict[str, str], seconds: float) -> None:
    """Print where to go and how to log in."""
    bucket = outputs.get("UploadBucketName", "")
    say(f"""
Homeroom is ready ({seconds:.1f} s).

  Pages       {settings.site_url}
  Log in as   admin@example.org   password  correct-horse-battery
  Sent email  {settings.site_url}/_local/mail
  AWS APIs    {settings.endpoint}   any credentials, region us-east-1
  Outputs     {settings.state / "outputs.json"}
  Log         {settings.state / "aws.log"}   what the functions print; their errors appear here, too

Drop a file (or use {settings.site_url}/imports):

  aws --endpoint-url {settings.endpoint} s3 cp samples/new-families.csv s3://{bucket}/uploads/

Saved changes to functions/, layers/ and template.yaml are picked up by themselves. Ctrl-C saves the data and stops.
""")

"""Make somebody a Site Admin of a deployed stack: `python -m ops.add_admin STACK EMAIL NAME`.

Uses the AWS credentials and region of the terminal it runs in. Asks for the password; nothing is mailed.
"""

import sys
from getpass import getpass

import boto3

from homeroom.bootstrap import make_services
from homeroom.domain.accounts.password import SHORTEST_PASSWORD, WeakPassword
from homeroom.domain.kernel.email_address import InvalidEmail
from homeroom.messages.catalogue import catalogue
from homeroom.settings import Settings, aws_region
from homeroom.use_cases.accounts.add_admin import add_admin
from homeroom.use_cases.ports.site import OtherStoreVersion


def main(stack: str, email: str, name: str) -> None:
    described = boto3.client("cloudformation", region_name=aws_region()).describe_stacks(StackName=stack)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
    password = getpass(f"Password for {email} (at least {SHORTEST_PASSWORD} characters): ")
    try:
        add_admin(email, name, password, make_services(Settings.from_outputs(outputs)))
    except InvalidEmail as invalid:
        sys.exit(catalogue().say(invalid.message))
    except WeakPassword as weak:
        sys.exit(f"{catalogue().say(weak.message)} Nothing was changed.")
    except OtherStoreVersion as other:
        sys.exit(
            f"Nothing was changed: {other}. Until 1.0 no version reads what another one stored: deploy a new stack."
        )
    print(f"{email} can log in at {outputs['SiteUrl']}/login")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("Usage: python -m ops.add_admin STACK EMAIL NAME")
    main(*sys.argv[1:])

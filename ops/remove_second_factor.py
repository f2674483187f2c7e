"""Remove the second factor of a Site Admin who has lost it: `python -m ops.remove_second_factor STACK EMAIL`.

Uses the AWS credentials and region of the terminal it runs in. They log in with their password alone, or, where the
site requires a second factor, set one up again.
"""

import sys

import boto3

from homeroom.bootstrap import make_services
from homeroom.domain.kernel.email_address import InvalidEmail
from homeroom.domain.kernel.errors import NotFound
from homeroom.messages.catalogue import catalogue
from homeroom.settings import Settings, aws_region
from homeroom.use_cases.accounts.remove_second_factor import remove_second_factor
from homeroom.use_cases.ports.site import OtherStoreVersion


def main(stack: str, email: str) -> None:
    described = boto3.client("cloudformation", region_name=aws_region()).describe_stacks(StackName=stack)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
    try:
        remove_second_factor(email, make_services(Settings.from_outputs(outputs)))
    except InvalidEmail as invalid:
        sys.exit(catalogue().say(invalid.message))
    except NotFound:
        sys.exit(f"Nothing was changed: {email} has no second factor here.")
    except OtherStoreVersion as other:
        sys.exit(f"Nothing was changed: {other}.")
    print(f"{email} logs in at {outputs['SiteUrl']}/login without a second factor")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Usage: python -m ops.remove_second_factor STACK EMAIL")
    main(*sys.argv[1:])

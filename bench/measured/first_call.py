"""`first_call <transport>`: what comes before the first answer; prints the CPU of its two parts, in microseconds.

The client is imported and made, and then calls: over TLS, it reads the authorities, connects, and shakes hands.
"""

import json
import os
import sys
import time

from homeroom.adapters.aws_clients import Aws
from homeroom.bootstrap import services


def main(transport: str) -> None:
    os.environ["TRANSPORT_TO_AWS"] = transport
    services()  # all that a function imports before it calls AWS
    aws = Aws()
    start = time.process_time()
    client = aws.dynamodb
    made = time.process_time()
    client.get_item(TableName="roster", Key={"pk": {"S": "student"}, "sk": {"S": "1"}})
    called = time.process_time()
    print(json.dumps({"made": (made - start) * 1_000_000, "called": (called - made) * 1_000_000}))


if __name__ == "__main__":
    main(sys.argv[1])

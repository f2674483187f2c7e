"""`python -m local`: runs until Ctrl-C or SIGTERM, which save the data. A problem is one sentence and exit code 1."""

import sys

from local.problems import Problem
from local.run import run
from local.settings import from_environment, isolate_environment


def main() -> int:
    """Run the site; the exit code says whether it ran."""
    try:
        settings = from_environment()
        isolate_environment()
        run(settings)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Has every writer that can be had write the roster, and prints how the product reads it: `make writers`.

It fails if a file is read as other families than those in it, and no sentence says so. `ARGS=FOLDER` keeps the files.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.spreadsheets.workbooks import openpyxl
from tests.spreadsheets.writers.install import run, scripts
from tests.spreadsheets.writers.reading import read
from tests.spreadsheets.writers.roster import ROSTERS, table_of, write_all

SHOWN_SENTENCES = 2


def main(keep: str = "") -> int:
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        inputs, outputs = scratch / "in", Path(keep) if keep else scratch / "out"
        inputs.mkdir()
        outputs.mkdir(parents=True, exist_ok=True)
        write_all(inputs)
        (inputs / "roster.xlsx").write_bytes(openpyxl(ROSTERS["roster"]))
        for script in scripts(scratch):
            print("\n".join(run(script, inputs, outputs)))
        return _print_readings(sorted(path for path in outputs.iterdir() if path.is_file()))


def _print_readings(paths: list[Path]) -> int:
    counts, wrong = Counter[str](), 0
    for path in paths:
        print(f"\n{path.name}")
        for where, known in (("a new site", False), ("a site that knows them", True)):
            reading = read(path.name, path.read_bytes(), table_of(path), known=known)
            print(f"  {where}: {reading.result}")
            for sentence in reading.sentences[:SHOWN_SENTENCES]:
                print(f"    {sentence}")
            for other in reading.others:
                print(f"    WRONG, and nothing says so: {other}")
            wrong += bool(reading.others)
            counts[reading.kind] += not known
    print(f"\n{len(paths)} files, in a new site: {dict(counts)}. Read wrongly: {wrong}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))

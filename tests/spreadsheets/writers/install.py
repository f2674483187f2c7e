"""Installs what writes the roster, in a folder that is thrown away. Programs without such packages must be there.

On Debian they are: `apt-get install gnumeric golang-go libcommons-csv-java libexcel-writer-xlsx-perl libopencsv-java
libapache-poi-java libreoffice-calc libspreadsheet-writeexcel-perl libtext-csv-xs-perl miller php-cli r-cran-data.table
r-cran-openxlsx r-cran-readr r-cran-readxl ruby-spreadsheet sqlite3`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[2]

PYTHON_PACKAGES = (
    *("pandas==3.1.1", "polars==2.1.0", "pyarrow==26.0.1", "duckdb==2.0.1", "fastexcel==0.21.0", "odfpy==1.4.1"),
    *("openpyxl==3.1.5", "xlsxwriter==3.3.1", "pyexcelerate==0.13.0", "excelize==0.1.0", "rustpy-xlsxwriter==0.8.0"),
    *("tablib[all]==3.10.0", "pyexcel==0.7.6", "pyexcel-xlsx==0.6.1", "pyexcel-xls==0.7.1", "pyexcel-ods3==0.6.1"),
    *("petl==1.7.30", "csvkit==2.2.0", "visidata==3.4"),
)
NODE_PACKAGES = (
    *("xlsx@0.18.5", "exceljs@4.4.0", "papaparse@5.7.1", "csv-stringify@6.9.0", "@json2csv/plainjs@7.0.8"),
    *("fast-csv@5.0.8", "write-excel-file@4.1.1", "xlsx-populate@1.21.0"),
)


class Script(NamedTuple):
    """`command` runs it, less the folders of what it reads and writes. `needs` is a program that must be there."""

    command: tuple[str | Path, ...]
    needs: str


def scripts(scratch: Path) -> Iterator[Script]:
    """Those that write the roster, with their packages installed."""
    python = scratch / "venv" / "bin" / "python"
    if _is_installed(sys.executable, "-m", "venv", scratch / "venv") and _is_installed(
        python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PYTHON_PACKAGES
    ):
        yield Script((python, "-W", "ignore", "-m", "tests.spreadsheets.writers.with_python"), str(python))
    if shutil.which("npm") and _is_installed("npm", "install", "--silent", "--prefix", scratch, *NODE_PACKAGES):
        yield Script(("node", HERE / "with_node.mjs", scratch / "node_modules"), "node")
    archives = os.pathsep.join(map(str, sorted(Path("/usr/share/java").glob("*.jar"))))
    yield from (
        Script(("Rscript", HERE / "with_r.R"), "Rscript"),
        Script(("perl", HERE / "with_perl.pl"), "perl"),
        Script(("java", "-cp", archives, HERE / "WithJava.java"), "javac"),
        Script(("go", "run", HERE / "with_go.go"), "go"),
        Script(("php", HERE / "with_php.php"), "php"),
        Script(("ruby", "-W0", HERE / "with_ruby.rb"), "ruby"),
        Script(("bash", HERE / "with_shell.sh"), "bash"),
    )


def run(script: Script, inputs: Path, outputs: Path) -> list[str]:
    """The lines that it prints: a kind (version, skipped, failed), a name, and more, with tabs between."""
    if not shutil.which(script.needs):
        return [f"skipped\t{script.needs}\tnot installed"]
    done = subprocess.run([*script.command, inputs, outputs], cwd=ROOT, capture_output=True, text=True, check=False)
    failed = [f"failed\t{script.needs}\t{done.stderr.strip()[-200:]}"] if done.returncode else []
    return [*done.stdout.splitlines(), *failed]


def _is_installed(*command: str | Path) -> bool:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(f"{command[0]} could not install its packages: {done.stderr.strip()[-200:]}\n")
    return done.returncode == 0

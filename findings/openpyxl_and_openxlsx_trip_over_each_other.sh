#!/usr/bin/env bash
# openpyxl cannot open a workbook of R's openxlsx, which reads José as Jos&#233; in one of openpyxl, once lxml is there
#
# One would expect: the two libraries that most scripts in Python and in R use for workbooks read each other's files.
# What happens: openxlsx says in a sheet's relations that it has a drawing, which it has not, and openpyxl raises KeyError.
# With read_only=True, where drawings are left alone, the file is read. The other way round it depends on a third package:
# if lxml is installed, openpyxl writes with it, and letters beyond ASCII become character references, as XML allows.
# openxlsx' read.xlsx looks for texts with patterns instead of a parser and hands them out as they are: `Jos&#233;`.
# readxl reads them rightly.
# Seen with openxlsx 4.2.5.2 and readxl 1.4.2 on R 4.2.2, Debian 12's r-cran-openxlsx and r-cran-readxl, which have to be
# installed (`apt-get install r-cran-openxlsx r-cran-readxl`); openpyxl 3.1.5 and lxml 6.1.3 on Python 3.11.
# What this project does: it opens workbooks with read_only=True, and mends character references in cells:
# layers/common/homeroom/domain/imports/spreadsheet/workbook.py and markup.py.
set -euo pipefail

command -v Rscript >/dev/null || { echo "Install it first: apt-get install r-cran-openxlsx r-cran-readxl"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 2>/dev/null
cd "$folder"
seen=$(Rscript -e 'openxlsx::write.xlsx(data.frame(name = "Ana"), "r.xlsx")' && venv/bin/python - <<'PY'
import openpyxl

for name, read in (
    ("openpyxl", lambda: openpyxl.load_workbook("r.xlsx").active["A2"].value),
    ("openpyxl, read_only", lambda: openpyxl.load_workbook("r.xlsx", read_only=True).active["A2"].value),
):
    try:
        print(f"{name}: {read()}")
    except KeyError as error:
        print(f"{name}: KeyError {error}")
PY
for lxml in without with; do
  [[ $lxml == without ]] || venv/bin/pip install --quiet --disable-pip-version-check lxml==6.1.3 2>/dev/null
  venv/bin/python -c '
import openpyxl
book = openpyxl.Workbook()
book.active.append(["name"])
book.active.append(["José"])
book.save("python.xlsx")'
  echo "$lxml lxml: $(Rscript -e 'cat(openxlsx::read.xlsx("python.xlsx")[[1]], readxl::read_excel("python.xlsx")[[1]])')"
done)
echo "$seen"
expected="openpyxl: KeyError \"There is no item named 'xl/drawings/drawing1.xml' in the archive\"
openpyxl, read_only: Ana
without lxml: José José
with lxml: Jos&#233; José"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."

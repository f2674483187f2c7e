#!/usr/bin/env bash
# R reads the classes 1E, 2E and 3E as 1, 2 and 3, and readr does the same with 1D, 2D and 3D
#
# One would expect: columns of 1E, 2E, 3E and of 1D, 2D, 3D are text: in no notation does an exponent end with its letter.
# What happens: read.csv takes 1E for a number. readr's read_csv takes 1D for one as well, because D is Fortran's letter
# for an exponent, and the ids 1D2 and 2D3 become 100 and 2000. There are no problems(), no warning, and write_csv
# writes the numbers. data.table's fread leaves all of them as they are.
# Seen with readr 2.1.4, vroom 1.6.1 and data.table 1.14.8 on R 4.2.2: Debian 12's r-cran-readr and r-cran-data.table,
# which have to be installed (`apt-get install r-cran-readr r-cran-data.table`), because R has no pinned packages.
# What this project does: an unknown homeroom fails its row, and the sentence asks "Did you mean 1D?"; where an id is
# known, a row with another one waits: tests/spreadsheets/test_writers.py.
set -euo pipefail

command -v Rscript >/dev/null || { echo "Install it first: apt-get install r-cran-readr r-cran-data.table"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'class,id,other\n1D,1D2,1E\n2D,2D3,2E\n3D,3D4,3E\n' >classes.csv
cat >read.R <<'R'
table <- readr::read_csv("classes.csv", show_col_types = FALSE)
cat("problems:", nrow(readr::problems(table)), "\n")
cat("readr:\n")
cat(readr::format_csv(table))
cat("read.csv:\n")
write.csv(read.csv("classes.csv"), row.names = FALSE, quote = FALSE)
cat("fread:\n")
data.table::fwrite(data.table::fread("classes.csv"))
R
seen=$(Rscript read.R)
echo "$seen"
expected='problems: 0 
readr:
class,id,other
1,100,1
2,2000,2
3,30000,3
read.csv:
class,id,other
1D,1D2,1
2D,2D3,2
3D,3D4,3
fread:
class,id,other
1D,1D2,1E
2D,2D3,2E
3D,3D4,3E'
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."

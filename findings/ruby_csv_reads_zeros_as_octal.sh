#!/usr/bin/env bash
# Ruby's CSV reads the id 00417 as 271 and 00418 as 418.0
#
# One would expect: `converters: :numeric` makes 417 of 00417, as every other library does that makes numbers of it, or
# leaves it alone, because it is no number that a program would write.
# What happens: the field is handed to Integer(), which knows Ruby's own notations: a zero in front means octal. An id
# with an 8 or a 9 is none, so it is handed to Float(), and one column has 271 beside 418.0. `0b101` becomes 5, `1_000`
# becomes 1000. Nothing is said, and to_csv writes the new ids.
# Seen with csv 3.2.8 of Ruby 3.3.3 (@ruby/3.3-wasm-wasi 2.10.1) on Node 20, and csv 3.2.2 of Ruby 3.1.2.
# What this project does: where it knows the child, a row with another id waits. In a new site nobody can tell, and the
# notice about 418.0 is all that there is: tests/spreadsheets/test_writers.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --prefix "$folder" @ruby/3.3-wasm-wasi@2.10.1 @ruby/wasm-wasi@2.10.1 >/dev/null
cd "$folder"
cat >convert.mjs <<'JS'
import { readFile } from "node:fs/promises";
import { DefaultRubyVM } from "@ruby/wasm-wasi/dist/node";
const file = await readFile("node_modules/@ruby/3.3-wasm-wasi/dist/ruby+stdlib.wasm");
const { vm } = await DefaultRubyVM(await WebAssembly.compile(file));
console.log(vm.eval(`
  require "csv"
  ids = "id,name\n00417,Ana\n00418,Bob\n10020,Cai\n1_000,Dov\n0b101,Eva\n"
  CSV.parse(ids, headers: true, converters: :numeric).to_csv.chomp
`).toString());
JS
seen=$(node --no-warnings convert.mjs)
echo "$seen"
expected="id,name
271,Ana
418.0,Bob
10020,Cai
1000,Dov
5,Eva"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."

"""`python -m bench.exports [students]...`: what a file of contacts takes; of 600 and 100,000 students if not told."""

import sys

from bench.running import run, stand_in

_FILES = (("contacts", "csv"), ("contacts", "xlsx"), ("students", "xlsx"), ("powerschool", "csv"))


def main(schools: list[int]) -> None:
    print("| students | file | rows | CPU | memory | calls |\n|---|---|---|---|---|---|")
    for students in schools:
        with stand_in() as aws:
            aws.reset()
            run(aws, "seed_school", str(students))
            for shape, file_type in _FILES:
                figures = run(aws, "make_export", shape, file_type)
                calls = ", ".join(f"{number:,} {name}" for name, number in sorted(aws.calls().items()))
                if figures["state"] != "ready":
                    raise RuntimeError(f"no file was made: {figures}")
                cost = f"{figures['cpu']:.1f} s | {figures['mb']:.0f} MB | {calls}"
                print(f"| {students:,} | {shape}.{file_type} | {figures['rows']:,} | {cost} |", flush=True)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [600, 100_000])

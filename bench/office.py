"""What the office's pages and files of contacts take, by the number of students."""

from collections.abc import Iterable

from bench.running import Aws, run, stand_in

_PAGES = ("/", "/homerooms", "/invitations", "/contacts")
_FILES = (("contacts", "csv"), ("contacts", "xlsx"), ("students", "xlsx"), ("powerschool", "csv"))


def office(schools: Iterable[int]) -> None:
    for students in schools:
        with stand_in() as aws:
            aws.reset()
            run(aws, "seed_school", str(students))
            _pages(aws, students)
            _files(aws, students)


def _pages(aws: Aws, students: int) -> None:
    print("| students | page | calls | HTML | CPU |\n|---|---|---|---|---|")
    for path, page in run(aws, "open_pages", *_PAGES).items():
        cost = f"{page['calls']} | {page['bytes'] / 1000:.0f} KB | {page['cpu'] * 1000:.0f} ms"
        print(f"| {students:,} | {path} | {cost} |", flush=True)
    print()


def _files(aws: Aws, students: int) -> None:
    print("| students | file | rows | CPU | memory | calls |\n|---|---|---|---|---|---|")
    for shape, file_type in _FILES:
        figures = run(aws, "make_export", shape, file_type)
        calls = ", ".join(f"{number:,} {name}" for name, number in sorted(aws.calls().items()))
        if figures["state"] != "ready":
            raise RuntimeError(f"no file was made: {figures}")
        cost = f"{figures['cpu']:.1f} s | {figures['mb']:.0f} MB | {calls}"
        print(f"| {students:,} | {shape}.{file_type} | {figures['rows']:,} | {cost} |", flush=True)
    print()

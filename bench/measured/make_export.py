"""`make_export <shape> <type>`: a file of contacts of the whole school. Prints what it took, and how large it is."""

import json
import os
import resource
import sys
import time
from urllib.request import urlopen

from bench.measured.import_file import most_mb
from bench.measured.seed_school import YEAR
from homeroom.bootstrap import services
from homeroom.domain.exports.export import Export, ExportFileType, ExportOptions, ExportShape
from homeroom.domain.kernel.change import Change
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.exports.make_export import make_export


def main(shape: str, file_type: str) -> None:
    world = services()
    now, options = world.clock(), ExportOptions(shape=ExportShape(shape), file_type=ExportFileType(file_type))
    export = Export(id=f"{shape}-{file_type}", options=options, year=YEAR, by="A", started_at=now, saved_at=now)
    if world.site.settings() is None:
        world.store.save(Change.new(SiteSettings(school_year=YEAR)))
    world.store.save(Change.new(export))
    urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/-/calls").close()  # noqa: S310  count from here
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    made = make_export(export.id, world)
    seconds, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF)
    assert made  # noqa: S101  narrows the type
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cpu": cpu, "seconds": seconds, "mb": most_mb(), "rows": made.rows, "state": made.state.value}))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The school's logo: which pictures it takes, and what is kept of them."""

from dataclasses import replace

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.kernel.change import Change
from homeroom.domain.site.logo import NO_LOGO
from homeroom.domain.site.picture import MOST_BYTES, MOST_PIXELS, PictureProblem, PictureRefused, read_picture
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.site.logo import LogoChanged, change_logo, remove_logo
from homeroom.use_cases.site.site_settings import site_settings
from tests.factories import an_admin
from tests.fakes import World
from tests.steps.small_pictures import a_jpeg, a_png

BY = By(an_admin(), "POST /settings/logo")
BLUE, TALL = a_png(), a_png(2, 9)
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param(b"%PDF-1.7 a letter", PictureProblem.NO_PICTURE, id="no picture"),
        pytest.param(b"GIF89a\1\0\1\0", PictureProblem.NO_PICTURE, id="another kind of picture"),
        pytest.param(SVG, PictureProblem.DRAWING, id="a drawing with a script"),
        pytest.param(b"\xef\xbb\xbf" + SVG.upper(), PictureProblem.DRAWING, id="a drawing in capitals"),
        pytest.param(b"x" * 5 * 1024 * 1024, PictureProblem.TOO_LARGE, id="5 MB"),
        pytest.param(a_png(3, 2, (b"tEXt", b"x" * MOST_BYTES)), PictureProblem.TOO_LARGE, id="a large picture"),
        pytest.param(a_png(MOST_PIXELS + 1, 1), PictureProblem.TOO_WIDE, id="too wide"),
        pytest.param(a_jpeg(1, MOST_PIXELS + 1), PictureProblem.TOO_WIDE, id="too high"),
        pytest.param(a_png(0, 1), PictureProblem.BROKEN, id="without a width"),
        pytest.param(BLUE[:-3], PictureProblem.BROKEN, id="cut off"),
        pytest.param(BLUE[:8], PictureProblem.BROKEN, id="the beginning of a picture"),
        pytest.param(BLUE[:8] + SVG, PictureProblem.BROKEN, id="a drawing behind the beginning of a picture"),
        pytest.param(BLUE.replace(b"IDAT", b"IDAX"), PictureProblem.BROKEN, id="a damaged chunk"),
        pytest.param(a_jpeg()[:-2], PictureProblem.BROKEN, id="a JPEG that does not end"),
        pytest.param(a_jpeg()[:-2] + SVG, PictureProblem.BROKEN, id="a JPEG with a drawing in the place of its end"),
        pytest.param(b"\xff\xd8\xff\xd9" + a_jpeg()[2:], PictureProblem.BROKEN, id="a JPEG that is over at once"),
        pytest.param(a_jpeg(frame=0xC3), PictureProblem.BROKEN, id="a JPEG that browsers do not show"),
        pytest.param(b"\xff\xd8" + SVG, PictureProblem.BROKEN, id="a drawing behind the beginning of a JPEG"),
    ],
)
def test_what_is_no_small_picture_is_refused_with_what_to_do(body: bytes, problem: PictureProblem) -> None:
    with pytest.raises(PictureRefused) as refused:
        read_picture(body)
    assert refused.value.problem.is_(problem)


@pytest.mark.parametrize(("picture", "suffix"), [(a_png(300, 120), "png"), (a_jpeg(300, 120), "jpg")])
def test_a_picture_is_known_by_its_bytes_with_its_size_and_kept_as_it_is(picture: bytes, suffix: str) -> None:
    read = read_picture(picture)
    assert (read.suffix, read.width, read.height, read.body) == (suffix, 300, 120, picture)


def test_what_is_not_the_picture_goes_where_it_was_taken_a_comment_and_what_follows_its_end() -> None:
    hidden = b"<script>GPS 41.87</script>"
    assert read_picture(a_png(3, 2, (b"eXIf", hidden), (b"tEXt", hidden)) + hidden).body == BLUE
    assert read_picture(a_jpeg(3, 2, (0xE1, hidden), (0xFE, hidden)) + hidden).body == a_jpeg()


def test_a_second_picture_that_a_camera_has_put_behind_the_first_goes_with_where_it_was_taken() -> None:
    second = a_jpeg(9, 9, (0xE1, b"Exif\0\0 GPS 41.87"))
    assert read_picture(a_jpeg() + second).body == a_jpeg()
    between_scans = a_jpeg().replace(b"\xff\xd9", second[2:])
    assert b"GPS" not in read_picture(between_scans).body


def test_filling_before_the_end_of_a_jpeg_is_no_damage_nor_are_marks_between_its_points() -> None:
    assert read_picture(a_jpeg().replace(b"\xff\xd9", b"\xff\xff\xd9")).width == 3
    assert read_picture(a_jpeg().replace(b"points", b"po\xff\x00in\xff\xd0ts")).body.endswith(
        b"po\xff\x00in\xff\xd0ts\xff\xd9"
    )


def test_a_jpeg_that_comes_in_several_passes_is_kept_whole() -> None:
    points = b"a\xff\x00b\xff\xd0c\xff\xff\xc4\x00\x03t\xff\xda\x00\x03sd\xff\x00\xff\xd7"
    picture = a_jpeg(frame=0xC2).replace(b"points", points)
    assert read_picture(picture).body == picture


def test_filling_between_the_parts_of_a_jpeg_is_no_damage() -> None:
    filled = a_jpeg().replace(b"\xff\xda", b"\xff\xff\xff\xda")
    assert read_picture(filled).width == 3


def a_world() -> World:
    world = World()
    world.store.save(Change.new(SiteSettings(school_year="2026-2027", school_name="Lincoln School")))
    return world


def test_a_logo_is_stored_with_the_settings_that_name_it_and_each_picture_has_an_address_of_its_own() -> None:
    world, names = a_world(), list[str]()
    for body in (BLUE, TALL):
        seen = names[-1] if names else ""
        change_logo(body, seen, BY, world.services)
        shown, stored = site_settings(world.services).logo, world.services.site.logo()
        assert shown
        assert stored
        assert (stored.name, stored.body) == (shown.name, body)
        names.append(shown.name)
    assert len({*names}) == 2
    assert site_settings(world.services).school_name == "Lincoln School"


def test_a_logo_that_is_removed_leaves_nothing_of_the_picture() -> None:
    world = a_world()
    change_logo(BLUE, "", BY, world.services)
    for _ in range(2):
        remove_logo(None, BY, world.services)
    stored = world.services.site.logo()
    assert stored
    assert replace(stored, version=0) == NO_LOGO
    assert site_settings(world.services).logo is None


def test_of_two_who_choose_a_logo_at_once_the_second_hears_of_it_unless_it_is_the_same() -> None:
    world = a_world()
    for _ in range(2):
        change_logo(BLUE, "", BY, world.services)
    with pytest.raises(LogoChanged):
        change_logo(TALL, "", BY, world.services)
    with pytest.raises(LogoChanged):
        remove_logo("", BY, world.services)
    assert site_settings(world.services).version == 2

"""Letters of files that are no Unicode: proved, or somebody is asked. A wrong name goes to nobody."""

import io
import zipfile
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from unicodedata import normalize

import pytest

from homeroom.domain.imports.spreadsheet import Doubt, FileProblem, Sheet, choices_of, open_sheet
from homeroom.domain.imports.spreadsheet.code_pages import PAGES
from homeroom.domain.imports.spreadsheet.letters import LetterProof
from homeroom.domain.kernel.message import Message
from tests.factories import TODAY
from tests.steps.roster_zips import FATHER, MOTHER, STUDENT, TEACHER, one_roster
from tests.steps.spreadsheet_files import HEADER, YEAR, Stream, sheet_of

PROVED = [
    "García Muñoz François Müller",
    "José",
    "Muñoz",
    "Peña",
    "María",
    "Ángel Álvarez Jesús Raúl Díaz",
    "PEÑA MUÑIZ GARCÍA",
    "Ibáñez Ordóñez Íñigo Agüero Begoña",
    "Lefèvre Hélène Benoît Gaëlle Loïc Côté",
    "Gonçalves Guimarães João Conceição Simões Luís Antônio",
    "Schröder Groß Jäger Grün Österreicher",
    "Sørensen Nygård Kjær Bjørn Åse",
    "Lindström Bergqvist Åkesson Häkkinen Mäkelä",
    "Nicolò Niccolò Mosè Forlì",
    "Siobhán Róisín Pádraig",
    "DeAndré McÉwan O’Brien D’Angelo",
    "Daniël Zoë Citroën",
    "Ömer Özgür Çelik",
    "Stéphane Agnès Sœur",
    "Suárez Álvaro Áine",
]
# New ones: none of these names was there when the rules were made.
OTHERS = {
    "cp1250": [
        "Błażej Wąsowski Grzędzińska Ćwiek Jędrzejczak Sławomir Źródłowski Żurawski",
        "Jaroš Řezáč Hlaváček Žižková Křížek Stříbrný Šťovíček Ježek Vávrů Mařenka",
        "Gyöngyösi Őze Hűvösvölgyi Pethő Csűry Rőczei",
        "Ţăranu Năstase Crăciun Băsescu Ursăcescu Şuţu",
        "Mihalić Čubelić Žuvela Grđan Škegro Kućan",
    ],
    "cp1251": ["Щербаков Цветкова Жуков Эльдар Юрьев Ёлкин", "Гриценко Щур Їжакевич Ґонта Прокіп"],
    "cp1253": ["Τσίπρας Βουλγαράκη Ζαχαρίας Ευαγγελία Ρήγας"],
    "cp1254": ["Güçlü Bağcı Şengül Kıvanç Türkoğlu İnönü Ağrı Sığırcı"],
    "cp1255": ["שפירא גולן נחמיאס צדוק"],
    "cp1256": ["الشريف منصور زينب القاسم"],
    "cp1257": ["Šarkaitė Žvirblis Mažeikienė Įdas Čepaitis", "Āboliņš Ķeniņš Zvejnieks Vīķe Šķēle Jūlijs Strēlnieks"],
    "cp932": ["長谷川 阿部 藤原 ヤマダ 桜井 結衣"],
    "gbk": ["曹 邓 许 韩 曾志伟 梁朝 蒋丽"],
    "big5": ["蔡依 鄭成 謝佳 洪小玲"],
    "cp949": ["홍길동 문 양 배수지 남궁"],
    "mac_roman": ["Cortés Zúñiga Ávalos Élodie Ítalo Böhm Françoise Ángeles", "BÖHM ÁVALOS ZÚÑIGA"],
    "cp850": ["Cortés Zúñiga Ávalos Élodie Ítalo Böhm Françoise Méndez", "BÖHM ÁVALOS ZÚÑIGA RÍOS"],
    "cp437": ["Cortés Zúñiga Böhm Françoise Méndez Weiß"],
    "iso8859_2": ["Błażej Wąsowski Sławomir Źródłowski", "Šťovíček Žižková Ježek"],
}


def roster(names: Sequence[str], page: str, *, plain: int = 0) -> bytes:
    rows = [f"3-A,{name},Ann,p{n}@example.org\r\n" for n, name in enumerate([*["Smith"] * plain, *names])]
    return "".join([f"{HEADER}\r\n", *rows]).encode(page)


def read(data: bytes, answer: str = "") -> tuple[Sheet, list[str]]:
    """The sheet, all of its rows read, and the last names that would be placed."""
    answers = {Doubt.LETTERS.value: answer} if answer else {}
    sheet = open_sheet(Stream([data]), default_year=YEAR, today=TODAY, answers_for=lambda _: answers)
    return sheet, [row.placement.last_name for row in sheet.rows() if row.placement]


def doubt_of(data: bytes) -> Message:
    sheet, _ = read(data)
    [doubt] = sheet.doubts
    assert doubt.is_(Doubt.LETTERS)
    return doubt


def choices(doubt: Message) -> dict[object, object]:
    return {choice.values["answer"]: choice.values["names"] for choice in choices_of(doubt)}


@pytest.mark.parametrize("names", PROVED)
@pytest.mark.parametrize("plain", [0, 600])
def test_windows_1252_whose_words_are_plausible_is_read(names: str, plain: int) -> None:
    sheet, placed = read(roster(names.split(), "cp1252", plain=plain))
    assert sheet.doubts == ()
    assert placed[plain:] == names.split()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("names", [n for lists in OTHERS.values() for n in lists])
def test_unicode_is_never_doubted(names: str, encoding: str) -> None:
    sheet, placed = read(roster(names.split(), encoding))
    assert sheet.doubts == ()
    assert placed == names.split()


@pytest.mark.parametrize(("page", "names"), [(page, names) for page, lists in OTHERS.items() for names in lists])
def test_any_other_file_waits_and_shows_three_of_its_names_in_up_to_five_readings(page: str, names: str) -> None:
    doubt = doubt_of(roster(names.split(), page))
    shown = choices(doubt)
    assert 2 <= len(shown) <= 5
    assert len(set(shown.values())) == len(shown)
    for three in shown.values():
        assert isinstance(three, tuple)
        assert len(three) == 3
    assert any(set(three) <= set(names.split()) for three in shown.values() if isinstance(three, tuple))


@pytest.mark.parametrize(("page", "names"), [(page, names) for page, lists in OTHERS.items() for names in lists])
def test_nothing_garbled_is_placed_without_somebody_who_was_asked(page: str, names: str) -> None:
    """However few of the names a file has. One with a byte that is no letter at all is wrong by itself."""
    few = [[name] for name in names.split()] + [[*two] for two in combinations(names.split(), 2)]
    for some in few:
        sheet, placed = read(roster(some, page, plain=3))
        assert sheet.doubts or set(placed[3:]) <= {*some}


@pytest.mark.parametrize(("page", "names"), [(page, names) for page, lists in OTHERS.items() for names in lists])
def test_the_answer_is_how_the_file_is_read_then(page: str, names: str) -> None:
    sheet, placed = read(roster(names.split(), page), answer=page)
    assert sheet.doubts == ()
    assert placed == names.split()
    assert sheet.encoding == PAGES[page]


def test_an_answer_for_the_header_does_not_make_utf_8_anything_else() -> None:
    names = ["Wałęsa", "Müller"]
    sheet, placed = read(roster(names, "utf-8"), answer="cp1250")
    assert (placed, sheet.encoding) == (names, "UTF-8")


def test_what_does_not_fit_the_answer_costs_its_cell_and_nothing_else() -> None:
    data = roster(["Wałęsa"], "cp1250") + b"3-A,Nov\x81k,Ann,n@example.org\r\n3-A,Sm\x98ith,Ann,s@example.org\r\n"
    sheet = open_sheet(
        Stream([data]), default_year=YEAR, today=TODAY, answers_for=lambda _: {Doubt.LETTERS.value: "cp1250"}
    )
    good, *damaged = sheet.rows()
    assert good.placement
    assert [[p.column for p in row.problems] for row in damaged] == [["student_last_name"]] * 2
    assert all("\ufffd" in row.cells[1] and row.cells[3].endswith("@example.org") for row in damaged)
    assert sheet.doubts == ()


def test_one_byte_that_is_no_letter_is_a_mistake_of_its_cell_and_several_are_a_doubt() -> None:
    proved = roster(["García", "Muñoz"], "cp1252")
    sheet, placed = read(proved + b"3-A,Nov\x81k,Ann,\r\n")
    assert (placed, sheet.doubts) == (["García", "Muñoz"], ())
    assert read(proved + b"3-A,Nov\x81k,Ann,\r\n3-A,M\x81ller,Ann,\r\n")[0].doubts


def test_what_is_answered_is_remembered_for_a_header_that_itself_reads_differently_then() -> None:
    data = f"{HEADER},学年,備考\r\n3-A,長谷川,結衣,,,\r\n".encode("cp932")
    sheet, _ = read(data)
    answered = {sheet.header_key: {Doubt.LETTERS.value: "cp932"}}
    again = open_sheet(Stream([data]), default_year=YEAR, today=TODAY, answers_for=answered.__getitem__)
    assert [row.placement.name for row in again.rows() if row.placement] == ["結衣 長谷川"]
    assert (again.doubts, again.header_key) == ((), sheet.header_key)


@pytest.mark.parametrize("answer", ["latin-1", "utf-7", "no such page", ""])
def test_what_is_no_answer_is_none(answer: str) -> None:
    sheet, _ = read(roster(["Wałęsa"], "cp1250"), answer=answer)
    assert sheet.doubts


def test_vietnamese_of_windows_is_shown_and_read_in_whole_letters() -> None:
    written = {"Trầm": b"Tr\xe2\xccm", "Nguyễn": b"Nguy\xea\xden", "Đặng": b"\xd0\xe3\xf2ng"}
    data = roster([], "cp1252") + b"".join(b"3-A,%s,Ann,\r\n" % raw for raw in written.values())
    assert set(written) in [set(names) for names in choices(doubt_of(data)).values() if isinstance(names, tuple)]
    assert [normalize("NFC", name) for name in read(data, answer="cp1258")[1]] == [*written]


def test_readings_that_give_the_same_names_are_one() -> None:
    shown = choices(doubt_of(roster(["Novotný", "Černá", "Beránek"], "cp1250")))
    assert "cp1250" in shown
    assert "iso8859_2" not in shown


def test_names_that_tell_readings_apart_are_shown_before_those_that_do_not() -> None:
    alike = ["Müller", "Kovács", "Horváth", "Németh", "Gál"]
    shown = choices(doubt_of(roster([*alike, "Őri", "Szűcs", "Żak"], "cp1250")))
    names = shown["cp1250"]
    assert isinstance(names, tuple)
    assert "Żak" in names
    assert not set(names) <= {*alike}


def test_letters_of_columns_that_nobody_reads_are_no_doubt() -> None:
    data = f"{HEADER},nota\r\n3-A,García,Ana,,Wałęsa\r\n".encode("cp1250")
    assert read(data)[0].doubts == ()


def test_bytes_that_come_late_decide_as_well_as_early_ones() -> None:
    names = [*["Smith"] * 20_000, "Wałęsa"]
    sheet, _ = read(roster(names, "cp1250"))
    assert sheet.doubts


def test_a_file_is_read_in_one_way_however_its_bytes_come() -> None:
    data = roster([*["Smith"] * 3_000, "José", *["Smith"] * 3_000, "Muñoz"], "cp1252")
    data += "3-A,José,Ann,\r\n".encode() * 3
    as_read = set()
    for size in (1, 100, 4_096, 65_536, 1_000_000):
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        sheet = open_sheet(Stream(pieces), default_year=YEAR, today=TODAY)
        as_read.add(tuple(row.placement.last_name for row in sheet.rows() if row.placement))
        assert sheet.doubts  # the last rows are UTF-8
    assert len(as_read) == 1


def test_a_file_that_is_utf_8_by_chance_at_its_beginning_is_refused() -> None:
    beginning = roster(["元"], "gbk") + b"3-A,Smith,Ann,\r\n" * 8_000
    assert beginning.decode("utf-8")
    with pytest.raises(FileProblem, match="two_encodings"):
        read(beginning + "3-A,王伟,Ann,\r\n".encode("gbk") * 10)


def test_memory_for_letters_is_bounded() -> None:
    proof = LetterProof("cp1252")
    proof.look(f"José{'x' * (n % 90)}{n}" for n in range(30_000))
    assert len(proof._seen) <= 20_000
    assert len(proof._samples) <= 1_000


@pytest.mark.parametrize("folder", ["samples", "tests/spreadsheets/ten-families"])
def test_files_of_ordinary_programs_raise_no_doubt(folder: str) -> None:
    paths = [p for p in (Path(__file__).parents[4] / folder).iterdir() if p.suffix in (".csv", ".txt", ".xlsx", ".zip")]
    assert len(paths) > 8
    for path in paths:
        if path.name != "not-a-roster.csv":
            sheet = sheet_of(path.read_bytes())
            assert [row.doubts for row in sheet.rows() if row.doubts] == []
            assert sheet.doubts == (), path.name


def zipped_in(page: str, **names: str) -> bytes:
    """A OneRoster zip whose texts were written by that page, with other names of its student."""
    body, people = io.BytesIO(), ({**STUDENT, **names}, MOTHER, FATHER, TEACHER)
    made = zipfile.ZipFile(io.BytesIO(one_roster(*people)))
    with made, zipfile.ZipFile(body, "w") as written:
        for name in made.namelist():
            written.writestr(name, made.read(name).decode().encode(page))
    return body.getvalue()


def test_the_tables_of_a_zip_are_proved_and_asked_about_like_any_file() -> None:
    proved, _ = read(zipped_in("cp1252", familyName="Muñoz", givenName="Noé"))
    assert proved.doubts == ()
    data = zipped_in("cp1250", familyName="Wałęsa", givenName="Łucja")
    sheet, _ = read(data)
    [doubt] = sheet.doubts
    assert "cp1250" in choices(doubt)
    answered = {sheet.header_key: {Doubt.LETTERS.value: "cp1250"}}
    again = open_sheet(Stream([data]), default_year=YEAR, today=TODAY, answers_for=lambda key: answered.get(key, {}))
    assert [row.placement.name for row in again.rows() if row.placement] == ["Łucja Wałęsa"]
    assert again.doubts == ()

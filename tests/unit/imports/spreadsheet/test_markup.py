"""Markup of web pages is mended where there is one meaning, and objects of programs are refused."""

import pytest

from homeroom.domain.imports.spreadsheet.markup import is_json, without_markup
from tests.steps.spreadsheet_files import one_row, placement_of, problem_of, rows_of, table


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("O&#39;Brien", "O'Brien"),
        ("O&#x27;Brien", "O'Brien"),
        ("O&apos;Brien", "O'Brien"),
        ("O&amp;#39;Brien", "O'Brien"),
        ("Mu&ntilde;oz", "Muñoz"),
        ("Garc&#237;a", "García"),
        ("<b>García</b>", "García"),
        ('<span style="color:red">García</span>', "García"),
        ("García<br/>López", "García López"),
        ("García&nbsp;López", "García López"),
        ("García\u00a0López\u00a0", "García López"),
        ("&lt;b&gt;García&lt;/b&gt;", "García"),
        ("Smith &amp; Jones", "Smith & Jones"),
        ("Smith & Jones;", "Smith & Jones;"),
        ("A<B", "A<B"),
        ("<script>x</script>", "<script>x</script>"),
        ("&unknownthing;", "&unknownthing;"),
    ],
)
def test_a_name_is_what_a_browser_would_show(cell: str, name: str) -> None:
    assert placement_of(one_row(student_last_name=cell)).last_name == name


def test_cells_of_every_column_are_mended_and_the_results_keep_them_as_they_were() -> None:
    [row] = rows_of(
        one_row(
            class_code="R&amp;D", parent_email="o&#39;hara@example.org", relationship="<i>mother</i>", language="&nbsp;"
        )
    )
    assert row.placement
    assert row.placement.class_code == "R&D"
    assert row.placement.parents[0].email == "o'hara@example.org"
    assert (row.placement.relationship, row.placement.language) == ("mother", "")
    assert "R&amp;D" in row.cells


def test_an_address_in_angle_brackets_is_no_markup() -> None:
    assert without_markup("Bob <b@example.org>") == "Bob <b@example.org>"
    link = '<a href="mailto:b@example.org">b@example.org</a>'
    assert placement_of(one_row(parent_email=link)).parents[0].email == "b@example.org"


@pytest.mark.parametrize(
    "cell",
    [
        '{"richText":[{"text":"Gar"},{"font":{"bold":true},"text":"cía"}]}',
        '{"error":"#N/A"}',
        ' { "formula": "A1", "result": "x" } ',
        '[{"text":"García"}]',
        "[object Object]",
    ],
)
@pytest.mark.parametrize("column", ["student_last_name", "parent_email", "class_code", "student_id", "relationship"])
def test_an_object_of_a_program_is_a_mistake_of_its_cell(cell: str, column: str) -> None:
    where, sentence = problem_of(one_row(**{column: cell}))
    assert where == column
    assert "Type what the cell should say" in sentence


def test_an_object_in_place_of_a_full_name_is_not_split_at_its_commas() -> None:
    cell = '{""richText"":[{""text"":""Lopez, ""},{""text"":""Maria""}]}'
    where, sentence = problem_of(table(f'3-A,"{cell}"', header="class_code,student_name"))
    assert where == "student_name"
    assert "an object" in sentence


@pytest.mark.parametrize("name", ["{{7*7}}", "${7*7}", "[Bob]", "{Bob}", "Maria (Mia)"])
def test_other_brackets_are_what_somebody_has_typed(name: str) -> None:
    assert not is_json(name)
    assert placement_of(one_row(student_last_name=name)).last_name == name

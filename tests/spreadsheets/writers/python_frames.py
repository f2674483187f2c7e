"""What libraries of data frames write."""

from pathlib import Path

from tests.spreadsheets.writers.python_writers import HEADER, INPUTS, ROWS, SOURCES, WRITERS


def add_pandas() -> None:
    import pandas as pd

    def frame() -> pd.DataFrame:
        return pd.DataFrame(ROWS, columns=HEADER)

    def no_empty_text() -> pd.DataFrame:
        return frame().replace("", None)

    groups = ["year", "class_code", "student_last_name"]
    WRITERS["pandas-strings.csv"] = lambda to: frame().to_csv(to, index=False)
    WRITERS["pandas-strings-with-index.csv"] = lambda to: frame().to_csv(to)
    WRITERS["pandas-strings.tsv"] = lambda to: frame().to_csv(to, index=False, sep="\t")
    WRITERS["pandas-strings-utf16.csv"] = lambda to: frame().to_csv(to, index=False, encoding="utf-16")
    WRITERS["pandas-nothing-as-NULL.csv"] = lambda to: no_empty_text().to_csv(to, index=False, na_rep="NULL")
    WRITERS["pandas-strings.xlsx"] = lambda to: no_empty_text().to_excel(to, index=False)
    WRITERS["pandas-strings-with-index.xlsx"] = lambda to: frame().to_excel(to)
    WRITERS["pandas-strings.ods"] = lambda to: no_empty_text().to_excel(to, index=False, engine="odf")
    WRITERS["pandas-grouped.xlsx"] = lambda to: frame().set_index(groups).to_excel(to)
    WRITERS["pandas-categories.csv"] = lambda to: frame().astype("category").to_csv(to, index=False)
    for source in SOURCES:
        add_pandas_reading(source)
    WRITERS["pandas-read-workbook.csv"] = lambda to: pd.read_excel(INPUTS / "roster.xlsx").to_csv(to, index=False)


def add_pandas_reading(source: Path) -> None:
    import pandas as pd

    arrow = {"engine": "pyarrow", "dtype_backend": "pyarrow"}
    text = {"dtype": str, "keep_default_na": False}
    name = source.stem
    WRITERS[f"pandas-read-{name}.csv"] = lambda to: pd.read_csv(source).to_csv(to, index=False)
    WRITERS[f"pandas-read-{name}.xlsx"] = lambda to: pd.read_csv(source).to_excel(to, index=False)
    WRITERS[f"pandas-pyarrow-{name}.csv"] = lambda to: pd.read_csv(source, **arrow).to_csv(to, index=False)
    WRITERS[f"pandas-nullable-{name}.csv"] = lambda to: pd.read_csv(source, dtype_backend="numpy_nullable").to_csv(
        to, index=False
    )
    WRITERS[f"pandas-as-text-{name}.xlsx"] = lambda to: pd.read_csv(source, **text).to_excel(to, index=False)


def add_polars() -> None:
    import polars as pl

    for source in SOURCES:
        add_polars_reading(source)
    WRITERS["polars-strings.csv"] = lambda to: pl.DataFrame(ROWS, schema=HEADER, orient="row").write_csv(to)
    WRITERS["polars-read-workbook.csv"] = lambda to: pl.read_excel(INPUTS / "roster.xlsx").write_csv(to)


def add_polars_reading(source: Path) -> None:
    import polars as pl

    name = source.stem
    WRITERS[f"polars-read-{name}.csv"] = lambda to: pl.read_csv(source).write_csv(to)
    WRITERS[f"polars-dates-{name}.csv"] = lambda to: pl.read_csv(source, try_parse_dates=True).write_csv(to)
    WRITERS[f"polars-read-{name}.xlsx"] = lambda to: pl.read_csv(source).write_excel(to)
    WRITERS[f"polars-as-text-{name}.xlsx"] = lambda to: pl.read_csv(source, infer_schema=False).write_excel(to)


def add_pyarrow_and_duckdb() -> None:
    for source in SOURCES:
        add_pyarrow_and_duckdb_reading(source)


def add_pyarrow_and_duckdb_reading(source: Path) -> None:
    import duckdb
    from pyarrow import csv as arrow

    def by_duckdb(to: Path, options: str, form: str) -> object:
        return duckdb.sql(f"COPY (SELECT * FROM read_csv('{source}'{options})) TO '{to}' ({form})")

    name = source.stem
    WRITERS[f"pyarrow-read-{name}.csv"] = lambda to: arrow.write_csv(arrow.read_csv(source), to)
    WRITERS[f"duckdb-read-{name}.csv"] = lambda to: by_duckdb(to, "", "HEADER")
    WRITERS[f"duckdb-as-text-{name}.tsv"] = lambda to: by_duckdb(to, ", all_varchar = true", "DELIMITER '\t'")

"""The table of columns is sound: every name means one thing, every default can be read."""

from __future__ import annotations

from collections import Counter

from matcher.scenario.cells import KINDS, Reading, cell_value
from matcher.scenario.columns import Table, roster_table, table_titled, tables
from matcher.scenario.examples import EXAMPLES
from matcher.scenario.folding import heading
from matcher.scenario.kinds import kind_in_words


def everything() -> list[Table]:
    return [*tables().values(), roster_table()]


def test_headers_of_a_table_mean_one_column_each() -> None:
    for table in everything():
        names = [heading(n) for c in table.columns for n in {heading(x): x for x in (c.name, c.zh, *c.also)}]
        assert [n for n, times in Counter(names).items() if times > 1] == [], table.name


def test_titles_mean_one_table_each() -> None:
    titles = [heading(n) for t in tables().values() for n in (t.name, t.zh, *t.also)]
    assert len(titles) == len(set(titles)) == len(table_titled())


def test_kinds_references_and_defaults_are_known() -> None:
    for table in everything():
        assert table.key in ("", *(c.name for c in table.columns)) or table.name == "scenario"
        for column in table.columns:
            assert column.kind in KINDS
            assert column.refers in ("", *tables())
            assert (
                column.meaning_en and column.meaning_zh and kind_in_words(column, "zh") and kind_in_words(column, "en")
            )
            if column.fixed_default:
                cell_value(column, column.fixed_default, Reading(None, 7))
            assert not (column.required and column.default)


def test_headers_are_read_as_people_write_them() -> None:
    visits = tables()["visits"]
    for text in (
        "duration_minutes",
        "Duration Minutes",
        "时长分钟",
        "时长",
        "时长（分钟）",
        "　时 长 *",
        "DURATION-MINUTES",
    ):
        column = visits.column_headed(text)
        assert column is not None and column.name == "duration_minutes", text
    assert visits.column_headed("心情") is None


def test_a_template_has_an_example_of_every_table() -> None:
    assert set(EXAMPLES) == set(tables()) - {"scenario"}

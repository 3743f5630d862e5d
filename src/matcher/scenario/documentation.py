"""docs/scenario.md, written from the table of columns.

`python -m matcher.scenario.documentation docs/scenario.md` writes it again; a test says when it is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

from matcher.scenario.columns import Table, roster_table, tables
from matcher.scenario.kinds import default_in_words, kind_in_words
from matcher.scenario.service_policy import service_rules

_INTRO = """\
# The tables of a scenario

Written from `src/matcher/scenario/columns.csv` and `tables.csv` by `python -m matcher.scenario.documentation`; change
those, not this page. What the tables mean: [problem.md](problem.md).

A scenario is a folder of CSV files and `scenario.toml`, or one workbook (.xlsx) with a sheet for each table and a
sheet `scenario` of keys and values. `matcher template` writes an empty workbook. Tables and columns are named in
English or Chinese, in any order; a column in **bold** must be there and filled in, a table in bold must be there
(its headers alone will do). What is not known is left out and named in a note.

- **Times** are `2026-11-23 09:00`, a date cell of a spreadsheet, `2026年11月23日 9:00`, with an offset
  (`2026-11-23T09:00:00+08:00`, brought to the zone of the scenario), or whole minutes from midnight of the first day.
  `24:00` is the midnight after. A time without a date is of the only day, or, as an end, of the day of its start.
- **Dates** are `2026-11-23` and count to their end; a whole number is days from the first.
- **Lists** in one cell are separated by `;`, `；`, `、` or `|`.
- **Yes and no** are yes, no, true, false, 1, 0, 是, 否, √, ×.
- **Ids** are text: zeros in front stay, and NA is a name like any other. Full-width letters and digits are read as
  plain ones.
- Files are UTF-8 with or without a mark, UTF-16, or GBK / GB18030, separated by commas, semicolons or tabs. Blank rows
  and columns, and blanks around cells, do not matter. Merged cells count as filled in all over. Formulas count with the
  value the spreadsheet saved.
- Every fault is reported at once, by file, row (the header is row 1) and column.
"""
_POLICY = """\
## The default policy by service

`src/matcher/scenario/service_policy.csv`, applied when a scenario is read: *two people* at the home (a place of kind
home, or of no kind) of somebody in one of these groups; *same sex* as `beneficiary_sex` says; *record-checked* for
these groups. Each application is a note. `[policy] service_defaults = false` switches it off; services not in this list
are not touched. Groups are `living_alone` (独居) and `minor` (未成年人) of `visits.group`.
"""


def scenario_page() -> str:
    """The whole page."""
    parts = [_INTRO]
    for table in (*tables().values(), roster_table()):
        parts.append(_section(table))
    rows = [
        ["service", "name", "two people at the home of", "same sex", "record-checked for"],
        *(
            [
                r.service,
                r.name,
                ", ".join(r.two_people_at_home_of),
                "yes" if r.same_sex else "",
                ", ".join(r.record_checked_for),
            ]
            for r in service_rules()
        ),
    ]
    return "\n".join([*parts, _POLICY, _markdown(rows)])


def _section(table: Table) -> str:
    title = f"**{table.name}** · {table.zh}" if table.required else f"{table.name} · {table.zh}"
    names = " / ".join(table.also)
    also = f" Also: {names}." if names else ""
    rows = [["column", "中文", "holds", "default", "meaning", "含义"]]
    for column in table.columns:
        name = f"**{column.name}**" if column.required else column.name
        zh = " / ".join((column.zh, *column.also))
        default = default_in_words(column, "en")
        rows.append([name, zh, kind_in_words(column, "en"), default, column.meaning_en, column.meaning_zh])
    return f"## {title}\n\n{table.meaning_en}. {table.meaning_zh}。{also}\n\n{_markdown(rows)}"


def _markdown(rows: list[list[str]]) -> str:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(scenario_page(), encoding="utf-8")

"""What may stand in the cells of a column, in words for people."""

from __future__ import annotations

from matcher.scenario.cells import plain_number
from matcher.scenario.choices import CHOICES, PACES, PREFIXES
from matcher.scenario.columns import Column, Lang

_SAID: dict[str, tuple[str, str]] = {
    "id": ("编号", "an id"),
    "ids": ("编号，可多个，用 ; 分开", "ids, several separated by ;"),
    "words": ("词，可多个，用 ; 分开", "words, several separated by ;"),
    "tags": ("标签，可多个，用 ; 分开；见习 即 trainee", "tags, several separated by ;; trainee is a learner"),
    "text": ("文字", "text"),
    "whole": ("整数", "a whole number"),
    "wholes": ("整数，用 ; 分开", "whole numbers separated by ;"),
    "number": ("数字", "a number"),
    "coordinate": ("数字", "a number"),
    "time": ("日期和时间，如 2026-11-23 09:00；或从第一天零点起的分钟", "2026-11-23 09:00, or minutes from midnight"),
    "date": ("日期，如 2026-11-23", "a date, 2026-11-23"),
    "first_day": ("日期，如 2026-11-23", "a date, 2026-11-23"),
    "at_least": ("整数，或 全部", "a whole number, or all"),
    "of": ("标签、技能、sex:女、已核查", "a tag, a skill, sex:f, record_checked"),
    "zone": ("时区名称", "a name of a time zone"),
    "datum": ("WGS-84、GCJ-02 或 local", "WGS-84, GCJ-02 or local"),
}


def kind_in_words(column: Column, lang: Lang) -> str:
    """What a cell of the column may say, with its bounds."""
    zh = lang == "zh"
    if column.kind in CHOICES:
        words = [others[0] if zh else key for key, others in CHOICES[column.kind].items()]
        return ("、" if zh else ", ").join(words)
    if column.kind == "pace":
        names = [n[1] if zh else n[0] for n in PACES.values()]
        return ("每秒米数，或 " if zh else "metres a second, or ") + ("、" if zh else ", ").join(names)
    if column.kind == "with":
        prefixes = ", ".join(f"{(others[0] if zh else key)}:" for key, others in PREFIXES.items())
        return ("编号，可加前缀 " if zh else "an id, if need be after ") + prefixes
    said = _SAID[column.kind][0 if zh else 1]
    if column.bounds is None:
        return said
    least, most = (plain_number(b) for b in column.bounds)
    return f"{said}，{least} 至 {most}" if zh else f"{said}, {least} to {most}"


def default_in_words(column: Column, lang: Lang) -> str:
    """What an empty cell means; empty for a column that must be filled in."""
    if column.required:
        return ""
    if column.kind in CHOICES and column.default and lang == "zh":
        return CHOICES[column.kind][column.default][0]
    return column.default

"""One cell, by the kind of its column."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.scenario.calendar import Calendar
from matcher.scenario.cells import CellFault, Reading, Unknowable, Writing, cell_text, cell_value
from matcher.scenario.columns import Column, tables

CALENDAR = Calendar(date(2026, 11, 23))
READING = Reading(CALENDAR, 7)


def column(table: str, name: str) -> Column:
    return tables()[table].column(name)


def value(table: str, name: str, text: str) -> object:
    return cell_value(column(table, name), text, READING)


def code(table: str, name: str, text: str) -> str:
    with pytest.raises(CellFault) as caught:
        value(table, name, text)
    return caught.value.code


def test_ids_stay_text() -> None:
    texts = ("007", "NA", "None", "null", "1.0", "Ｖ０１", " a b ", "一号")
    assert [value("visits", "visit", t) for t in texts] == ["007", "NA", "None", "null", "1.0", "V01", "a b", "一号"]
    assert code("visits", "visit", "x" * 201) == "id"


def test_texts_keep_their_punctuation() -> None:
    assert value("visits", "title", "　陪诊（下午），１次 ") == "陪诊（下午），１次"


@pytest.mark.parametrize("text", ["a;b", "a；b", "a、b", "a|b", "a｜b", " a ;; b ;", "ａ；ｂ"])
def test_lists(text: str) -> None:
    assert value("visits", "group", text) == ("a", "b")


@pytest.mark.parametrize(("text", "yes"), [(t, True) for t in ("是", "yes", "YES", "true", "TRUE", "1", "１", "√")])
def test_yes(text: str, yes: bool) -> None:
    assert value("visits", "guaranteed", text) is yes


@pytest.mark.parametrize("text", ["否", "no", "No", "false", "FALSE", "0", "×"])
def test_no(text: str) -> None:
    assert value("visits", "guaranteed", text) is False


def test_words_in_both_languages() -> None:
    assert [value("volunteers", "kind", t) for t in ("志愿者", "专职", "服务商人员", "Staff")] == [
        "volunteer", "staff", "worker", "staff",
    ]  # fmt: skip
    assert [value("visits", "risk", t) for t in ("低", "中", "高", "HIGH")] == ["low", "medium", "high", "high"]
    assert [value("pairs", "kind", t) for t in ("禁止", "优先")] == ["forbidden", "preferred"]
    assert [value("published", "state", t) for t in ("已派", "已接")] == ["offered", "accepted"]
    assert [value("volunteers", "sex", t) for t in ("女", "male", "F", "其他")] == ["f", "m", "f", "其他"]
    assert value("volunteers", "tags", "见习；党员") == ("trainee", "党员")
    assert code("visits", "risk", "huge") == "unknown_word"


def test_paces() -> None:
    texts = ("planning", "adult", "elder", "frail", "成人", "老人", "体弱", "1.15", "０.１")
    assert [value("volunteers", "pace", t) for t in texts] == [1.0, 1.2, 0.9, 0.8, 1.2, 0.9, 0.8, 1.15, 0.1]
    codes = {t: code("volunteers", "pace", t) for t in ("0", "0.09", "10.1", "nan", "1e308", "fast")}
    assert codes == {"fast": "not_a_pace", **dict.fromkeys(("0", "0.09", "10.1", "nan", "1e308"), "out_of_bounds")}


def test_whole_numbers_at_their_bounds() -> None:
    assert [value("visits", "priority", t) for t in ("1", "9", "5.0", "５", "1e0")] == [1, 9, 5, 5, 1]
    assert {
        t: code("visits", "priority", t) for t in ("0", "10", "-1", "1.5", "inf", "nan", "1e308", "1e999", "x")
    } == {
        "0": "out_of_bounds",
        "10": "out_of_bounds",
        "-1": "negative",
        "1.5": "not_whole",
        "inf": "not_a_number",
        "nan": "not_a_number",
        "1e308": "out_of_bounds",
        "1e999": "out_of_bounds",
        "x": "not_a_number",
    }
    assert code("visits", "duration_minutes", "1e9") == "out_of_bounds"
    assert code("visits", "value", "1,000") == "not_a_number"


def test_how_many_may_be_all() -> None:
    texts = ("2", "all", "全部", "ALL")
    assert [value("conditions", "at_least", t) for t in texts] == [2, None, None, None]
    assert code("conditions", "at_least", "0") == "out_of_bounds"


def test_what_a_condition_asks() -> None:
    texts = ("sex:女", "性别：男", "sex:F", "sex:other", "已核查", "record_checked", "党员", "见习", "sexy")
    assert [value("conditions", "of", t) for t in texts] == [
        "sex:f", "sex:m", "sex:f", "sex:other", "record_checked", "record_checked", "党员", "trainee", "sexy",
    ]  # fmt: skip


def test_the_other_side_of_a_pair() -> None:
    texts = ("V1", "visit:V1", "服务：V1", "项目:W01", "series:s:1", "服务对象:李", "志愿者:007", "a:b")
    assert [value("pairs", "with", t) for t in texts] == [
        (None, "V1"),
        ("visit", "V1"),
        ("visit", "V1"),
        ("service", "W01"),
        ("series", "s:1"),
        ("beneficiary", "李"),
        ("volunteer", "007"),
        (None, "a:b"),
    ]


def test_dates_are_days_from_the_first() -> None:
    texts = ("2026-11-23", "2026年11月22日", "2026/12/1 0:00", "5", "-2")
    assert [value("skills", "valid_until", t) for t in texts] == [0, -1, 8, 5, -2]
    assert code("skills", "valid_until", "46349") == "out_of_bounds"  # how Excel keeps a date in a plain cell


def test_without_a_first_day_times_say_nothing() -> None:
    blind = Reading(None, 7)
    for name, text in (("start", "2026-11-23 09:00"), ("start", "nonsense")):
        with pytest.raises(Unknowable):
            cell_value(column("windows", name), text, blind)


@pytest.mark.parametrize(
    ("table", "name", "said", "en", "zh"),
    [
        ("windows", "start", 1980, "2026-11-24 09:00", "2026-11-24 09:00"),
        ("skills", "valid_until", -1, "2026-11-22", "2026-11-22"),
        ("visits", "guaranteed", True, "yes", "是"),
        ("volunteers", "kind", "worker", "worker", "服务商人员"),
        ("visits", "group", frozenset({"b", "a"}), "a; b", "a; b"),
        ("conditions", "at_least", None, "all", "全部"),
        ("visits", "value", None, "", ""),
        ("volunteers", "pace", 1.0, "1", "1"),
        ("pairs", "with", ("series", "s"), "series:s", "series:s"),
    ],
)
def test_values_as_text(table: str, name: str, said: object, en: str, zh: str) -> None:
    texts = [cell_text(column(table, name), said, Writing(CALENDAR, 7, lang)) for lang in ("en", "zh")]
    assert texts == [en, zh]


def test_what_would_not_come_back_is_refused() -> None:
    with pytest.raises(CellFault) as caught:
        cell_text(column("visits", "visit"), "Ｖ１", Writing(CALENDAR, 7))
    assert (caught.value.code, caught.value.message) == ("unwritable", "'Ｖ１' would be read back as 'V1'")

"""Whatever is wrong with an input: all faults at once, each by table, row and column; never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from matcher.errors import InvalidProblem, ProblemError
from matcher.scenario import read, write
from scenario.village import TINY, faults, folder, told, village, where_and_code


def test_all_faults_of_all_tables_at_once(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "s",
        scenario='name = "x"\nstart = 2026-11-23\ndays = 2\ndatum = "WGS-84"\n'
        "[policy]\ngap = -1\n[weights]\nfairness = [5, 3, 9]\n",
        places="place,x,y,lon,lat\nA,1,2,116,35\nB,,,35,116\nC,1,2,,\nA,,,116.1,35.2\n",
        volunteers="volunteer,home,pace,max_walk_minutes\nann,Z,nan,1e9\nbob,B,fast,-3\nbob,B,1,15\n,B,,\n",
        availability="volunteer,start,end\nann,720,540\nzed,540,720\nbob,x,720\nbob,2026-11-22 10:00,720\n",
        visits="visit,place,duration_minutes,mode,needs,priority\n"
        "v1,B,1e308,,v9,0\nv2,,20,,,5\nv3,A,30,pingpong,,5\nv4,A,30,,,5\nv5,,20,court,,5\n",
        windows="visit,start,end\nv1,540,560\nv2,600,610\nv3,100,50\nv9,1,2\n",
        roles="visit,role,min,desired,max\nv1,carer,3,2,1\nv2,helper,1,,\nv3,a,1,,\nv3,a,1,,\n",
        facilities="facility,place,concurrent\nF,B,0\nG,B,1\n",
        modes="facility,mode,capacity\nF,court,0\nX,court,1\nG,court,4\nG,court,5\n",
        openings="facility,start,end,steward_visit\nG,540,720,v77\n",
        pairs="volunteer,with,kind\nann,v1,hate\nann,nobody,\nzed,visit:v1,\nann,visit:q,\n",
        quotas="beneficiary,mode,at_most\nx,court,-1\n",
        rejections="visit,facility\nv5,QQ\n",
    )
    assert where_and_code(path) == [
        ("scenario.toml, key policy.gap", "negative"),
        ("scenario.toml, key weights.fairness", "fairness"),
        ("places.csv row 2, column x", "mixed_datum"),
        ("places.csv row 3, column lat", "out_of_bounds"),
        ("places.csv row 4, column x", "mixed_datum"),
        ("places.csv row 5, column place", "duplicate_id"),
        ("volunteers.csv row 2, column pace", "out_of_bounds"),
        ("volunteers.csv row 2, column max_walk_minutes", "out_of_bounds"),
        ("volunteers.csv row 2, column home", "unknown_id"),
        ("volunteers.csv row 3, column pace", "not_a_pace"),
        ("volunteers.csv row 3, column max_walk_minutes", "negative"),
        ("volunteers.csv row 4, column volunteer", "duplicate_id"),
        ("volunteers.csv row 5, column volunteer", "missing"),
        ("availability.csv row 2, column end", "end"),
        ("availability.csv row 3, column volunteer", "unknown_id"),
        ("availability.csv row 4, column start", "not_a_time"),
        ("availability.csv row 5, column start", "start"),
        ("facilities.csv row 2, column concurrent", "out_of_bounds"),
        ("modes.csv row 2, column capacity", "out_of_bounds"),
        ("modes.csv row 3, column facility", "unknown_id"),
        ("modes.csv row 5, column mode", "duplicate_id"),
        ("openings.csv row 2, column steward_visit", "unknown_id"),
        ("visits.csv row 2, column duration_minutes", "out_of_bounds"),
        ("visits.csv row 2, column priority", "out_of_bounds"),
        ("visits.csv row 2, column needs", "unknown_id"),
        ("visits.csv row 3", "windows"),
        ("visits.csv row 3, column place", "place"),
        ("visits.csv row 4, column place", "place"),
        ("visits.csv row 4", "roles"),
        ("visits.csv row 5", "windows"),
        ("visits.csv row 5", "roles"),
        ("visits.csv row 6", "windows"),
        ("windows.csv row 4, column end", "end"),
        ("windows.csv row 5, column visit", "unknown_id"),
        ("roles.csv row 2, column min", "min"),
        ("pairs.csv row 2, column kind", "unknown_word"),
        ("pairs.csv row 3, column with", "unknown_id"),
        ("pairs.csv row 4, column volunteer", "unknown_id"),
        ("pairs.csv row 5, column with", "unknown_id"),
        ("quotas.csv row 2, column at_most", "negative"),
        ("rejections.csv row 2, column facility", "unknown_id"),
    ]


def test_a_fault_carries_value_and_way_out(tmp_path: Path) -> None:
    windows = "visit,开始时间,end\nv1,2026-11-23 10:00,2026-11-23 09:00\nv2,600,720\n"
    visits = TINY["visits.csv"].replace("30", "1e9").replace("duration_minutes", "时长")
    assert faults(folder(tmp_path / "s", visits=visits, windows=windows)) == [
        ProblemError("visits.csv row 2, column 时长", "out_of_bounds", "1e9 must be 1 to 10080", "correct it"),
        ProblemError(
            "windows.csv row 2, column end",
            "end",
            "end 2026-11-23 09:00 is not after start 2026-11-23 10:00",
            "an end after midnight carries the date of the next day",
        ),
    ]


def test_what_only_the_whole_shows_is_told_with_the_rest(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "s",
        pins="visit,volunteer,role,start,facility\nv1,ann,,100,\nv2,zed,,600,\nv2,,,,\nv1,ann,cook,,\n",
        published="visit,volunteer,start\nv2,ann,600\nv2,bob,615\n",
    )
    assert where_and_code(path) == [
        ("pins.csv row 2", "outside_window"),
        ("pins.csv row 3, column volunteer", "unknown_id"),
        ("pins.csv row 4", "empty"),
        ("pins.csv row 5", "unknown_id"),
        ("published.csv row 2", "conflict"),
    ]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"visits": None}, [("visits.csv", "missing_table")]),
        ({"visits": ""}, [("visits.csv", "no_header")]),
        ({"visits": "visit,place\nv1,B\nv2,A\n"}, [("visits.csv", "missing_column")]),
        ({"visits": "visit,place,地点,时长\nv1,B,B,30\nv2,A,A,20\n"}, [("visits.csv row 1", "column_twice")]),
        ({"scenario": None}, [("scenario.toml", "missing_table")]),
        ({"scenario": "name ="}, [("scenario.toml", "toml")]),
        ({"scenario": b"\0"}, [("scenario.toml", "not_text")]),
        ({"scenario": ""}, [("scenario.toml", "missing"), ("scenario.toml, key datum", "missing")]),
        (
            {"scenario": 'start = "someday"\ndatum = "mars"\ndays = 0\nzone = "Mars/Olympus"\n'},
            [
                ("scenario.toml, key start", "not_a_date"),
                ("scenario.toml, key datum", "unknown_datum"),
                ("scenario.toml, key days", "out_of_bounds"),
                ("scenario.toml, key zone", "unknown_zone"),
            ],
        ),
        ({"walks": "a,b,minutes\nA,B,7\nA,B,8\n"}, [("walks.csv row 3, column b", "duplicate_id")]),
        ({"pairs": "volunteer,with\nann,ann\nann,v1\nbob,li\n"}, []),
        ({"visits": TINY["visits.csv"].replace("care", "v1"), "pairs": "volunteer,with\nann,v1\n"},
         [("pairs.csv row 2, column with", "ambiguous_id")]),
        ({"visits": TINY["visits.csv"].replace("v1,B", "v1,B,C", 1)}, [("visits.csv row 2", "stray_cell"),
          ("visits.csv row 2, column duration_minutes", "not_a_number")]),
    ],
)  # fmt: skip
def test_one_thing_wrong(tmp_path: Path, files: dict[str, str | bytes | None], found: list[tuple[str, str]]) -> None:
    """Nothing follows from what is wrong already; ids, times and streets are not blamed for it."""
    path = folder(tmp_path / "s", **files)
    if found:
        assert where_and_code(path) == found
    else:
        read(path)


def test_nobody_and_nothing_is_a_scenario(tmp_path: Path) -> None:
    heads = {name.removesuffix(".csv"): text.split("\n")[0] for name, text in TINY.items() if name.endswith(".csv")}
    problem = read(folder(tmp_path / "s", **heads)).problem
    assert (problem.places, problem.volunteers, problem.visits, problem.walks.place_ids) == ((), (), (), ())


def test_paths_that_are_no_scenario(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.csv").write_text("a,b\n")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "visits.csv").write_text("visit\n")
    paths = [tmp_path / n for n in ("empty", "photos", "notes.txt", "visits.csv", "nowhere", "notes.txt/s", "a\0b")]
    assert [where_and_code(p)[0][1] for p in paths] == [*["not_a_scenario"] * 4, *["missing"] * 3]


def test_a_file_and_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Raised by hand: root may read everything."""
    path = folder(tmp_path / "s")
    opened = Path.open

    def denied(self: Path, *args: object, **more: object) -> object:
        if self.name in ("visits.csv", "s"):
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", denied)
    assert where_and_code(path) == [("visits.csv", "unreadable")]
    monkeypatch.setattr(Path, "iterdir", denied)
    assert where_and_code(path) == [(str(path), "unreadable")]


def test_unknown_columns_tables_and_keys_are_notes(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "s",
        scenario=TINY["scenario.toml"] + "colour = 3\n[policy]\ngab = 4\n",
        places="place,x,y,心情\nA,0,0,好\nB,60,0,\n",
        weather="day,rain\n0,1\n",
    )
    scenario = read(path)
    assert [(n.where, n.code) for n in scenario.notes] == [
        ("weather.csv", "unknown_table"),
        ("scenario.toml, key colour", "unknown_key"),
        ("scenario.toml, key policy.gab", "unknown_key"),
        ("places.csv row 1", "unknown_column"),
    ]
    assert told(scenario) == told(read(folder(tmp_path / "plain"))) | {"name": "tiny"}


def test_what_is_hardly_meant_so_is_noted(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "s",
        visits="visit,place,duration_minutes,people,beneficiary,group\nv1,B,30,4,li,\nv2,A,20,,,独居，低保\n",
        availability=None,
        pairs="volunteer,with\nann,series:winter\n",
        quotas="beneficiary,mode,at_most\nli,court,1\n",
        windows=TINY["windows.csv"] + "v1,2026-12-02 09:00,2026-12-02 10:00\n",
        facilities="facility,place\nF,A\n",
        modes="facility,mode,capacity\nF,court,4\n",
    )
    assert [(n.where, n.code) for n in read(path).notes] == [
        ("visits.csv row 3, column group", "comma"),
        ("facilities.csv row 2", "no_opening"),
        ("windows.csv row 4, column start", "after_horizon"),
        ("visits.csv row 2, column people", "no_mode"),
        ("pairs.csv row 2, column with", "idle_pair"),
        ("quotas.csv row 2", "idle_quota"),
        ("availability.csv", "nobody"),
    ]


def test_a_fault_of_ten_thousand_rows_is_told_two_hundred_times(tmp_path: Path) -> None:
    rows = "".join(f"v{i},Z,30\n" for i in range(10_000))
    found = faults(folder(tmp_path / "s", visits="visit,place,duration_minutes\n" + rows, windows="visit,start,end\n"))
    places = [f for f in found if f.code == "unknown_id" and f.where.startswith("visits")]
    assert (len(places), places[-1].message) == (201, "9800 more rows with the same fault")


_PIECES = [
    b",",
    b"\n",
    b'"',
    b"\0",
    b"-1",
    b"1e308",
    b"nan",
    b"007",
    b"2026-11-23",
    b"",
    "；".encode(),
    "学".encode("gbk"),
]
_CHANGES = st.lists(
    st.tuples(st.floats(0, 0.999), st.integers(0, 6), st.sampled_from(_PIECES) | st.binary(max_size=3)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(workbook=st.booleans(), which=st.floats(0, 0.999), changes=_CHANGES)
def test_no_change_to_a_file_makes_more_than_faults(
    tmp_path_factory: pytest.TempPathFactory, workbook: bool, which: float, changes: list[tuple[float, int, bytes]]
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / ("s.xlsx" if workbook else "s")
    write(village(), path)
    files = [path] if workbook else sorted(path.iterdir())
    file = files[int(which * len(files))]
    raw = bytearray(file.read_bytes())
    for at, length, piece in changes:
        start = int(at * len(raw))
        raw[start : start + length] = piece
    file.write_bytes(raw)
    try:
        read(path)
    except InvalidProblem as fault:
        assert all(e.where and e.code and e.message for e in fault.errors)

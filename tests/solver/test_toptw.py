"""The public problems as the benchmark reads them: a small one in their format, with an optimum one can see."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from matcher import solve

ROOT = Path(__file__).parents[2]
# i x y d S f a list O C: three points in a row, the far one worth most but open only at the end
SMALL = """1 1 3 1
0 0
0 0.0 0.0 0.0 0.0 0 0 0.0 50.0
1 10.0 0.0 5.0 10.0 1 1 1 0.0 20.0
2 20.0 0.0 5.0 20.0 1 1 1 0.0 20.0
3 0.0 14.9 5.0 40.0 1 1 1 0.0 15.0
"""


@pytest.fixture(scope="module")
def toptw() -> ModuleType:
    spec = importlib.util.spec_from_file_location("toptw", ROOT / "benchmarks" / "toptw.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.txt"
    path.write_text(SMALL)
    return path


@pytest.mark.parametrize(("routes", "best"), [(1, 40), (2, 60), (3, 70)])
def test_the_best_is_what_one_sees(toptw: ModuleType, small: Path, routes: int, best: int) -> None:
    """One route: the far point alone. The near one takes 10 + 5, then the second is reached at 25, too late."""
    row = toptw.measured(small, routes, seconds=10.0)
    assert row[:4] == ("small", str(routes), str(best), str(best))


def test_distances_are_cut_to_a_tenth_and_windows_are_of_the_start(toptw: ModuleType, small: Path) -> None:
    problem = toptw.read_toptw(small, 1)
    third = problem.visits[2]
    assert (third.windows[0].start, third.windows[0].end, third.duration, third.value) == (0, 200, 50, 40)
    assert problem.walks.minutes(1.0, "p0", "p3") == 149
    assert [p.start for p in solve(problem).roster.planned] == [149]


def test_other_files_are_refused(toptw: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text("a\nb\n1 2 3\n")
    with pytest.raises(ValueError, match="KU Leuven"):
        toptw.read_toptw(path, 1)

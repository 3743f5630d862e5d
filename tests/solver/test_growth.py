"""The curves of growth: windows that are widened or narrowed stay windows of their day, and rows become a drawing."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from matcher.problem import DAY, Window

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def growth(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import growth

    return growth


@pytest.mark.parametrize("day", [0, 3])
def test_windows_grow_inside_their_day_and_join(growth: ModuleType, day: int) -> None:
    at = day * DAY
    windows = (Window(at + 540, at + 600), Window(at + 660, at + 720))
    assert growth._wider(windows, 1.0, least=30) == windows
    (wide,) = growth._wider(windows, 4.0, least=30)
    assert at + growth.DAWN <= wide.start < at + 540 and at + 720 < wide.end <= at + growth.DUSK
    early = growth._wider((Window(at + 300, at + 360),), 4.0, least=30)
    assert early[0].start == at + 300  # before dawn already: it loses nothing
    for narrow, before in zip(growth._wider(windows, 0.5, least=30), windows, strict=True):
        assert before.start < narrow.start and narrow.end < before.end and narrow.end - narrow.start >= 30
    tight = growth._wider(windows, 0.5, least=60)
    assert all(t.end - t.start >= 60 for t in tight)


def test_a_panel_for_each_thing_that_varies(growth: ModuleType) -> None:
    row = ("150", "500", "2", "{}", "0.1", "9", "9", "0.000 %", "gap")
    rows = [
        (what, str(v), *row[:3], str(s), *row[4:]) for what in ("visits", "density") for v, s in ((1, 0.5), (10, 50))
    ]
    root = ElementTree.fromstring(growth.plot(rows))
    lines = [e.get("points", "").split() for e in root.iter() if e.tag.endswith("polyline")]
    assert [len(line) for line in lines] == [2, 2]
    (x1, y1), (x2, y2) = (map(float, point.split(",")) for point in lines[0])
    assert x1 < x2 and y1 > y2  # more visits to the right, more seconds up

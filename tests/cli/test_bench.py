"""The measuring stick: its registry and its tables."""

import json
import sys
from xml.etree import ElementTree

import pytest

from matcher.cli import main
from matcher.cli.bench import HEAD, as_csv, as_markdown
from matcher.cli.bench_cases import CASES, Figure
from matcher.cli.bench_plot import plot
from matcher.cli.measured import ran

FIGURES = (
    Figure(
        "a",
        "<= 1 s",
        True,
        0.5,
        100.4,
        "proven",
        0.0,
        "57/60",
        0,
        0.12,
        "fine",
        3,
        2,
        900,
        900,
        ((0.1, 890), (1.0, 900)),
    ),
    Figure("b", "<= 2 s", None, note="not measured: why"),
)


def test_every_figure_of_the_table_has_a_case() -> None:
    names = [c.name for c in CASES]
    street = ["guanghe-week", *(f"guanghe-like-{i}" for i in range(1, 6))]
    assert names == [
        "help",
        "demo-warm",
        "demo-first",
        "walking-10000",
        "coverage-30000",
        "xizha-week",
        *street,
        "stress-2000",
        "stress-2000-long",
        "long-shifts",
        "answers",
    ]


def test_tables() -> None:
    assert as_markdown(FIGURES) == (
        "| " + " | ".join(HEAD) + " |\n" + "| --- " * 15 + "|\n"
        "| a | 3 | 2 | <= 1 s | yes | 0.50 | 900 | 900 | 0.000 % | 100 | 0.12 | proven | 57/60 | 0 | fine |\n"
        "| b |  |  | <= 2 s | - |  |  |  |  |  |  |  |  |  | not measured: why |\n"
    )
    assert as_csv(FIGURES).splitlines()[1] == "a,3,2,<= 1 s,yes,0.50,900,900,0.000 %,100,0.12,proven,57/60,0,fine"


def test_quality_over_time_is_a_step_line_a_case() -> None:
    drawing = plot({"a": (FIGURES[0].steps, 900), "b <&": (((5.0, 10),), 1000)})
    root = ElementTree.fromstring(drawing)
    lines = [e.get("points", "") for e in root.iter() if e.tag.endswith("polyline")]
    assert len(lines) == 4 and len(lines[0].split()) == 4  # a step a roster, and the legend
    assert lines[0].split()[-1].endswith(",380.0")  # proven: on the lower edge
    assert "b &lt;&amp;" in drawing


def test_a_process_is_measured_by_itself() -> None:
    small, large = ran(["-c", "print('{}')"]), ran(["-c", "b = bytearray(400_000_000); print('{}')"])
    assert (small.code, small.object(), small.errors) == (0, {}, "")
    assert 400 < large.megabytes > small.megabytes + 100
    assert ran(["-c", "raise SystemExit(3)"]).code == 3


def test_an_unknown_case_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--only", "luck", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["errors"][0]["where"] == "--only"


def test_one_case_end_to_end(capsys: pytest.CaptureFixture[str]) -> None:
    main(["bench", "--only", "help", "--json"])
    (figure,) = json.loads(capsys.readouterr().out)["figures"]
    assert (figure["case"], figure["note"]) == ("help", "median of 5")
    assert sys.executable

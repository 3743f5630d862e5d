"""Datums are named, never mixed, never converted; degrees become metres and come back."""

from __future__ import annotations

import math

import numpy as np
import pytest

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking import Datum, Frame
from matcher.walking.datum import mixed

JINING = (116.5871, 35.4151)


@pytest.mark.parametrize(
    ("text", "datum"),
    [("WGS-84", Datum.WGS84), ("wgs84", Datum.WGS84), ("EPSG:4326", Datum.WGS84), ("GCJ-02", Datum.GCJ02),
     ("gcj_02", Datum.GCJ02), ("local", Datum.LOCAL), ("Local metres", Datum.LOCAL), ("米", Datum.LOCAL)],
)  # fmt: skip
def test_datums_as_people_write_them(text: str, datum: Datum) -> None:
    assert Datum.read(text) is datum


@pytest.mark.parametrize(
    ("text", "message"), [("", "the datum is missing"), ("BD-09", 'the datum "BD-09" is not known')]
)
def test_an_unknown_datum_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidProblem) as caught:
        Datum.read(text, where="scenario.toml")
    hint = "write WGS-84 (GPS, OpenStreetMap), GCJ-02 (Amap, Tencent) or local (metres)"
    assert caught.value.errors == (ProblemError("scenario.toml", "unknown_datum", message, hint),)


def test_mixed_datums_are_faults_with_a_way_out() -> None:
    assert mixed([]) == []
    assert mixed([("places", Datum.GCJ02), ("street_nodes", Datum.GCJ02)]) == []
    assert mixed([("places", Datum.GCJ02), ("streets.osm", Datum.WGS84), ("gates", Datum.GCJ02)]) == [
        ProblemError(
            "streets.osm",
            "mixed_datum",
            "coordinates are in wgs84, those of places in gcj02",
            "bring all to one datum first; nothing is converted silently (GCJ-02 is ~500 m off)",
        )
    ]


def test_metres_agree_with_the_great_circle() -> None:
    lon, lat = JINING
    frame = Frame.about(Datum.WGS84, [lon - 0.05, lon + 0.05], [lat - 0.05, lat + 0.05])
    assert (round(frame.lon0, 9), round(frame.lat0, 9)) == JINING
    far = (lon + 0.04, lat + 0.03)
    x, y = frame.metres(*far)
    p, q = math.radians(lat), math.radians(far[1])
    cosine = math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(math.radians(far[0] - lon))
    assert math.isclose(math.hypot(float(x), float(y)), 6_371_008.8 * math.acos(cosine), rel_tol=1e-3)


def test_degrees_come_back() -> None:
    frame = Frame.about(Datum.GCJ02, [JINING[0]], [JINING[1]])
    lon, lat = np.array([116.5, 116.7]), np.array([35.3, 35.5])
    back = frame.degrees(*frame.metres(lon, lat))
    assert (back[0].round(9).tolist(), back[1].round(9).tolist()) == (lon.tolist(), lat.tolist())


def test_local_metres_know_no_degrees() -> None:
    assert Frame.about(Datum.LOCAL, [1.0], [2.0]) == Frame()
    for convert in (Frame().metres, Frame().degrees):
        with pytest.raises(InvalidProblem) as caught:
            convert([0.0], [0.0])
        assert [e.code for e in caught.value.errors] == ["mixed_datum"]


def test_a_frame_about_nothing_is_a_frame() -> None:
    assert Frame.about(Datum.WGS84, [], []) == Frame(datum=Datum.WGS84)

"""The datum coordinates are given in, and the plane of local metres everything in `walking` is computed in.

Nothing here converts between datums: GCJ-02 lies some 500 m off WGS-84 and a silent conversion would hide a mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matcher.errors import InvalidProblem, ProblemError

Metres = NDArray[np.float64]

METRES_PER_DEGREE = 6_371_008.8 * np.pi / 180
"""Mean earth radius (IUGG R1) times one degree."""


class Datum(StrEnum):
    """What two coordinates mean: degrees of a datum, or metres east and north of the scenario's own origin."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    LOCAL = "local"

    @classmethod
    def read(cls, text: str, *, where: str = "datum") -> Datum:
        """The datum a person wrote ("WGS-84", "gcj02", "local metres"); raises InvalidProblem for anything else."""
        plain = "".join(c for c in text.lower() if c.isalnum())
        for datum, names in _NAMES.items():
            if plain in names:
                return datum
        raise InvalidProblem(
            [
                ProblemError(
                    where=where,
                    code="unknown_datum",
                    message=f'the datum "{text}" is not known' if text else "the datum is missing",
                    hint="write WGS-84 (GPS, OpenStreetMap), GCJ-02 (Amap, Tencent) or local (metres)",
                )
            ]
        )


_NAMES = {
    Datum.WGS84: ("wgs84", "epsg4326", "gps"),
    Datum.GCJ02: ("gcj02", "gcj"),
    Datum.LOCAL: ("local", "localmetres", "localmeters", "metres", "meters", "m", "米"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A plane of metres: x east, y north of (`lon0`, `lat0`), equirectangular about that centre.

    Lengths are right to 0.1 % within about 10 km of the centre. A LOCAL frame has no degrees at all.
    """

    datum: Datum = Datum.LOCAL
    lon0: float = 0.0
    lat0: float = 0.0

    @classmethod
    def about(cls, datum: Datum, lons: ArrayLike, lats: ArrayLike) -> Frame:
        """The frame whose centre is the middle of the box around the given degrees."""
        if datum is Datum.LOCAL:
            return cls()
        lon, lat = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        if not lon.size:
            return cls(datum=datum)
        return cls(datum=datum, lon0=float(lon.min() + lon.max()) / 2, lat0=float(lat.min() + lat.max()) / 2)

    def metres(self, lons: ArrayLike, lats: ArrayLike) -> tuple[Metres, Metres]:
        """x, y of degrees of this frame's datum."""
        self._need_degrees()
        lon, lat = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
        return (lon - self.lon0) * self._metres_per_lon, (lat - self.lat0) * METRES_PER_DEGREE

    def degrees(self, x: ArrayLike, y: ArrayLike) -> tuple[Metres, Metres]:
        """lon, lat of metres of this frame: the inverse of `metres`."""
        self._need_degrees()
        east, north = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        return self.lon0 + east / self._metres_per_lon, self.lat0 + north / METRES_PER_DEGREE

    @property
    def _metres_per_lon(self) -> float:
        return float(METRES_PER_DEGREE * np.cos(np.radians(self.lat0)))

    def _need_degrees(self) -> None:
        if self.datum is Datum.LOCAL:
            raise InvalidProblem(
                [
                    ProblemError(
                        where="datum",
                        code="mixed_datum",
                        message="degrees are given but the datum is local metres",
                        hint="give x and y in metres, or set the datum to WGS-84 or GCJ-02",
                    )
                ]
            )


def mixed(datums: Sequence[tuple[str, Datum]]) -> list[ProblemError]:
    """A fault for every (where, datum) that differs from the first one."""
    if not datums:
        return []
    (first_where, first), *others = datums
    return [
        ProblemError(
            where=where,
            code="mixed_datum",
            message=f"coordinates are in {datum.value}, those of {first_where} in {first.value}",
            hint="bring all to one datum first; nothing is converted silently (GCJ-02 is ~500 m off)",
        )
        for where, datum in others
        if datum is not first
    ]

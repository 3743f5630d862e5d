"""Progress reported points of routes that no timing allows: two visits of one beneficiary at once (320, 419, 696).

`Progress.objective` is what the best roster so far is worth: it never exceeds what any roster is worth.
"""

from __future__ import annotations

import pytest
from examine import findings_cut_short
from random_problems import focused


@pytest.mark.parametrize("seed", [320, 419, 696])
def test_progress_never_above_the_optimum(seed: int) -> None:
    assert findings_cut_short(focused(seed)[1]) == []

"""Names as those see them who have no need of them."""

from __future__ import annotations

import pytest

from matcher_api.access.masking import masked


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小明", "王*明"),
        ("王明", "王*"),
        ("王", "王*"),
        ("欧阳修文", "欧**文"),
        ("Anna Lee", "A***"),
        (" 王小明 ", "王*明"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_masked(name: str, shown: str) -> None:
    assert masked(name) == shown

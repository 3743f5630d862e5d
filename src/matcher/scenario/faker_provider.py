"""Names, addresses, phone numbers and sentences of people who do not exist (虚构数据).

Faker zh_CN makes the names; addresses come from the synthetic map, phone numbers from a pattern no country assigns.
Every `Fiction` has a random stream of its own; Faker's global one is never touched.
"""

from __future__ import annotations

from typing import Any, cast

from faker import Faker
from faker.providers import BaseProvider

ESTATES = ("和", "兴", "康", "文", "惠", "安", "荷", "柳", "槐", "锦", "颐", "春", "永", "嘉", "景", "祥")
ESTATE_ENDS = ("华苑", "园小区", "泽佳苑", "馨家园", "宁里", "景花园", "顺公寓", "和新村")
LANES = ("槐树巷", "柳树巷", "石桥巷", "前河沿", "后河沿", "老井巷", "枣园胡同", "灯笼巷", "南菜园", "书院巷")
COMMUNITIES = ("柳岸", "槐荫", "荷塘", "桥东", "桥西", "河湾", "书院", "文苑", "康宁", "兴和", "望湖", "石桥")


class SyntheticProvider(BaseProvider):
    """Faker's words for a synthetic map."""

    def estate(self, number: int) -> str:
        """The name of a compound; numbers below 128 never share one."""
        first = ESTATES[number % len(ESTATES)]
        return first + ESTATE_ENDS[(number // len(ESTATES) + number) % len(ESTATE_ENDS)]

    def lane(self, number: int) -> str:
        return LANES[number % len(LANES)]

    def unassigned_phone(self) -> str:
        """Eleven digits nobody has: a second international prefix, behind which no country begins with 0."""
        return self.numerify("0000-###-####")

    def request_sentence(self, sentences: tuple[str, ...]) -> str:
        return self.random_element(sentences)


class Fiction:
    """Faker zh_CN with the provider above. Names draw from one stream and words from another, so that a newer Faker
    with other names changes names alone."""

    def __init__(self, seed: int) -> None:
        self._names, self._words = _faker(seed, 1), _faker(seed, 2)

    def name(self, sex: str) -> str:
        """A name for `f` or `m`."""
        return cast(str, self._names.name_female() if sex == "f" else self._names.name_male())

    def phone(self) -> str:
        return cast(str, self._words.unassigned_phone())

    def sentence(self, sentences: tuple[str, ...]) -> str:
        """One of the sentences of a request."""
        return cast(str, self._words.request_sentence(sentences))

    def building(self, *, compound: int | None, block: int, number: int) -> str:
        """The address of a building: its compound or lane, and its number."""
        if compound is None:
            return f"{self._words.lane(block)}{number}号"
        return f"{self._words.estate(compound)}{number}号楼"


def _faker(seed: int, stream: int) -> Any:
    made = Faker("zh_CN", use_weighting=False)
    made.add_provider(SyntheticProvider)
    made.seed_instance(2 * seed + stream)
    return made

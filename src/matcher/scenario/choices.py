"""Words with a fixed meaning in cells, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.scenario.folding import heading

CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "yes_no": {
        "yes": ("是", "true", "1", "y", "t", "√", "✓", "✔", "☑", "对", "有", "开", "开放", "open"),
        "no": ("否", "false", "0", "n", "f", "×", "x", "✗", "☐", "不", "无", "没有", "关", "关闭", "closed"),
    },
    "person_kind": {
        "volunteer": ("志愿者", "志愿人员"),
        "staff": ("专职", "专职人员", "工作人员", "综治员", "保安"),
        "worker": ("服务商人员", "服务商", "服务人员"),
    },
    "risk": {"low": ("低", "低风险"), "medium": ("中", "中风险"), "high": ("高", "高风险")},
    "pair_kind": {"forbidden": ("禁止", "不可", "回避"), "preferred": ("优先", "偏好", "最好")},
    "state": {"offered": ("已派", "已派单", "派单"), "accepted": ("已接", "已接单", "接单")},
    "source": {
        "streets": ("街道", "street"),
        "table": ("表", "步行时间", "walks"),
        "approximate": ("近似", "估算", "直线"),
    },
    "street_kind": {
        "street": ("街道", "马路"),
        "path": ("小路", "步道"),
        "steps": ("台阶", "楼梯"),
        "signal": ("红绿灯", "信号灯"),
        "zebra": ("斑马线", "人行横道"),
        "gate": ("门", "大门"),
        "wall": ("墙", "围墙"),
    },
    "sex": {"f": ("女", "female", "女性", "w"), "m": ("男", "male", "男性")},
}
"""kind -> what is meant -> other words for it; the first one is the Chinese word that is written."""

OPEN = frozenset({"sex"})
"""Kinds where a word that is not listed stands for itself."""

PACES = {
    1.0: ("planning", "计划", "规划", "默认"),
    1.2: ("adult", "成人", "成年人"),
    0.9: ("elder", "老人", "老年人"),
    0.8: ("frail", "体弱", "虚弱", "行动不便"),
}
"""Metres a second by walker; source: docs/domain.md, Walking."""

TAGS = {"trainee": ("见习", "见习生", "学员", "实习")}
"""Tags a rule looks at."""

PREFIXES = {
    "visit": ("服务", "访问"),
    "service": ("项目", "服务项目"),
    "series": ("系列",),
    "beneficiary": ("服务对象", "对象"),
    "volunteer": ("人员", "志愿者"),
}
"""What may stand before the colon of a pair's other side."""

ALL = ("all", "全部", "全体", "所有", "都")


def meant(words: Mapping[str, tuple[str, ...]], text: str) -> str | None:
    """The key whose word `text` is; None for an unknown word."""
    plain = heading(text)
    return next((key for key, others in words.items() if plain in (heading(key), *map(heading, others))), None)


def said(kind: str, value: str, *, lang: str) -> str:
    """How a value of a kind is written in a language."""
    words = CHOICES[kind].get(value)
    return words[0] if words and lang == "zh" else value

"""Home services asked for in a synthetic community. Codes are those of the seed's catalogue of services; minutes and
headcounts are its estimates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeService:
    """`weight`: how often among requests; `crew`: (role, skill, people) of each role; `same_sex` for intimate care."""

    code: str
    minutes: tuple[int, ...]
    weight: float
    crew: tuple[tuple[str, str, int], ...]
    sentences: tuple[str, ...]
    groups: tuple[str, ...] = ("elder",)
    priority: tuple[int, int] = (3, 6)
    risk: str = "low"
    same_sex: bool = False
    hours: tuple[tuple[str, str], ...] = (("08:30", "11:30"), ("14:00", "17:00"))

    @property
    def people(self) -> int:
        return sum(people for _, _, people in self.crew)


HOME_SERVICES = (
    HomeService(
        code="W01",
        minutes=(60, 90, 120),
        weight=6,
        crew=(("carer", "carer", 1),),
        sentences=("想请人帮忙打扫做饭", "腿脚不便，请人代买菜做饭", "请人来帮忙洗衣收拾"),
        groups=("elder", "disabled"),
        priority=(4, 7),
    ),
    HomeService(
        code="W01",
        minutes=(120, 150),
        weight=1.5,
        crew=(("carer", "carer", 1),),
        sentences=("去医院复查，请人陪同", "上医院取药检查，请人陪着去"),
        groups=("elder", "disabled", "low_income"),
        priority=(5, 8),
    ),
    HomeService(
        code="W02",
        minutes=(30, 60, 90),
        weight=2,
        crew=(("electrician", "electrician", 1),),
        sentences=("家里灯不亮，请电工看看", "插座冒火花，请尽快来修"),
        groups=("elder", "low_income"),
        priority=(6, 8),
        risk="high",
        hours=(("14:00", "17:30"), ("18:30", "21:00")),
    ),
    HomeService(
        code="W02",
        minutes=(30, 45, 60),
        weight=2,
        crew=(("plumber", "plumber", 1),),
        sentences=("厨房水管漏水，请人来修", "下水道堵了，请人疏通"),
        groups=("elder", "low_income"),
        priority=(6, 8),
        risk="medium",
        hours=(("14:00", "17:30"), ("18:30", "21:00")),
    ),
    HomeService(
        code="G05",
        minutes=(30, 45, 60),
        weight=4,
        crew=(("helper", "", 1),),
        sentences=("不会网上办理，请人代办养老认证", "请人代交材料", "请人帮忙缴费"),
        groups=("elder", "disabled", "veteran"),
    ),
    HomeService(
        code="W08",
        minutes=(30, 45, 60),
        weight=3,
        crew=(("listener", "listening", 1), ("partner", "", 1)),
        sentences=("独自在家，想有人来说说话", "老人情绪低落，请人来陪聊"),
        groups=("living_alone", "elder"),
        priority=(4, 7),
    ),
    HomeService(
        code="H12",
        minutes=(60, 75, 90),
        weight=2,
        crew=(("carer", "carer", 1),),
        sentences=("卧床，请人帮忙擦身翻身", "请人帮忙洗澡"),
        groups=("disabled", "elder"),
        priority=(6, 8),
        same_sex=True,
    ),
    HomeService(
        code="H09",
        minutes=(30, 45),
        weight=2,
        crew=(("nurse", "nurse", 1),),
        sentences=("请人上门量血压测血糖", "慢性病，请人上门随访"),
        priority=(5, 7),
        hours=(("14:00", "17:00"), ("18:30", "20:30")),
    ),
    HomeService(
        code="W03",
        minutes=(30, 45, 60),
        weight=2,
        crew=(("helper", "", 2),),
        sentences=("送米面油到家，看望困难家庭", "给困难家庭送冬衣"),
        groups=("low_income",),
        priority=(4, 6),
        hours=(("09:00", "11:30"), ("14:00", "17:00"), ("18:30", "20:30")),
    ),
    HomeService(
        code="W05",
        minutes=(20, 30),
        weight=1,
        crew=(("lawyer", "lawyer", 1),),
        sentences=("房屋租赁有纠纷，想问问律师", "遗嘱怎么写，想咨询"),
        groups=("low_income", "elder"),
        hours=(("18:30", "21:00"), ("14:00", "17:00")),
    ),
    HomeService(
        code="B09",
        minutes=(30, 45),
        weight=2,
        crew=(("helper", "computer", 1),),
        sentences=("不会用智能手机，请人来教", "手机连不上网，请人看看"),
        hours=(("16:00", "18:30"), ("18:30", "20:30")),
        priority=(2, 4),
    ),
)

"""A tiny scenario as a folder of CSV files: two people, four visits, a room; `nobody` stays unserved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

DAY = "2026-11-23"
TABLES: dict[str, str] = {
    "scenario.toml": 'name = "tiny"\ntitle = "小社区"\nstart = 2026-11-23\ndays = 1\n'
    'zone = "Asia/Shanghai"\ndatum = "local"\nsynthetic = true\n'
    "[policy]\nservice_defaults = false\n",
    "places.csv": "place,kind,x,y,building,community\n"
    "A-101,home,0,0,1号楼,小社区\nB-202,home,200,0,2号楼,小社区\nL-502,home,100,100,5号楼,小社区\nH,facility,200,100,,小社区\n",
    "walks.csv": "a,b,minutes\nA-101,B-202,4\nA-101,L-502,5\nA-101,H,6\nB-202,L-502,3\nB-202,H,2\nL-502,H,4\n",
    "volunteers.csv": "volunteer,name,kind,home\nann,张安安,volunteer,A-101\nbob,李博文,volunteer,B-202\n",
    "skills.csv": "volunteer,skill,valid_until\nann,护理,\n",
    "availability.csv": f"volunteer,start,end\nann,{DAY} 09:00,{DAY} 12:00\nbob,{DAY} 09:00,{DAY} 12:00\n",
    "facilities.csv": "facility,name,place\nhall,活动室,H\n",
    "modes.csv": "facility,mode,capacity\nhall,课堂,20\n",
    "openings.csv": f"facility,start,end\nhall,{DAY} 09:00,{DAY} 12:00\n",
    "visits.csv": "visit,beneficiary,service,title,place,mode,people,duration_minutes,priority,guaranteed\n"
    "elder,王奶奶,助老陪伴,陪伴王奶奶,L-502,,,30,7,是\npatrol,,巡逻,楼道巡逻,L-502,,,60,5,\n"
    "class,,课堂,=四点半课堂,,课堂,8,45,5,\nnobody,刘爷爷,法律咨询,刘爷爷咨询,L-502,,,30,5,\n",
    "windows.csv": f"visit,start,end\nelder,{DAY} 09:00,{DAY} 11:00\npatrol,{DAY} 10:00,{DAY} 11:30\n"
    f"class,{DAY} 11:00,{DAY} 12:00\nnobody,{DAY} 09:00,{DAY} 12:00\n",
    "roles.csv": "visit,role,skills,min,desired,max\nelder,陪护,护理,1,,\npatrol,队员,,2,,\n"
    "class,老师,,1,,\nnobody,律师,法律,1,,\n",
}


def write(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Writes the tables, some of them replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**TABLES, **(changes or {})}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def with_row(table: str, row: str) -> dict[str, str]:
    """A table with one more row."""
    return {table: TABLES[table] + row + "\n"}

"""Why an offer came to this person, in a sentence of each language."""

from __future__ import annotations

from matcher.report.vocabulary import ROLES, SKILLS
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.shapes import Why


def why(row: AssignmentRow) -> Why:
    """From what was written down when it was published: skills, walk, fair share."""
    skills = list(row.why.get("skills", ()))
    minutes, share = row.why.get("minutes"), row.why.get("share_minutes")
    known = [SKILLS.get(s) or ROLES.get(s, (s, s)) for s in skills]
    zh = [f"您具备{'、'.join(k[0] for k in known)}" if skills else "不要求专门技能"]
    en = [f"you have {', '.join(k[1] for k in known)}" if skills else "no special skill is needed"]
    if row.walk_minutes is not None:
        zh.append(f"步行{row.walk_minutes}分钟")
        en.append(f"{row.walk_minutes} minutes on foot")
    zh.append("您这段时间有空")
    en.append("you are free then")
    if minutes is not None and share is not None:
        zh.append(f"这期共为您安排{minutes}分钟，按人均应为{share}分钟")
        en.append(f"{minutes} minutes are planned for you in all, a fair share being {share}")
    return Why(
        skills=skills,
        walk_minutes=row.walk_minutes,
        minutes=minutes,
        share_minutes=share,
        zh="，".join(zh) + "。",
        en=(text := "; ".join(en) + ".")[0].upper() + text[1:],
    )

"""A deterministic year of a branch's book, some 300 printed pages, and printing it with our own engine.

Run as ``python print_book.py OUT.pdf``; ``bench_print.py`` compares it with ``platypus_book.py``.
All names and sentences are invented.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from wdbranch.book.form import Edition, Form
from wdbranch.book.loader import load_edition
from wdbranch.book.record import Record, State
from wdbranch.paths import forms_dir

YEAR = 2026
BRANCH = "中共拟和街道拟安社区第一支部委员会"
SEED = 20260918
PHRASES = (
    "会议传达了街道党工委关于做好本季度工作的通知", "到会党员结合自己包联的楼院谈了想法",
    "支部书记通报了上一季度党费收缴和使用情况", "三号院东墙外的照明灯坏了四盏，居民夜里走路不方便",
    "要把“三会一课”和主题党日排进每月计划", "按照《中国共产党支部工作条例（试行）》的要求",
    "应到会有表决权的党员超过半数，可以开会", "对照上次会议议定的事项逐条销号",
    "志愿服务队本月清理楼道堆物11处", "独居老人药品代购由第三党小组长期负责",
    "理论学习还要往细处抓，不能念完文件就算学过", "同意把充电桩放在门岗西侧，离消防通道6米",
    "年轻党员下班晚，建议周末安排一次补学", "下次会前由组织委员把登记表收齐",
)
RARE_NAMES = ("张㐱拟", "李𬭎拟", "王𫗧拟", "赵䶮拟", "陈𬱖拟", "孙𠮷拟")


def _pool() -> list[str]:
    """2,000 characters of GB 2312 level 1, so that the fonts' subsets are as large as in a real year."""
    level_one = []
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            level_one += list(bytes([high, low]).decode("gb2312", "ignore"))
    return random.Random(7).sample(level_one, 2000)


class Writer:
    """Makes sentences, names and records."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)
        self.pool = _pool()
        self.members = [*RARE_NAMES, *(self.random.choice("陈韩马宋许李郭高白尹田彭") + "拟" + self.random.choice(self.pool) for _ in range(44))]

    def text(self, length: int) -> str:
        made = ""
        while len(made) < length:
            if self.random.random() < 0.65:
                made += self.random.choice(PHRASES)
            else:
                made += "".join(self.random.choices(self.pool, k=self.random.randint(9, 20)))
            made += self.random.choice("，。；。")
        return made[: length - 1].rstrip("，。；“《（") + "。"

    def paragraphs(self, *lengths: int) -> str:
        return "\n".join(map(self.text, lengths))

    def attendance(self, statuses: tuple[str, ...], people: list[str]) -> tuple[dict[str, object], ...]:
        others = [status for status in statuses if status != "present"]
        rows = []
        for name in people:
            away = self.random.random() < 0.1
            status = self.random.choice(others) if away and others else "present"
            rows.append({"member": None, "name": name, "status": status, "reason": "病假" if status != "present" else None,
                         "opinion_on": None, "opinion": None})
        return tuple(rows)

    def value(self, form: Form, field_id: str, month: int, day: int) -> object:
        """A value for each field by its type; long texts and tables as long as real ones."""
        field = form.field(field_id)
        kind = field.type.value
        if kind == "datetime":
            return f"{YEAR}-{month:02d}-{day:02d}T{'18:30' if field_id == 'start' else '20:10'}"
        if kind == "long":
            return self.paragraphs(180, 210, 160, 140, 110)
        if kind == "attendance":
            return self.attendance(field.statuses, self.members if field.who == "members" else self.members[:5])
        if kind == "rows":
            count = {"speeches": 6, "votes": 6, "agenda": 4, "decisions": 4}.get(field_id, 2)
            return tuple({c.id: self.simple(c.type.value, c.choices, row, short=c.id != "text") for c in field.columns}
                         for row in range(1, count + 1))
        return self.simple(kind, field.choices, month)

    def simple(self, kind: str, choices: str | None, number: int, *, short: bool = True) -> object:
        match kind:
            case "int" | "number":
                return number
            case "date":
                return f"{YEAR}-03-{number:02d}"
            case "time":
                return "18:30"
            case "tick":
                return True
            case "choice":
                return self.edition.choices[choices or ""][0].id
            case "choices":
                return (self.edition.choices[choices or ""][0].id,)
            case "person":
                return self.random.choice(self.members)
            case "persons":
                return tuple(self.random.sample(self.members, 2))
            case "long":
                return self.text(24 if short else 70)
            case "ref":
                return None
        return self.text(18)

    edition: Edition


def book() -> tuple[Edition, list[tuple[Form, Record]]]:
    """Edition and records of the year: each month two assemblies, two committees, a lecture and a theme day."""
    writer = Writer()
    writer.edition = edition = load_edition(forms_dir() / "2026")
    kinds = ("party_assembly", "committee", "committee", "theme_day", "lecture", "party_assembly")
    records = []
    sequence: dict[str, int] = {}
    for month in range(1, 13):
        for place, kind in enumerate(kinds):
            form = edition.forms[kind]
            sequence[kind] = sequence.get(kind, 0) + 1
            values = {field.id: writer.value(form, field.id, month, 3 + 3 * place) for field in form.fields}
            values["seq"] = sequence[kind]
            record_id = f"{month * 100 + place:012x}"
            records.append((form, Record(record_id, kind, edition.id, YEAR, values, State.FINAL)))
    return edition, records


def main(out: Path) -> None:
    from wdbranch.printing.leaf import Head
    from wdbranch.printing.paint import write_pdf
    from wdbranch.printing.year import Volume, plan_year

    edition, records = book()
    plan = plan_year(Volume(edition, Head(edition.title, YEAR, BRANCH, "拟安一支部"), records))
    write_pdf(plan, out)
    print(len(plan.pages))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

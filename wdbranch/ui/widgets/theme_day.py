"""Which day of each month is kept for the theme party day."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QWidget

from wdbranch.ui import style

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
NTH = ("第一个", "第二个", "第三个", "第四个", "最后一个")
_LAST_DAY = 31
_UNSET, _BY_WEEKDAY, _BY_DAY = range(3)


def in_words(rule: Mapping[str, int]) -> str:
    """每月第二个星期五, 每月 10 日 or 还没有定."""
    if "day" in rule:
        return f"每月 {rule['day']} 日"
    if "nth" in rule and "weekday" in rule:
        return f"每月{NTH[min(rule['nth'], len(NTH)) - 1]}{WEEKDAYS[rule['weekday'] - 1]}"
    return "还没有定"


class ThemeDay(QWidget):
    """A choice: not yet, a weekday of the month, or a day of the month."""

    def __init__(self, rule: Mapping[str, int] | None = None) -> None:
        super().__init__()
        self.way = _combo("主题党日固定在哪天", ["以后再定", "每月固定的星期几", "每月固定的几号"])
        self.nth = _combo("第几个", list(NTH))
        self.weekday = _combo("星期几", list(WEEKDAYS))
        self.day = _combo("几号", [f"{number} 日" for number in range(1, _LAST_DAY + 1)])
        self.weekday.setCurrentIndex(4)
        self.setLayout(style.row([self.way, self.nth, self.weekday, self.day, 1]))
        self.way.currentIndexChanged.connect(self._show)
        rule = rule or {}
        if "day" in rule:
            self.way.setCurrentIndex(_BY_DAY)
            self.day.setCurrentIndex(rule["day"] - 1)
        elif "nth" in rule:
            self.way.setCurrentIndex(_BY_WEEKDAY)
            self.nth.setCurrentIndex(min(rule["nth"], len(NTH)) - 1)
            self.weekday.setCurrentIndex(rule.get("weekday", 5) - 1)
        self._show(self.way.currentIndex())

    def rule(self) -> dict[str, int]:
        """The choice as the branch keeps it; empty where not yet chosen. The fifth weekday means the last."""
        if self.way.currentIndex() == _BY_WEEKDAY:
            return {"nth": self.nth.currentIndex() + 1, "weekday": self.weekday.currentIndex() + 1}
        return {"day": self.day.currentIndex() + 1} if self.way.currentIndex() == _BY_DAY else {}

    def _show(self, way: int) -> None:
        self.nth.setVisible(way == _BY_WEEKDAY)
        self.weekday.setVisible(way == _BY_WEEKDAY)
        self.day.setVisible(way == _BY_DAY)


def _combo(name: str, entries: list[str]) -> QComboBox:
    made = QComboBox()
    made.addItems(entries)
    made.setAccessibleName(name)
    return made

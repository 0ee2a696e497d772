"""The page of development: people by stage, one time line, each step one click from its box."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from ui_hands import Answers

from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.development import DevelopmentPage, StepLine


@pytest.fixture
def page(branch_window: MainWindow, qapp: QApplication) -> DevelopmentPage:
    branch_window.navigate("development")
    qapp.processEvents()
    return branch_window.page("development")


def texts(page: DevelopmentPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def choose(page: DevelopmentPage, name: str, qapp: QApplication) -> None:
    next(made for made in page.findChildren(QPushButton) if made.accessibleName().startswith(f"{name}，")).click()
    qapp.processEvents()


def test_the_most_urgent_person_comes_up_first(page: DevelopmentPage) -> None:
    said = texts(page)
    assert all(name in said for name in "秦拟岚 方拟竹 石拟青 杜拟言 董拟星 夏拟安".split())
    assert "秦拟岚申请书收到已 28 天" in said


def test_a_click_on_a_person_shows_the_time_line(page: DevelopmentPage, qapp: QApplication) -> None:
    choose(page, "杜拟言", qapp)
    lines = {line.state.step.id: line.state for line in page.findChildren(StepLine)}
    assert len(lines) == 27
    assert (lines["assembly"].state, lines["approve"].state, lines["oath"].state) == ("done", "next", "later")


def test_a_step_leads_to_its_box(page: DevelopmentPage, branch_window: MainWindow, qapp: QApplication) -> None:
    choose(page, "杜拟言", qapp)
    next(line for line in page.findChildren(StepLine) if line.state.step.id == "archive").click()
    qapp.processEvents()
    assert branch_window.current == "record"
    record = branch_window.page("record")
    assert record.record.get("person") == "杜拟言"
    box = record.view.paper.by_field["archive_on"][0].rect.translated(record.view.paper.pos())
    seen = record.view.verticalScrollBar().value()
    assert seen > 0
    assert seen <= box.top()
    assert box.bottom() <= seen + record.view.viewport().height()


def test_a_case_is_begun_from_the_red_button(page: DevelopmentPage, answers: Answers, qapp: QApplication) -> None:
    def fill(box: object) -> bool:
        lines = {line.accessibleName(): line for line in box.findChildren(QLineEdit)}  # type: ignore[attr-defined]
        lines["姓名"].setText("汪拟青")
        return True

    answers.next(fill)
    next(made for made in page.findChildren(QPushButton) if "新建" in made.text()).click()
    qapp.processEvents()
    assert "汪拟青" in texts(page)
    assert page.desk.open_book().roster().by_label["汪拟青"].applicant

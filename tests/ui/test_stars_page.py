"""The stars page: first what is missing, then what to do; what cannot be computed is judged with evidence."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from ui_hands import TODAY, Answers

from wdbranch.operations import overview
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.stars import GROUPS, IndicatorLine, StarsPage
from wdbranch.ui.star_card import StarCard


@pytest.fixture
def page(branch_window: MainWindow, qapp: QApplication) -> StarsPage:
    branch_window.navigate("stars")
    qapp.processEvents()
    return branch_window.page("stars")


def test_the_groups_know_every_state(page: StarsPage) -> None:
    known = {state for state, *_ in GROUPS}
    assert {one.state for star in page._stars for one in star.indicators} <= known


def test_what_is_missing_comes_first(page: StarsPage) -> None:
    star = next(star for star in page._stars if star.id == page._chosen)
    order = [state for state, *_ in GROUPS]
    shown = [line.findChildren(QLabel)[1].text() for line in page.findChildren(IndicatorLine)]
    ranked = sorted(star.indicators, key=lambda one: order.index(one.state))
    assert shown == [one.name for one in ranked]


def test_a_ratio_says_what_its_denominator_counts(page: StarsPage) -> None:
    star = page._stars[0]
    ratio = next(one for one in star.indicators if one.denominator)
    line = next(line for line in page.findChildren(IndicatorLine) if line.findChildren(QLabel)[1].text() == ratio.name)
    said = "".join(label.text() for label in line.findChildren(QLabel))
    assert ratio.of in said


def test_a_click_on_a_card_shows_that_star(page: StarsPage, qapp: QApplication) -> None:
    cards = page.findChildren(StarCard)
    cards[3].click()
    qapp.processEvents()
    star = page._stars[3]
    assert len(page.findChildren(IndicatorLine)) >= len(star.indicators)
    assert page._chosen == star.id


def test_evidence_makes_an_indicator_met_and_can_be_taken_back(page: StarsPage, answers: Answers, qapp: QApplication) -> None:
    star = page._stars[1]
    page.go(star=star.id)
    manual = next(one for one in star.indicators if one.manual and one.state == "manual")

    def judge(met: int, note: str) -> object:
        def fill(box: object) -> bool:
            box._group.button(met).click()
            box.note.setPlainText(note)
            assert box.yes.isEnabled()
            return True

        return fill

    def press() -> None:
        qapp.processEvents()
        button = next(
            button
            for line in page.findChildren(IndicatorLine)
            for button in line.findChildren(QPushButton)
            if button.accessibleName() == f"写依据：{manual.name}" and not line.isHidden()
        )
        button.click()

    answers.next(judge(0, "备案证明复印件，档案柜二层"))
    press()
    now = overview.stars(page.desk.open_book(), TODAY)[1]
    assert now.met == star.met + 1
    assert page.desk.open_book().evidence()[manual.id]["note"] == "备案证明复印件，档案柜二层"
    answers.next(judge(2, ""))
    press()
    assert overview.stars(page.desk.open_book(), TODAY)[1].met == star.met
    assert manual.id not in page.desk.open_book().evidence()


def test_the_page_says_that_it_is_a_reference_edition(page: StarsPage) -> None:
    assert "参考版" in page._reference.text() and "不是官方原文" in page._reference.text()

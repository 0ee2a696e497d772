"""The stars page: first what is missing, then what to do; what cannot be computed is judged with evidence."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from ui_hands import TODAY, Answers

from wdbranch.operations import overview
from wdbranch.operations import record as records
from wdbranch.operations import stars as operations
from wdbranch.ui.dialogs.assess import AssessDialog, PickDialog, ReviewDialog
from wdbranch.ui.dialogs.evidence import EvidenceDialog
from wdbranch.ui.dialogs.star_settings import StarSettings
from wdbranch.ui.form_chooser import FormChooser
from wdbranch.ui.main_window import MainWindow
from wdbranch.ui.pages.stars import GROUPS, StarsPage
from wdbranch.ui.star_card import StarCard
from wdbranch.ui.stars import parts
from wdbranch.ui.stars.lines import IndicatorLine
from wdbranch.ui.widgets.click import ClickCard
from wdbranch.ui.widgets.page_row import PageRow


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
    page.go(star=star.id)
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


def press(page: StarsPage, qapp: QApplication, name: str) -> None:
    qapp.processEvents()
    next(button for button in page.findChildren(QPushButton) if button.accessibleName() == name and not button.isHidden()).click()
    qapp.processEvents()


def manual_of(page: StarsPage, star: int) -> object:
    page.go(star=page._stars[star].id)
    return next(one for one in page._stars[star].indicators if one.manual and one.state == "manual" and not one.judged.grade)


def test_a_grade_makes_an_indicator_met_and_can_be_taken_back(page: StarsPage, answers: Answers, qapp: QApplication) -> None:
    star = page._stars[1]
    one = manual_of(page, 1)

    def judge(grade: int, note: str) -> object:
        def fill(box: AssessDialog) -> bool:
            box.group.button(grade).click()
            box.note.setPlainText(note)
            assert box.yes.isEnabled()
            return True

        return fill

    answers.next(judge(0, "备案证明复印件，档案柜二层"))
    press(page, qapp, f"自评：{one.name}")
    assert overview.stars(page.desk.open_book(), TODAY)[1].met == star.met + 1
    kept = page.desk.open_book().evidence()[f"{one.id}:{TODAY.year}"]
    assert (kept["grade"], kept["note"]) == ("met", "备案证明复印件，档案柜二层")
    answers.next(judge(4, ""))
    press(page, qapp, f"改自评：{one.name}")
    assert overview.stars(page.desk.open_book(), TODAY)[1].met == star.met
    assert f"{one.id}:{TODAY.year}" not in page.desk.open_book().evidence()


def test_evidence_is_picked_from_records_photos_and_pages(page: StarsPage, answers: Answers, qapp: QApplication) -> None:
    one = manual_of(page, 1)

    def pick(box: PickDialog) -> bool:
        box.search.setText("（整本）")
        shown = [box.list.item(row) for row in range(box.list.count()) if not box.list.item(row).isHidden()]
        assert 0 < len(shown) < box.list.count()
        shown[0].setCheckState(Qt.CheckState.Checked)
        return True

    def judge(box: AssessDialog) -> bool:
        box.group.button(1).click()
        assert not box.yes.isEnabled()
        answers.next(pick)
        box.pick.click()
        assert box.yes.isEnabled()
        return True

    answers.next(judge)
    press(page, qapp, f"自评：{one.name}")
    kept = page.desk.open_book().evidence()[f"{one.id}:{TODAY.year}"]
    assert kept["grade"] == "part"
    assert [link.partition(":")[0] for link in kept["links"]] == ["page"]

    def review(box: ReviewDialog) -> bool:
        box.group.button(2).click()
        box.changed.button(2).click()
        box.note.setText("材料不全")
        return True

    answers.next(review)
    press(page, qapp, f"记街道的审核：{one.name}")
    kept = page.desk.open_book().evidence()[f"{one.id}:{TODAY.year}"]["review"]
    assert (kept["verdict"], kept["grade"], kept["note"]) == ("changed", "unmet", "材料不全")
    assert any("街道：改判：未达（材料不全）" in label.text() for label in page.findChildren(QLabel))


def test_the_steps_of_the_year_go_where_they_are_written(page: StarsPage, qapp: QApplication) -> None:
    steps = [card for card in page.findChildren(ClickCard) if card.accessibleName().startswith("第")]
    assert len(steps) == 5
    steps[0].click()
    qapp.processEvents()
    (plan,) = page.desk.open_book().snapshot().of("star_plan")
    assert plan.get("shortcomings")
    page.refresh()
    assert "现在" in next(c for c in page.findChildren(ClickCard) if c.accessibleName().startswith("第2步")).accessibleName()


def test_unused_ledgers_stand_behind_more(page: StarsPage, qapp: QApplication) -> None:
    page.go(star="XF")
    qapp.processEvents()
    more = next(button for button in page.findChildren(QPushButton) if button.accessibleName().startswith("更多台账"))
    hidden = [row for row in page.findChildren(PageRow) if not row.isVisibleTo(page)]
    assert hidden
    more.click()
    qapp.processEvents()
    assert all(row.isVisibleTo(page) for row in hidden)


def test_new_offers_what_the_star_waits_for_first(page: StarsPage, qapp: QApplication) -> None:
    page.go(star="PA")
    found = page._found
    of_star = operations.of_star(page.desk.open_book(), page._chosen_star(), found.year)
    ids = parts.new_choices(of_star, found)
    assert ids[0] == of_star.next_forms[0].id
    assert {"star_plan", "star_task", "star_application", "star_review"} <= set(ids)
    page.new.click()
    qapp.processEvents()
    chooser = next(top for top in qapp.topLevelWidgets() if isinstance(top, FormChooser) and top.isVisible())
    assert len(chooser.shown()) == len(ids)
    chooser.close()


def test_a_case_of_the_negative_list_is_answered_with_a_reason(page: StarsPage, answers: Answers, qapp: QApplication) -> None:
    def say(box: EvidenceDialog) -> bool:
        box._group.button(1).click()
        box.note.setPlainText("没有这种情况")
        return True

    before = [(star.id, star.met) for star in page._stars]
    answers.next(say)
    next(b for b in page.findChildren(QPushButton) if b.accessibleName().startswith("写情况：书记")).click()
    qapp.processEvents()
    assert page.desk.open_book().evidence()[f"NV-01:{TODAY.year}"]["note"] == "没有这种情况"
    assert [(star.id, star.met) for star in page._stars] == before


def test_a_mixed_set_and_the_holder_are_chosen_in_the_settings(page: StarsPage, answers: Answers, qapp: QApplication) -> None:
    def choose(box: StarSettings) -> bool:
        for code in ("ZB", "ST", "PA", "WM", "XF"):
            box.stars[code].setChecked(True)
        box.name.setText("拟安社区")
        box.others.setText("拟安二支部、拟安三支部")
        box.rule.setCurrentIndex(1)
        return True

    answers.next(choose)
    page.options.click()
    qapp.processEvents()
    assert [star.id for star in page._stars] == ["ZB", "ST", "PA", "WM", "XF"]
    assert operations.settings(page.desk.open_book())["rule"] == "base"
    assert page._set.text().startswith("拟安社区")


def test_the_account_is_put_into_the_summary(page: StarsPage, qapp: QApplication) -> None:
    titles = [action.text() for action in page.papers.menu().actions() if action.text()]
    assert titles[:3] == ["自评表…", "佐证目录…", "星卡…"]
    (final,) = page.desk.open_book().snapshot().of("year_summary")
    records.correct(page.desk.open_book(), final.id, "补写创建情况")
    page.papers.menu().actions()[-1].trigger()
    qapp.processEvents()
    (summary,) = page.desk.open_book().snapshot().of("year_summary")
    assert "创建“五星”支部情况（2026年" in summary.get("body")


def test_the_target_line_names_who_leads(page: StarsPage) -> None:
    page.go(star="PA")
    assert "还差" in page._target.text()
    assert page._target.text().endswith("牵头（参考）：政法、公安、司法、应急")


def test_the_page_says_that_it_is_a_reference_edition(page: StarsPage) -> None:
    assert "参考版" in page._reference.text() and "不是官方原文" in page._reference.text()

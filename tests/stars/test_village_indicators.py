"""What the ledgers of villages and communities show of the stars: every indicator and figure that they carry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.stars.village_book import NOW, ledger, village
from wdbranch.book.snapshot import Snapshot
from wdbranch.operations import book as books
from wdbranch.operations import record as records
from wdbranch.rules.figures import figures
from wdbranch.rules.indicators import percent
from wdbranch.rules.stars import Indicator, stars

DAY = date(2026, 11, 23)
SAFETY = (
    "publicity", "drill", "rescue_team", "fire_station", "business_unit", "safety_check", "hazard", "incident", "patrol",
    "key_site", "dispute", "dispute_check", "mediation_room", "grid_event", "legal_staff",
)


@pytest.fixture(scope="module")
def rural(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with village(tmp_path_factory.mktemp("village")) as book:
        yield book.snapshot()


@pytest.fixture(scope="module")
def urban(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    path = tmp_path_factory.mktemp("community") / "社区.wdbook"
    with books.create(path, "拟安社区第一支部", "urban", short="拟安一支部", code="NH-NA-01", clock=lambda: NOW) as book:
        for form in SAFETY:
            for data in ledger(form):
                records.add_json(book, form, data)
        yield book.snapshot()


def of(snapshot: Snapshot, day: date = DAY) -> dict[str, Indicator]:
    return {one.id: one for star in stars(snapshot, day) for one in star.indicators}


RURAL = [
    ("CY-01", "met", "1项"), ("CY-02", "manual", "850亩"), ("CY-03", "manual", "124500.5元"), ("CY-04", "met", "增长 5.5%"),
    ("CY-05", "met", "1个"), ("CY-06", "manual", "108户"), ("CY-07", "met", "1个"), ("CY-08", "met", "1处"), ("CY-09", "manual", "1225人次"),
    ("CY-15", "unmet", "1÷2=50%"),
    ("ST-01", "met", "3÷3=100%（分母：自然村（组））"), ("ST-02", "unmet", "6÷47"), ("ST-03", "met", "3÷3"), ("ST-04", "manual", "188÷195=96.4%"),
    ("ST-05", "unmet", "5÷6"), ("ST-06", "unmet", "2÷3=66.7%"), ("ST-07", "manual", "7个"), ("ST-08", "manual", "2处"), ("ST-09", "manual", "9个"),
    ("ST-10", "manual", "630棵"), ("ST-11", "met", "3÷3"), ("ST-12", "manual", "3项"), ("ST-13", "unmet", "2÷3"), ("ST-15", "manual", "3户"),
    ("ST-16", "manual", "2项"), ("ST-17", "unmet", "2÷3"), ("ST-21", "manual", "103人次"),
    ("PA-01", "unmet", "发生 1起"), ("PA-05", "unmet", "5÷10"), ("PA-06", "met", "3÷6"), ("PA-07", "unmet", "0个"), ("PA-08", "n/a", "不适用"),
    ("PA-09", "unmet", "0场"), ("PA-10", "unmet", "1÷3"), ("PA-12", "not_yet", "1次"), ("PA-13", "unmet", "0支"), ("PA-14", "unmet", "0个"),
    ("PA-15", "n/a", "不适用"), ("PA-16", "unmet", "0÷1=0%"), ("PA-18", "unmet", "0处"), ("PA-19", "unmet", "0名"), ("PA-20", "unmet", "0÷2"),
    ("WM-01", "met", "3÷3"), ("WM-04", "unmet", "5÷10"), ("WM-08", "manual", "1场"), ("WM-09", "manual", "1场"), ("WM-11", "met", "1户"),
    ("WM-12", "met", "2笔"), ("WM-15", "manual", "690÷705=97.9%"), ("WM-16", "manual", "281÷318=88.4%"), ("WM-17", "manual", "1次"),
    ("WM-19", "met", "3条"), ("WM-20", "met", "1个"),
]
URBAN = [
    ("PA-01", "manual", "待人工确认"), ("PA-02", "manual", "待人工确认"), ("PA-04", "manual", "6÷8=75%"), ("PA-05", "unmet", "9÷10=90%"),
    ("PA-06", "met", "6÷6"), ("PA-07", "met", "1个"), ("PA-08", "manual", "3÷4=75%"), ("PA-09", "met", "1场"), ("PA-10", "met", "3÷3"),
    ("PA-12", "met", "2次"), ("PA-13", "met", "1支"), ("PA-14", "met", "1个"), ("PA-15", "unmet", "5÷6=83.3%"), ("PA-16", "unmet", "3÷4=75%"),
    ("PA-17", "unmet", "7÷307"), ("PA-18", "met", "2处"), ("PA-19", "met", "1名"), ("PA-20", "met", "2÷2"), ("PA-21", "manual", "1场"),
]


@pytest.mark.parametrize(("indicator", "state", "words"), RURAL, ids=lambda value: value if "-" in value else "")
def test_the_village(rural: Snapshot, indicator: str, state: str, words: str) -> None:
    found = of(rural)[indicator]
    assert (found.state, words in found.say) == (state, True), found.say


@pytest.mark.parametrize(("indicator", "state", "words"), URBAN, ids=lambda value: value if "-" in value else "")
def test_the_community(urban: Snapshot, indicator: str, state: str, words: str) -> None:
    found = of(urban)[indicator]
    assert (found.state, words in found.say) == (state, True), found.say


def test_the_units_not_yet_looked_at_are_named(urban: Snapshot) -> None:
    assert "拟安托幼班" in of(urban)["PA-15"].todo


def test_a_check_names_the_departments_that_came_along(urban: Snapshot) -> None:
    assert urban.of("safety_check")[-1].get("departments") == ("emergency", "fire")


def test_income_is_compared_with_the_year_before(rural: Snapshot, tmp_path: Path) -> None:
    early = of(rural, date(2026, 7, 1))["CY-04"]
    assert (early.state, early.numerator, early.denominator) == ("not_yet", -20000.0, 118000.0)
    assert "减少 16.9%" in early.say
    assert "还差 20000元" in early.todo
    assert of(rural, date(2025, 12, 31))["CY-04"].state == "n/a"
    with village(tmp_path, "collective_income") as book:
        for made in [one for one in book.records() if one.year == 2026]:
            records.discard(book, made.id)
        after = of(book.snapshot(), date(2026, 12, 31))["CY-04"]
        assert "减少 100%" in after.say


def test_a_project_that_is_not_due_yet_is_not_late(rural: Snapshot) -> None:
    lasting = of(rural, date(2026, 6, 30))["CY-15"]
    assert (lasting.state, lasting.denominator) == ("n/a", 0)
    assert of(rural, date(2026, 12, 31))["CY-15"].denominator == 3


OTHER_FORMS = [
    ("venue", {"opened_on": "2024-05-01", "name": "拟榴村文明实践站", "kind": "practice"}),
    ("venue", {"opened_on": "2025-05-01", "name": "石榴游园", "kind": "garden"}),
    ("venue", {"opened_on": "2025-05-01", "name": "主街宣传栏", "kind": "bulletin", "quantity": 4}),
    ("venue", {"opened_on": "2023-05-01", "name": "村卫生室", "kind": "clinic"}),
    ("venue_use", {"used_on": "2026-05-01", "venue": "石榴游园", "purpose": "下棋比赛"}),
    ("honour", {"granted_on": "2023-12-01", "name": "四美乡村", "kind": "village_beauty"}),
    ("policy", {"issued_on": "2024-01-01", "name": "村规民约", "kind": "covenant"}),
    ("linked_household", {"linked_on": "2026-01-10", "member": "岳拟禾", "household": "徐家", "kind": "wealth"}),
    ("post_slots", {"taken_on": "2026-03-01", "member": "岳拟禾", "post": "卫生保洁岗"}),
    ("post_slots", {"taken_on": "2026-03-01", "member": "任拟丰", "post": "矛盾调解岗"}),
    ("survey", {"surveyed_on": "2026-06-20", "kind": "safety", "topic": "平安建设", "issued": 60, "returned": 58, "satisfied": 55}),
]
SHOWN = {
    "PA-11": ("manual", "1次"), "PA-23": ("met", "1次"), "PA-24": ("manual", "55÷58=94.8%"), "CY-10": ("manual", "58人次"),
    "CY-14": ("manual", "1户"), "ST-14": ("met", "1项"), "ST-20": ("manual", "1÷2=50%"), "WM-02": ("met", "1次"), "WM-03": ("manual", "1件"), "WM-05": ("met", "1处"),
    "WM-06": ("met", "1处"), "WM-07": ("met", "4块"), "WM-10": ("manual", "91人次"), "WM-13": ("manual", "36人次"), "WM-14": ("met", "1个"),
    "WM-18": ("met", "1项"),
}
COUNTED = {
    "task_force_meetings": "1 次", "safety_trainings": "1 次", "safety_trained": "42 人次", "finance_trainings": "1 次", "finance_trained": "6 人次",
    "village_lectures": "91 人次", "good_deeds": "1 件", "value_gardens": "1 处", "customs_boards": "4 块", "practice_stations": "1 处",
    "clinics": "1 个", "venue_uses": "1 次", "volunteer_projects": "2 次", "volunteer_helped": "36 人次", "beauty_honours": "1 项",
}


def test_training_deeds_and_venues_of_the_village(tmp_path: Path) -> None:
    with village(tmp_path, "training", "good_deed", "volunteer") as book:
        before = of(book.snapshot())
        assert {key: before[key].state for key in ("ST-14", "WM-05", "WM-14", "WM-18")} == dict.fromkeys(
            ("ST-14", "WM-05", "WM-14", "WM-18"), "unmet"
        )
        for form, values in OTHER_FORMS:
            records.add_json(book, form, values)
        after = of(book.snapshot())
        assert {key: after[key].state for key in SHOWN} == {key: state for key, (state, _) in SHOWN.items()}
        for key, (_, words) in SHOWN.items():
            assert words in after[key].say, key
        counted = {one.id: one.say for one in figures(book.snapshot(), DAY)}
        assert {key: counted[key] for key in COUNTED} == COUNTED


FIGURES = {
    "rubbish_heaps": "12 处", "mess_buildings": "3 处", "ponds": "2 个", "broken_walls": "5 个", "hollow_yards": "2 个", "markets": "0 个",
    "boards": "9 个", "ditches": "640 米", "clean_up_action": "1 处", "environment_people": "159 人次", "trees": "630 棵", "seed": "6.5 公斤",
    "new_roads": "1.35 公里", "flower_beds": "180 米", "fences": "150 米", "lamps_new": "0 盏", "lamps_mended": "3 盏", "walls": "1260 平方米",
    "murals": "8 幅", "lit_groups": "2 个", "courtyards": "3 户", "frontage_households": "7 户次", "toilet_upkeep": "3475 元",
    "group_treatment": "3÷3=100%", "same_day_rate": "5÷6=83.3%", "hard_roads": "3÷3=100%", "projects_thousand": "1 项",
    "industry_area": "850 亩", "grape_area": "100 亩", "pomegranate_area": "620 亩", "farm_tour_area": "130 亩", "industry_households": "128 户",
    "collective_income": "124500.5 元", "tourism_projects": "2 个", "tourism_scenes": "3 个", "culture_resources": "1 处", "idle_used": "0 处",
    "visitors": "1225 人次", "theory_talks": "1 场", "shows": "1 场", "civil_families": "1 户", "fund_rewards": "2 人次", "fund_reward_money": "600 元",
    "insurance_visits": "1 次", "insurance_helpers": "12 人次", "insurance_households": "174 户次", "medical_rate": "690÷705=97.9%",
    "health_people": "86 人次", "household_visits": "5 次", "dispute_rate": "2÷3=66.7%",
}
SAFETY_FIGURES = {
    "publicity_security": "1 场", "publicity_anti_fraud": "3 场", "publicity_safety": "7 场", "leaflets": "1510 份", "gifts": "240 份", "drills": "2 次",
    "rescue_teams": "1 支", "rescue_party": "3÷5=60%", "fire_stations": "1 个", "business_units": "6 家", "units_checked": "8 家次", "hazards": "4 处",
    "hazards_closed": "3 处", "hazards_open": "1 处", "mediation_rooms": "1 个", "mediation_brands": "1 个", "key_sites": "2 处", "patrols": "7 次",
    "patrols_hundred_days": "7 次", "grid_events": "4 件", "disputes": "8 起", "disputes_settled": "6 起", "disputes_six": "8 起", "legal_people": "3 人",
}


@pytest.mark.parametrize("figure", FIGURES)
def test_figures_of_the_village(rural: Snapshot, figure: str) -> None:
    assert {one.id: one.say for one in figures(rural, DAY)}[figure] == FIGURES[figure]


@pytest.mark.parametrize("figure", SAFETY_FIGURES)
def test_figures_of_the_community(urban: Snapshot, figure: str) -> None:
    assert {one.id: one.say for one in figures(urban, DAY)}[figure] == SAFETY_FIGURES[figure]


def test_a_share_of_disputes_keeps_one_decimal() -> None:
    """2121 of 2127 settled is 99.7 %, as the article says."""
    assert percent(2121, 2127) == "99.7%"

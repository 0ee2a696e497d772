import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wdbranch.book.people_search import PeopleIndex, keys, matches


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zjg", "张建国"),
        ("zhangjianguo", "张建国"),
        ("zhangj", "张建国"),
        ("ZJG", "张建国"),
        ("z j g", "张建国"),
        ("sx", "单雄"),  # 单 is shan in a surname
        ("dx", "单雄"),  # and dan elsewhere: both must find him
        ("cns", "曾拟书"),
        ("zns", "曾拟书"),
        ("ln", "李拟𬭎"),
        ("mmttex", "买买提·吐尔逊"),
        ("建国", "张建国"),
        ("国", "张建国"),
    ],
)
def test_what_people_type_finds_them(typed: str, name: str) -> None:
    assert matches(name, typed)


@pytest.mark.parametrize(("typed", "name"), [("zjh", "张建国"), ("李", "张建国"), ("gjz", "张建国"), ("x1", "单雄"), ("zsh", "曾拟书")])
def test_what_does_not_fit_finds_nobody(typed: str, name: str) -> None:
    assert not matches(name, typed)


def test_the_best_answer_comes_first_then_the_roster_order() -> None:
    index = PeopleIndex(["周建", "张拟建国", "张建国", "张佳", "张建国"])
    assert index.find("zjg") == ["张建国"]
    assert index.find("张") == ["张拟建国", "张建国", "张佳"]
    assert index.find("zj") == ["周建", "张佳", "张建国"]
    assert index.find("") == ["周建", "张拟建国", "张建国", "张佳"]
    assert "张佳" in index and "张三" not in index


def test_a_label_with_a_birth_year_is_found_by_the_name() -> None:
    assert PeopleIndex(["王伟（1990）", "王伟（1985）"]).find("ww") == ["王伟（1990）", "王伟（1985）"]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="单曾仇解乐长重行王李张拟𬭎·", min_size=1, max_size=12))
def test_keys_stay_few_whatever_the_readings(name: str) -> None:
    assert len(keys(name)) <= 128

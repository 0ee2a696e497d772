"""The sample data: the fictional people of one branch, its Excel roster and its year of records."""

import json
from collections import Counter
from datetime import date, datetime

import chinese_calendar
import pytest

from wdbranch.book.intake import from_json
from wdbranch.book.loader import load_editions
from wdbranch.book.people import Member, Roster, Span
from wdbranch.book.snapshot import Branch
from wdbranch.exchange.roster_in import merge, read_roster
from wdbranch.paths import forms_dir, resource
from tests.exchange.make_sample_roster import ROSTER_XLSX, make

DAY = date(2026, 11, 13)
RECORDS = sorted(resource("sample", "records").glob("*.json"))
MEETINGS = ("party_assembly", "committee", "theme_day", "lecture")
MINUTES = [path for path in RECORDS if path.stem[11:] in MEETINGS]


def load(name):
    return json.loads(resource("sample", name).read_text("utf-8"))


def roster():
    people = load("roster.json")
    members = [
        Member(order, **{**one, "spans": tuple(Span(**span) for span in one["spans"])}) for order, one in enumerate(people["members"], 1)
    ]
    return Roster(tuple(members), tuple(people["groups"]))


def everything():
    return [(path.stem, json.loads(path.read_text("utf-8"))) for path in RECORDS]


def test_the_people_are_those_of_the_domain_samples():
    book = roster()
    assert len(book.on(DAY)) == 27
    assert [member.name for member in book.on(DAY) if member.is_probationary(DAY)] == ["董拟星", "夏拟安"]
    assert len(book.voters(date(2026, 9, 17))) == 25
    assert (len(book.due(date(2026, 9, 18))), len(book.voters(date(2026, 9, 18)))) == (24, 22)
    assert [member.name for member in book.members if member.applicant] == ["杜拟言", "方拟竹", "石拟青", "秦拟岚"]
    assert {member.id_no[:6] for member in book.members} == {"999999", ""}
    assert all("拟" in member.name for member in book.members)
    groups = Counter(member.group(DAY) for member in book.on(DAY))
    assert groups == dict.fromkeys(book.groups, 9)


def test_branch_and_street_fit_each_other():
    branch, street = Branch(**load("branch.json")), load("street.json")
    assert branch.street_code == street["code"]
    assert [one["code"] for one in street["branches"] if one["reports"]] == [branch.code]
    assert len(street["branches"]) == 3


def test_the_excel_roster_says_what_the_roster_says(tmp_path):
    table = read_roster(ROSTER_XLSX, today=DAY)
    assert table.all_problems == ()
    again = merge(table, roster(), day=DAY)
    assert (again.new, again.changed, len(again.same), again.missing, again.problems) == ((), (), 27, (), ())
    others = merge(read_roster(ROSTER_XLSX, today=DAY, sheet="积极分子和发展对象"), roster(), day=DAY)
    assert (others.new, others.changed, len(others.same)) == ((), (), 4)
    make(tmp_path / "again.xlsx")
    assert read_roster(tmp_path / "again.xlsx", today=DAY).rows == table.rows


def test_the_year_has_the_meetings_it_should_have():
    kinds = Counter(name[11:] for name, _ in everything())
    assert kinds.items() >= {"party_assembly": 4, "committee": 12, "theme_day": 11, "lecture": 3}.items()
    assert {(data["month"], name[:10]) for name, data in everything() if "theme_day" in name} == {
        (month, f"2026-{month:02}-{[d for d in range(8, 15) if date(2026, month, d).isoweekday() == 5][0]:02}") for month in range(1, 12)
    }
    assert {(int(name[5:7]) + 2) // 3 for name, _ in everything() if "party_assembly" in name} == {1, 2, 3, 4}
    assert {int(name[5:7]) for name, _ in everything() if name[11:] == "committee"} == set(range(1, 12))
    assert {(int(name[5:7]) + 2) // 3 for name, _ in everything() if "lecture" in name} == {1, 2, 4}      # the third quarter lacks one


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_each_record_is_accepted_as_it_stands(path):
    data, edition = json.loads(path.read_text("utf-8")), load_editions(forms_dir())["2026"]
    form = next(form for form in edition.forms.values() if form.short == data["type"])
    assert from_json(form, edition, data, roster()).values


@pytest.mark.parametrize("path", MINUTES, ids=lambda path: path.stem)
def test_each_meeting_adds_up(path):
    data, people, edition = json.loads(path.read_text("utf-8")), roster(), load_editions(forms_dir())["2026"]
    form = edition.forms[path.stem[11:]]
    day = date.fromisoformat(path.stem[:10])
    taken = from_json(form, edition, data, people)
    assert taken.values["start"][:10] == path.stem[:10]
    assert chinese_calendar.is_workday(day)
    assert datetime.fromisoformat(data["recorded_at"]) >= datetime.fromisoformat(data["end"]) > datetime.fromisoformat(data["start"])

    committee = edition.tagged("posts", "committee")
    belong = people.holding(day, committee) if form.id == "committee" else people.on(day)
    rows = taken.values["attendance"]
    assert sorted(row["name"] for row in rows) == sorted(member.name for member in belong)
    came = {row["name"] for row in rows if row["status"] == "present"}
    exempt = {row["name"] for row in rows if row["status"] == "exempt"}
    assert taken.values["present_all"] == len(came)
    assert exempt == ({m.name for m in belong if m.excluded(day)} if form.id == "party_assembly" else set())
    if "due_all" in taken.values:
        assert taken.values["due_all"] == len(belong) - len(exempt)
    if "due_vote" in taken.values:
        assert taken.values["due_vote"] == len(people.voters(day))
        assert taken.values["present_vote"] == len(came & {m.name for m in people.voters(day)})
    heard = came | set(data.get("observers", ()))
    assert {speech["speaker"] for speech in data.get("speeches", ())} <= heard
    assert data.get("host") != data["recorder"]
    for material in taken.values.get("materials") or ():
        assert material["published_on"] <= path.stem[:10]
    told = json.dumps([data.get("minutes"), data.get("speeches"), data.get("segments"), data.get("content"), data.get("discussion")], ensure_ascii=False)
    assert len(told) > 200      # no page of empty words


def test_records_are_told_in_different_words():
    texts = [speech["text"] for _, data in everything() for speech in data.get("speeches", ())]
    assert len(texts) > 100
    assert len(set(texts)) == len(texts)


def test_the_deliberate_shortcomings_are_there_and_are_few():
    from wdbranch.book.record import Record, State
    from wdbranch.book.snapshot import Snapshot
    from wdbranch.rules.findings import findings

    editions, people = load_editions(forms_dir()), roster()
    records, ids = [], {}
    meetings = [(name, data) for name, data in everything() if name[11:] in MEETINGS]
    for order, (name, data) in enumerate(meetings, 1):
        taken = from_json(editions["2026"].forms[name[11:]], editions["2026"], data, people)
        ids[data["rec_no"]] = f"{order:012x}"
        links = tuple(ids[number] for number in taken.links)
        records.append(Record(f"{order:012x}", name[11:], "2026", 2026, taken.values, State.FINAL, recorded_at=taken.recorded_at, links=links))
    snapshot = Snapshot(Branch(**load("branch.json")), people, tuple(records), editions)
    names = {record_id: number for number, record_id in ids.items()}
    of_records = [finding for finding in findings(snapshot, DAY) if finding.record is not None]
    found = {(finding.rule, finding.level, names[finding.record]) for finding in of_records}
    assert found == {("B-17", "应", "2026-DR-05"), ("A-05", "应", "2026-DR-08"), ("D-45", "应", "2026-ZW-04")}
    nobody = [(data["rec_no"], decision["text"]) for _, data in everything() for decision in data.get("decisions", ()) if "owner" not in decision]
    assert nobody == [("2026-ZW-04", "摸清 2 号院电动车数量和充电现状")]


def test_hours_fit_the_time_they_took():
    for name, data in everything():
        for segment in data.get("segments", ()):
            began, ended = (datetime.fromisoformat(f"{name[:10]}T{segment[key]}") for key in ("from", "to"))
            minutes = (ended - began).total_seconds() / 60
            assert minutes > 0
            assert segment.get("hours", 0) * 30 <= minutes <= 90, (name, segment["name"])


def test_evidence_answers_duties_and_indicators_that_exist():
    import tomllib

    known = set()
    for name in ("shared-2026.toml", "urban-2026.toml"):
        standard = tomllib.loads(resource("standards", name).read_text("utf-8"))
        known |= {entry["id"] for star in standard["star"] for entry in star["indicator"]}
    duties = {entry["id"] for entry in tomllib.loads(resource("rules", "duties.toml").read_text("utf-8"))["duty"]}
    names = {member.name for member in roster().members}
    for key, value in load("evidence.json").items():
        assert key in known or (key.split(":")[0] in duties and key.split(":")[1].startswith("2026")), key
        assert set(value) == {"met", "note", "on", "by"}
        assert value["by"] in names
        assert date.fromisoformat(value["on"]) <= DAY

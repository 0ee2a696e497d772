"""The papers that travel with packet and card: what must stand on them does, and the QR code is the card."""

from __future__ import annotations

from datetime import date

from tests.packet.forge import BRANCH, STREET
from wdbranch.operations import slips
from wdbranch.packet.keys import Keys
from wdbranch.packet.receipt import Item, Receipt
from wdbranch.printing.paint import pdf_bytes
from wdbranch.printing.plan import Plan
from wdbranch.printing.slip import qr_picture
from wdbranch.store.workbook import Workbook

DAY = date(2026, 11, 23)


def texts(plan: Plan) -> str:
    return "".join(text.text for page in plan.pages for text in page.texts)


def receipt(verdict: str, *items: Item, note: str = "") -> Receipt:
    return Receipt(
        "NH", "拟和街道", "NA01", "拟安一支部", "ab" * 32, "2026-Q3", 2, 3, verdict, "2026-10-09T10:00:00", items, note, "林拟安"
    )


def test_the_card_on_paper_says_the_fingerprint_and_carries_the_file() -> None:
    plan = slips.plan_card(BRANCH.card, DAY)
    assert "".join(BRANCH.card.fingerprint.split()) in texts(plan).replace(" ", "")
    assert "交给街道登记" in texts(plan)
    assert "发给各支部" in texts(slips.plan_card(STREET.card, DAY))
    (picture,) = plan.images.values()
    assert picture == qr_picture(BRANCH.card.to_bytes())
    assert pdf_bytes(plan).startswith(b"%PDF")


def test_the_recovery_sheet_has_every_group_of_the_code() -> None:
    code = BRANCH.recovery_code()
    said = texts(slips.plan_recovery(BRANCH.card, code, DAY)).replace("　", "")
    assert code.replace("-", "") in said
    assert Keys.recover(code, "branch", "NA01", BRANCH.card.name) == BRANCH


def test_a_receipt_says_what_comes_next() -> None:
    said = texts(slips.plan_receipt(receipt("filed"), "2026-017"))
    assert "已备案，本期办结" in said
    assert "全部核对一致" in said
    assert "2026-017" in said
    refused = texts(slips.plan_receipt(receipt("invalid", note="文件不完整")))
    assert "文件不完整" in refused
    assert "全部核对一致" not in refused


def test_each_returned_record_stands_on_the_notice_with_reason_way_and_day() -> None:
    item = Item("0" * 12, "2026-DH-03", "T02", "请补写三人以上的发言要点。", "2026-10-16", "refill")
    plan = slips.plan_receipt(receipt("returned", item))
    assert [mark.title for mark in plan.marks] == ["收件回执", "退回修改通知单"]
    said = texts(plan)
    for part in ("2026-DH-03", "T02", "请补写三人以上的发言要点。", "重填", "10月16日"):
        assert part in said, part


def test_a_hundred_returned_records_go_on_on_further_leaves() -> None:
    items = [Item(f"{n:012x}", f"2026-DH-{n:02}", "T07", "缺照片", None, "attach") for n in range(100)]
    plan = slips.plan_receipt(receipt("returned", *items))
    said = texts(plan)
    assert len(plan.pages) > 3
    assert all(item.rec_no in said for item in items)


def test_a_reminder_counts_the_days_since_each_period_was_due() -> None:
    missing = [("2026-09", date(2026, 10, 5)), ("2026-Q3", date(2026, 10, 10))]
    owing = slips.Owing("拟安社区第二支部", missing, "周拟书")
    said = texts(slips.plan_reminders("拟和街道", [owing], on=DAY, until=date(2026, 11, 30)))
    for part in ("2026年9月", "2026年第三季度", "49", "44", "11 月 30 日", "周拟书"):
        assert part in said.replace("11月30日", "11 月 30 日"), part


def test_the_handover_slip_names_the_file_and_counts_the_records(book: Workbook) -> None:
    sent = {
        "period": "2026-Q3", "version": 2, "fingerprint": "ab12cd34", "file": "拟安一支部-2026-Q3-v2-ab12cd34.wdp",
        "sealed": True, "street": "拟和街道", "created": "2026-10-02T10:00:00", "note": "更正了到会人数", "pages": 7,
        "attachments": 3, "records": {"0" * 12: 1},
    }
    plan = slips.plan_handover(book, sent)
    said = texts(plan)
    for part in ("拟安一支部-2026-Q3-v2-ab12cd34.wdp", "打印 7 页", "更正了到会人数", "支部留存", "街道留存", "拟和街道打得开"):
        assert part in said, part
    older = {key: value for key, value in sent.items() if key not in ("street", "pages", "attachments")}
    assert "街道打得开" in texts(slips.plan_handover(book, older))

"""The widget in a real browser, against a small server that speaks the contract."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect, sync_playwright

from tests.connectors.widget_stub import NOW, Stub, body, order

CHROMIUM = shutil.which("chromium")
ARGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)

expect.set_options(timeout=15_000)
pytestmark = [pytest.mark.system, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield started
        started.close()


@pytest.fixture
def stub() -> Iterator[Stub]:
    started = Stub()
    yield started
    started.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        viewport={"width": 1280, "height": 800}, timezone_id="Asia/Shanghai", locale="zh-CN"
    )
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, stub: Stub) -> Iterator[Page]:
    """The demo page at NOW, its widget open and its history loaded. Any error in the page fails the test."""
    errors: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.clock.set_fixed_time(NOW)
    visit(opened, stub)
    yield opened
    assert errors == []


def visit(page: Page, stub: Stub) -> None:
    page.goto(f"{stub.url}/demo/yunxi")
    settle(page)


def settle(page: Page) -> None:
    expect(page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")


def send(page: Page, text: str) -> None:
    page.get_by_label("输入消息").fill(text)
    page.get_by_label("输入消息").press("Enter")


def said(page: Page, text: str) -> Locator:
    return page.locator(".mine .bubble", has_text=text)


def answer(page: Page, text: str) -> Locator:
    return page.locator(".theirs .bubble", has_text=text)


def texts(stub: Stub) -> list[str]:
    return [sent["text"] for sent in stub.received]


def ids(stub: Stub) -> list[str]:
    return [sent["client_message_id"] for sent in stub.received]


def test_a_message_is_answered_once_though_the_answer_comes_by_two_ways(page: Page, stub: Stub) -> None:
    send(page, "你好")
    expect(answer(page, "你好")).to_have_count(1)
    expect(said(page, "你好")).to_have_count(1)
    expect(page.get_by_text("发送中")).to_have_count(0)
    expect(page.get_by_label("输入消息")).to_have_value("")
    assert stub.received[0]["sent_at"] == "2026-03-02T14:00:00+08:00"


def test_a_quick_reply_is_sent_by_a_tap_and_gone_afterwards(page: Page, stub: Stub) -> None:
    page.get_by_label("快捷回复").get_by_role("button", name="我要报修").click()
    page.get_by_role("button", name="水管漏水").click()
    expect(page.get_by_role("article", name="工单 GD100147")).to_be_visible()
    expect(page.get_by_role("button", name="水管漏水")).to_have_count(0)
    assert texts(stub) == ["我要报修", "水管漏水"]


def test_an_order_is_one_card_that_changes_where_it_stands(page: Page, stub: Stub) -> None:
    send(page, "水管漏水")
    card = page.get_by_role("article")
    for shown in (
        "工单 GD100147", "已派单", "报修 · 给排水", "紧急", "3号楼2单元1201室 厨房", "最迟今天 14:30 响应",
        "最迟今天 15:30 到场", "最迟明天 18:00 办结", "负责人:王师傅",
    ):  # fmt: skip
        expect(card).to_contain_text(shown)
    send(page, "进度")
    expect(card).to_contain_text("处理中")
    expect(card).not_to_contain_text("到场")
    stub.push(body(orders=[order(status="resolved")]), keep=False)
    expect(card).to_contain_text("待确认")
    expect(card).not_to_contain_text("最迟")
    expect(page.get_by_role("button", name="工单 GD100147:待确认")).to_be_visible()
    expect(card).to_have_count(1)


def test_a_promise_that_was_not_kept_is_said_so(page: Page, stub: Stub) -> None:
    late = (NOW - timedelta(days=1, hours=1)).isoformat()
    stub.push(body("您的工单", orders=[order(arrive_by=late)]))
    expect(page.get_by_role("article")).to_contain_text("本应昨天 13:00 前到场,已超时")


def test_a_promise_turns_late_while_the_page_stays_open(page: Page, stub: Stub) -> None:
    page.clock.install(time=NOW)
    visit(page, stub)
    send(page, "水管漏水")
    expect(page.get_by_role("article")).to_contain_text("最迟今天 15:30 到场")
    page.clock.fast_forward("02:00:00")
    expect(page.get_by_role("article")).to_contain_text("本应今天 15:30 前到场,已超时")


def test_what_people_write_is_shown_and_never_run(page: Page, stub: Stub) -> None:
    attack = "<img src=x onerror=alert(1)>"
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    send(page, attack)
    expect(said(page, attack)).to_be_visible()
    expect(answer(page, attack)).to_be_visible()
    stub.push(body(attack, [attack], [order(summary=attack, assignee=attack, place=attack, number="GD1")]))
    expect(page.get_by_role("article")).to_contain_text(attack)
    expect(page.get_by_role("button", name=attack)).to_be_visible()
    expect(page.locator("img")).to_have_count(0)


@pytest.mark.parametrize("status", [500, 503])
def test_a_refused_message_is_sent_again_with_the_same_id(page: Page, stub: Stub, status: int) -> None:
    page.clock.install(time=NOW)
    visit(page, stub)
    stub.faults = [status]
    send(page, "水管漏水")
    expect(page.get_by_text("网络不好,正在重发")).to_be_visible()
    page.clock.run_for(6000)
    expect(page.get_by_role("article")).to_have_count(1)
    assert len(stub.received) == 2
    assert len(set(ids(stub))) == 1


def test_after_five_tries_the_owner_decides_and_the_order_is_kept(page: Page, stub: Stub) -> None:
    page.clock.install(time=NOW)
    visit(page, stub)
    stub.faults = [500] * 6
    send(page, "第一句")
    send(page, "第二句")
    retry = page.get_by_role("button", name="未送达 点此重发")
    for _ in range(100):
        if retry.count():
            break
        page.clock.run_for(2000)
    expect(retry).to_have_count(2)
    page.clock.run_for(120000)
    assert len(stub.received) == 6
    retry.first.click()
    expect(answer(page, "第二句")).to_be_visible()
    expect(retry).to_have_count(0)
    assert texts(stub) == ["第一句"] * 7 + ["第二句"]
    assert len(set(ids(stub))) == 2


def test_a_text_that_is_refused_for_good_does_not_hold_up_the_next(page: Page, stub: Stub) -> None:
    stub.faults = [422]
    send(page, "坏的")
    send(page, "好的")
    expect(answer(page, "好的")).to_be_visible()
    expect(page.get_by_role("button", name="未送达 点此重发")).to_have_count(1)
    assert texts(stub) == ["坏的", "好的"]


def test_a_burst_keeps_its_order(page: Page, stub: Stub) -> None:
    page.clock.install(time=NOW)
    visit(page, stub)
    stub.faults = [500]
    burst = ["你好", "我家", "厨房", "漏水了"]
    for text in burst:
        send(page, text)
    expect(page.get_by_text("网络不好,正在重发")).to_be_visible()
    page.clock.run_for(3000)
    expect(answer(page, "漏水了")).to_be_visible()
    assert texts(stub) == ["你好", *burst]
    assert [t.strip() for t in page.locator(".mine .bubble").all_text_contents()] == [
        f"我:{t}" for t in burst
    ]


def test_enter_sends_but_not_with_shift_nor_while_a_character_is_chosen(page: Page, stub: Stub) -> None:
    box = page.get_by_label("输入消息")
    box.fill("第一行")
    box.press("Shift+Enter")
    box.press_sequentially("第二行")
    for how in ("{isComposing: true}", "{keyCode: 229}"):
        box.evaluate(
            f"e => e.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Enter', bubbles: true, ...{how}}}))"
        )
    expect(box).to_have_value("第一行\n第二行")
    box.press("Enter")
    expect(answer(page, "第一行\n第二行")).to_be_visible()
    assert len(stub.received) == 1


def test_who_comes_back_finds_what_was_said(page: Page, stub: Stub) -> None:
    send(page, "水管漏水")
    send(page, "谢谢")
    expect(answer(page, "谢谢")).to_be_visible()
    stub.push(body("维修师傅已出发"))
    before = page.locator(".bubble").all_text_contents()
    expect(answer(page, "维修师傅已出发")).to_be_visible()
    page.reload()
    settle(page)
    assert page.locator(".bubble").all_text_contents() == [*before[:5], "管家:维修师傅已出发"]
    expect(page.get_by_role("article")).to_have_count(1)
    send(page, "还有件事")
    expect(answer(page, "还有件事")).to_be_visible()
    assert len(set(ids(stub))) == 3


def test_a_message_under_way_when_the_page_was_left_is_sent_on_return(page: Page, stub: Stub) -> None:
    stub.faults = [503]
    send(page, "水管漏水")
    expect(page.get_by_text("网络不好,正在重发")).to_be_visible()
    page.reload()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(said(page, "水管漏水")).to_have_count(1)
    assert len(set(ids(stub))) == 1


def test_what_was_said_while_the_line_was_down_is_not_missed(page: Page, stub: Stub) -> None:
    send(page, "你好")
    expect(answer(page, "你好")).to_be_visible()
    stub.drop()
    stub.push(body("停水通知:今晚水箱清洗"))
    expect(answer(page, "停水通知")).to_be_visible()
    stub.push(body("已恢复供水"))
    expect(answer(page, "已恢复供水")).to_be_visible()
    expect(answer(page, "停水通知")).to_have_count(1)


def test_offline_is_said_and_the_message_goes_when_the_network_is_back(
    page: Page, context: BrowserContext, stub: Stub
) -> None:
    context.set_offline(True)
    expect(page.get_by_text("网络断了,恢复后自动发送")).to_be_visible()
    send(page, "水管漏水")
    expect(page.get_by_text("网络不好,正在重发")).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_role("article")).to_be_visible()
    expect(page.get_by_text("网络断了,恢复后自动发送")).to_be_hidden()
    assert len(set(ids(stub))) == 1


def test_an_emergency_stands_out_and_its_number_can_be_tapped(page: Page, stub: Stub) -> None:
    send(page, "楼道里着火了")
    alarm = page.get_by_role("alert")
    expect(alarm).to_contain_text("不要坐电梯")
    expect(alarm).to_have_css("border-left-color", "rgb(179, 38, 30)")
    expect(alarm.get_by_role("link", name="119")).to_have_attribute("href", "tel:119")
    expect(page.get_by_role("article")).to_contain_text("特急")
    send(page, "装修几点可以施工")
    expect(answer(page, "节假日不能有噪声")).not_to_have_class(re.compile("urgent"))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("有火情打119,有人受伤打120,有人违法打110。", ["119", "120", "110"]),
        (
            "打110和119。值班电话:0571-8800-1200,手机13800138000",
            ["110", "119", "057188001200", "13800138000"],
        ),
        ("急事也可以打400-800-1200,夜里打 62345678", ["4008001200", "62345678"]),
        ("押金120元,110室,119号楼,工单 GD100147,3-2-120,2026-03-02 15:30,138****1201", []),
        ("请打扫120平米,大约110分钟,电话费120元", []),
    ],
)
def test_numbers_to_call_are_links_and_others_are_not(page: Page, text: str, numbers: list[str]) -> None:
    send(page, text)
    links = answer(page, text[:4]).locator("a")
    expect(answer(page, text[:4])).to_be_visible()
    assert [link.get_attribute("href") for link in links.all()] == [f"tel:{number}" for number in numbers]


def test_the_clause_that_an_answer_rests_on_can_be_unfolded(page: Page) -> None:
    send(page, "装修几点可以施工")
    quote = page.get_by_text("法定节假日不得从事产生噪声的施工")
    expect(quote).to_be_hidden()
    page.get_by_text("依据:装修施工时间").click()
    expect(quote).to_be_visible()


def test_a_hand_over_is_said_until_it_ends(page: Page, stub: Stub) -> None:
    send(page, "转人工")
    banner = page.get_by_text("已转人工,客服正在赶来")
    expect(banner).to_be_visible()
    stub.push(body(orders=[order()]), keep=False)
    expect(page.get_by_role("article")).to_be_visible()
    expect(banner).to_be_visible()
    stub.push(body("还有什么可以帮您?"))
    expect(banner).to_be_hidden()


def test_a_person_who_took_over_is_named(page: Page, stub: Stub) -> None:
    send(page, "转人工")
    stub.push(body("您好,我来跟进。", handoff=True), staff="陈静")
    expect(page.get_by_text("人工客服 陈静 正在为您服务")).to_be_visible()
    expect(page.get_by_text("客服正在赶来")).to_have_count(0)


def test_large_type_is_remembered(page: Page) -> None:
    toggle = page.get_by_role("button", name="大字模式")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.click()
    expect(page.get_by_label("输入消息")).to_have_css("font-size", "21px")
    page.reload()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("输入消息")).to_have_css("font-size", "21px")


@pytest.mark.parametrize("size", ["普通", "大字"])
def test_a_phone_never_scrolls_sideways_and_the_panel_fills_it(page: Page, size: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    settle(page)
    if size == "大字":
        page.get_by_role("button", name="大字模式").click()
    send(page, "水管漏水")
    send(page, "https://example.com/" + "很长" * 60 + "w" * 300)
    send(page, "装修几点可以施工")
    page.get_by_text("依据:装修施工时间").click()
    send(page, "楼道里着火了")
    expect(page.get_by_role("alert")).to_be_visible()
    wide = "e => e.scrollWidth - e.clientWidth"
    assert page.locator("html").evaluate(wide) <= 0
    assert page.get_by_role("log").evaluate(wide) <= 0
    box = page.get_by_role("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 360, "height": 740}
    top = page.get_by_role("alert").bounding_box()
    assert top is not None
    assert top["y"] > 0, "the safety words must be seen from their beginning"
    for control in page.locator(".choices button, .compose button, .head button").all():
        if control.is_visible():
            shape = control.bounding_box()
            assert shape is not None
            assert shape["height"] >= 44
            assert shape["width"] >= 44


def test_escape_closes_and_the_keyboard_is_back_where_it_was(page: Page, stub: Stub) -> None:
    expect(page.get_by_label("输入消息")).to_be_focused()
    page.keyboard.press("Escape")
    launcher = page.get_by_role("button", name="找管家")
    expect(launcher).to_be_focused()
    expect(page.get_by_role("dialog")).to_be_hidden()
    stub.push(body("师傅到楼下了"))
    expect(page.get_by_role("button", name="找管家,1 条新消息")).to_be_visible()
    launcher.press("Enter")
    expect(page.get_by_label("输入消息")).to_be_focused()
    expect(answer(page, "师傅到楼下了")).to_be_visible()


def test_on_a_phone_the_keyboard_stays_in_the_sheet(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    settle(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "guanjia"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "guanjia"


def test_a_picture_goes_with_the_message(page: Page, stub: Stub) -> None:
    picker = page.locator("input[type=file]")
    picker.set_input_files(FilePayload(name="漏水.png", mimeType="image/png", buffer=PICTURE))
    expect(page.locator(".chip[data-id]")).to_be_visible()
    send(page, "就是这里")
    expect(answer(page, "就是这里")).to_be_visible()
    expect(page.get_by_alt_text("我发的图片")).to_be_visible()
    assert stub.pictures == 1
    assert len(stub.received[0]["attachments"]) == 1


@pytest.mark.parametrize(
    ("name", "size", "told"), [("a.png", 10 * 1024 * 1024 + 1, "图片超过 10 MB"), ("a.pdf", 9, "只能发 JPG")]
)
def test_what_is_no_picture_or_too_large_is_not_uploaded(
    page: Page, stub: Stub, tmp_path: Path, name: str, size: int, told: str
) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(size)
    page.locator("input[type=file]").set_input_files(tmp_path / name)
    expect(page.get_by_text(told)).to_be_visible()
    assert stub.pictures == 0


def test_the_demo_shows_an_owner_and_a_visitor(page: Page) -> None:
    expect(page.get_by_role("dialog")).to_contain_text("3号楼2单元1201室")
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="访客").check()
    expect(page.get_by_role("dialog")).to_contain_text("访客")
    send(page, "你好")
    expect(answer(page, "你好").last).to_be_visible()


def test_one_line_is_enough_on_a_foreign_page_with_terrible_styles(
    context: BrowserContext, stub: Stub
) -> None:
    page = context.new_page()
    page.goto(f"{stub.url}/host")
    page.get_by_role("button", name="找管家").click()
    send(page, "水管漏水")
    expect(page.get_by_role("article")).to_be_visible()
    expect(answer(page, "已登记")).to_have_css("font-size", "16px")
    expect(page.get_by_role("dialog")).to_have_css("position", "fixed")

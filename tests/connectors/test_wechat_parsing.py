"""The XML of WeChat's messages and events, and the text that goes back."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reply import Reply
from connectors.wechat.parsing import Delivery, parse
from connectors.wechat.rendering import MOST, content
from connectors.wechat.scanning import Malformed, fields, readable, regular
from tests.connectors.wechat_push import other_xml, text_xml

# The scanner: whatever it reads without expat, an XML parser reads alike

_PIECES = st.sampled_from(
    ["<a>", "</a>", "<b>", "</b>", "<a>1</a>", "<b><![CDATA[x]]></b>", "<![CDATA[", "]]>", "]]", "]", ">", "<", "&amp;",
     "&", " ", "\n", "\r", "\t", "　", "水", "😀", "<!-- -->", "<?p?>", "<c d='1'>2</c>", "<c/>", "</xml>", "<xml>", "0"]
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_the_short_way_reads_what_a_parser_reads(inner: str) -> None:
    xml = readable(f"<xml>{inner}</xml>".encode())
    found = regular(xml)
    if found is not None:
        root = ElementTree.fromstring(xml)
        assert found == {child.tag: (child.text or "").strip() for child in root}
        assert len(root) == len(found)
        assert not any(len(child) or child.attrib for child in root)


@settings(max_examples=500, deadline=None)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_the_scanner_reads_what_a_parser_reads(inner: str) -> None:
    xml = readable(f"<xml>{inner}</xml>".encode())
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError:
        with pytest.raises(Malformed):
            fields(xml)
        return
    names = [child.tag for child in root]
    if len(names) > len(set(names)):
        with pytest.raises(Malformed):
            fields(xml)
    else:
        assert set(fields(xml)) == set(names)


def test_texts_of_the_usual_shape_take_the_short_way() -> None:
    for text in ("3号楼漏水了", "[微笑]水管[坏了]", "a>b", "a]]b", "😀"):
        assert (regular(readable(text_xml(text).encode())) or {})["Content"] == text


def test_control_characters_do_not_keep_a_message_from_being_read() -> None:
    for start in ("", '<?xml version="1.0" encoding="utf-8"?>\n', "\ufeff\r\n"):
        body = (start + text_xml("厨房\x1d漏\x00水\x7f\ufffe")).encode()
        assert parse(readable(body)).text == "厨房漏水"
    link = "<Title><![CDATA[停\x0b水\x1d]]>&#127;</Title><Description>d</Description><Url>u</Url><MsgId>1</MsgId>"
    assert event(link, "link").text == "停水"


def test_a_byte_that_is_no_utf8_costs_one_character() -> None:
    body = text_xml("厨房漏水了").encode().replace("房".encode(), b"\xe6\x88")
    assert parse(readable(body)).text == "厨\ufffd漏水了"


# The kinds


def event(inner: str, type_: str = "event") -> Delivery:
    return parse(other_xml(inner, type_))


def test_media_are_told_apart() -> None:
    image = event(
        "<PicUrl><![CDATA[http://x/1]]></PicUrl><MediaId><![CDATA[m1]]></MediaId><MsgId>7</MsgId>", "image"
    )
    assert (image.kind, image.media_id, image.outside_id) == ("image", "m1", "7")
    voice = "<MediaId><![CDATA[m2]]></MediaId><Format><![CDATA[amr]]></Format><Recognition>{}</Recognition><MsgId>8</MsgId>"
    assert event(voice.format("<![CDATA[]]>"), "voice").kind == "voice"
    heard = event(voice.format("<![CDATA[厨房漏水]]>"), "voice")
    assert (heard.kind, heard.text, heard.media_id) == ("text", "厨房漏水", "m2")
    place = "<Location_X>23.1</Location_X><Location_Y>113.3</Location_Y><Scale>20</Scale><Label><![CDATA[北门]]></Label><MsgId>9</MsgId>"
    assert (event(place, "location").kind, event(place, "location").text) == ("location", "北门")
    for type_ in ("video", "shortvideo"):
        assert (
            event("<MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId><MsgId>1</MsgId>", type_).kind == "video"
        )
    link = event("<Title>公告</Title><Description>d</Description><Url>http://x</Url><MsgId>1</MsgId>", "link")
    assert (link.kind, link.text) == ("link", "公告")
    assert parse(text_xml("【收到不支持的消息类型，暂无法显示】")).kind == "unsupported"
    assert event("<MsgId>1</MsgId>", "hologram").kind == "unsupported"


def test_events_are_told_apart_even_within_one_second() -> None:
    follow = event(
        "<Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_3]]></EventKey><Ticket>t</Ticket>"
    )
    scan = event("<Event><![CDATA[SCAN]]></Event><EventKey><![CDATA[3]]></EventKey><Ticket>t</Ticket>")
    click = event("<Event><![CDATA[CLICK]]></Event><EventKey><![CDATA[报修]]></EventKey>")
    left = event("<Event><![CDATA[unsubscribe]]></Event><EventKey></EventKey>")
    sent = event("<Event>TEMPLATESENDJOBFINISH</Event><MsgID>200163836</MsgID><Status>success</Status>")
    sent_too = event("<Event>TEMPLATESENDJOBFINISH</Event><MsgID>200163837</MsgID><Status>success</Status>")
    odd = event(
        "<Event>debug_demo</Event><SubscribeMsgPopupEvent><List><a>1</a></List><List/></SubscribeMsgPopupEvent>"
    )
    all_ = [follow, scan, click, left, sent, sent_too, odd]
    assert [d.kind for d in all_] == ["subscribe", "scan", "click", "unsubscribe", "event", "event", "event"]
    assert [d.text for d in all_[:3]] == ["3", "3", "报修"]
    assert len({d.outside_id for d in all_}) == len(all_)
    assert event("<DeviceType>x</DeviceType>", "device_event").kind == "event"


# Rendering


def test_a_long_reply_ends_at_a_sentence_within_the_limit() -> None:
    said = content(Reply("r", "m", "请先关总阀。" * 200, choices=("已关", "关不了")))
    assert len(said.encode()) <= MOST
    text, choices = said.rsplit("\n", 1)
    assert text.endswith("请先关总阀。…")
    assert "「已关」「关不了」" in choices
    assert len(content(Reply("r", "m", "😀" * 600)).encode()) in range(MOST - 4, MOST + 1)


@pytest.mark.parametrize("length", range(2040, 2052))
def test_no_reply_is_cut_inside_a_character(length: int) -> None:
    for text in ("a" * (length - 40) + "😀水é" * 10, "é" * (length // 2), "水" * 700):
        said = content(Reply("r", "m", text))
        assert len(said.encode()) <= MOST
        assert said == text or (said.endswith("…") and text.startswith(said[:-1]))


def test_nothing_to_say_is_nothing() -> None:
    assert content(Reply("r", "m", "")) == content(Reply("r", "m", " \x00\n")) == ""

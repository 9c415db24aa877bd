"""Visit times. Now is Wednesday 26 November 2025, 10:20 in Shanghai; spans are written "day hour:minute"."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.slots.when import read_time
from knowledge.embedding.normalise import normalise

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 11, 26, 10, 20, tzinfo=ZONE)

WANTED = [
    # days and parts of days
    ("明天下午三点以后", "11-27 15:00", "11-27 18:00"),
    ("周六上午", "11-29 08:00", "11-29 12:00"),
    ("下礼拜一", "12-01 08:00", "12-01 20:00"),
    ("下周三晚上", "12-03 18:00", "12-03 21:00"),
    ("今晚八点前", "11-26 10:20", "11-26 20:00"),
    ("后天", "11-28 08:00", "11-28 20:00"),
    ("大后天上午来", "11-29 08:00", "11-29 12:00"),
    ("这周末", "11-29 08:00", "11-30 20:00"),
    ("下周末来修", "12-06 08:00", "12-07 20:00"),
    ("周三下午", "11-26 13:00", "11-26 18:00"),
    ("周一", "12-01 08:00", "12-01 20:00"),
    ("星期天早上九点", "11-30 09:00", "11-30 10:00"),
    ("礼拜六下午两点", "11-29 14:00", "11-29 15:00"),
    ("周六或周日", "11-29 08:00", "11-30 20:00"),
    ("周六周日都行", "11-29 08:00", "11-30 20:00"),
    ("明后天都可以", "11-27 08:00", "11-28 20:00"),
    ("明早来", "11-27 07:00", "11-27 11:00"),
    ("明晚7点以后", "11-27 19:00", "11-27 21:00"),
    ("今天能来修吗", "11-26 10:20", "11-26 20:00"),
    ("今天下午", "11-26 13:00", "11-26 18:00"),
    ("中午来", "11-26 12:00", "11-26 14:00"),
    ("下班后", "11-26 18:00", "11-26 20:00"),
    ("明天傍晚过来", "11-27 17:00", "11-27 19:00"),
    ("上午或下午都可以", "11-26 10:20", "11-26 18:00"),
    ("早上来修", "11-27 07:00", "11-27 11:00"),
    # dates
    ("11月28号9点到11点来", "11-28 09:00", "11-28 11:00"),
    ("十二月三号上午", "12-03 08:00", "12-03 12:00"),
    ("28号下午", "11-28 13:00", "11-28 18:00"),
    ("25号来", "12-25 08:00", "12-25 20:00"),
    ("下个月3号来装", "12-03 08:00", "12-03 20:00"),
    ("12/1 上午上门", "12-01 08:00", "12-01 12:00"),
    ("2025年11月28日14:00-16:00", "11-28 14:00", "11-28 16:00"),
    ("12月1日（周一）上午", "12-01 08:00", "12-01 12:00"),
    # clock times
    ("两点半上门", "11-26 14:30", "11-26 15:30"),
    ("下午三点一刻", "11-26 15:15", "11-26 16:15"),
    ("明天三点二十", "11-27 15:20", "11-27 16:20"),
    ("上午10点-12点", "11-26 10:20", "11-26 12:00"),
    ("明天9-11点", "11-27 09:00", "11-27 11:00"),
    ("明天9:00-11:30", "11-27 09:00", "11-27 11:30"),
    ("明天上午9点到下午3点", "11-27 09:00", "11-27 15:00"),
    ("明天十一点到一点", "11-27 11:00", "11-27 13:00"),
    ("明天15点", "11-27 15:00", "11-27 16:00"),
    ("后天下午3点左右", "11-28 15:00", "11-28 16:00"),
    ("两三点来", "11-26 14:00", "11-26 15:00"),
    ("晚8点", "11-26 20:00", "11-26 21:00"),
    ("今天18点以后", "11-26 18:00", "11-26 21:00"),
    ("明天10点前", "11-27 08:00", "11-27 10:00"),
    ("9点以后11点以前来", "11-26 10:20", "11-26 11:00"),
    ("下午四点半以后家里有人", "11-26 16:30", "11-26 18:00"),
    ("8点来吧", "11-26 20:00", "11-26 21:00"),
    # from now on
    ("半小时后来", "11-26 10:50", "11-26 11:50"),
    ("过两个小时再来", "11-26 12:20", "11-26 13:20"),
    ("一个半小时以后到家", "11-26 11:50", "11-26 12:50"),
    ("20分钟后", "11-26 10:40", "11-26 11:40"),
    ("一小时内必须到", "11-26 10:20", "11-26 11:20"),
    ("三天后来", "11-29 08:00", "11-29 20:00"),
    ("三天内修好", "11-26 10:20", "11-29 20:00"),
    ("周五前修好", "11-26 10:20", "11-28 20:00"),
    # among other things, corrected, Traditional, Cantonese
    ("厨房漏水，明天下午三点以后", "11-27 15:00", "11-27 18:00"),
    ("电梯坏了 周六上午", "11-29 08:00", "11-29 12:00"),
    ("我住3号，下午来", "11-26 13:00", "11-26 18:00"),
    ("昨天报的漏水，明天上午来修", "11-27 08:00", "11-27 12:00"),
    ("明天上午不行，下午可以", "11-27 13:00", "11-27 18:00"),
    ("明天，哦不，后天下午", "11-28 13:00", "11-28 18:00"),
    ("周日搬家，上午9点到11点", "11-30 09:00", "11-30 11:00"),
    ("週六下午兩點過來", "11-29 14:00", "11-29 15:00"),
    ("听日下昼三点", "11-27 15:00", "11-27 16:00"),
    ("明儿个上午有人在家", "11-27 08:00", "11-27 12:00"),
]

NOT_WANTED = [
    "昨天下午三点报的", "上周六来过", "前天晚上修过", "漏了三天了", "等了两个小时", "停水两天了", "随时都行", "尽快来", "马上来",
    "每天晚上十点还在跳广场舞", "楼上晚上一直吵", "天天早上六点就施工", "今天水管爆了", "今早漏的", "8点就没水了", "从早上8点就没水",
    "凌晨两点漏水", "半夜三点还在吵", "明天停水吗", "明天几点停水", "周六物业上班吗", "你们晚上几点下班", "约的上午十点到现在没来",
    "师傅说今天下午来，到现在没来", "说好上午来，人影都没有", "早上好，厨房漏水", "下午好", "快一点来", "早点来", "一点水都没有", "有三点建议",
    "一周一次", "3栋1201三天没热水", "3号楼2单元1201漏水", "3号", "4号楼", "周六没空", "明天不在家", "四月七号报修的", "晚上经常停电",
    "这个月物业费", "等了一个下午", "路灯坏了好几个晚上老人走路不方便请处理", "装修时间是早上8点到12点吗", "垃圾车三点钟就轰隆轰隆来装", "2月30号", "",
]  # fmt: skip


def moment(said: str, near: datetime = NOW) -> datetime:
    return datetime.strptime(f"{near.year}-{said}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


@pytest.mark.parametrize(("text", "start", "end"), WANTED)
def test_time_as_said(text: str, start: str, end: str) -> None:
    # When
    span = read_time(normalise(text), NOW)

    # Then
    assert span is not None
    assert (span.start, span.end) == (moment(start), moment(end))


@pytest.mark.parametrize("text", NOT_WANTED)
def test_no_time_where_no_visit_is_asked_for(text: str) -> None:
    assert read_time(normalise(text), NOW) is None


def test_saturday_said_on_saturday_is_today_while_it_lasts() -> None:
    saturday = datetime(2025, 11, 29, 9, 0, tzinfo=ZONE)
    ahead = read_time("周六下午", saturday)
    assert ahead is not None
    assert ahead.start == datetime(2025, 11, 29, 13, 0, tzinfo=ZONE)
    gone = read_time("周六上午", saturday.replace(hour=15))
    assert gone is not None
    assert gone.start == datetime(2025, 12, 6, 8, 0, tzinfo=ZONE)


def test_a_part_of_the_day_that_has_gone_by_is_tomorrows_unless_today_was_said() -> None:
    afternoon = NOW.replace(hour=15)
    span = read_time("上午来", afternoon)
    assert span is not None
    assert span.start == datetime(2025, 11, 27, 8, 0, tzinfo=ZONE)
    assert read_time("今天上午来", afternoon) is None


def test_next_year_when_the_date_lies_ahead_there() -> None:
    span = read_time("1月5号上午来", NOW)
    assert span is not None
    assert span.start == datetime(2026, 1, 5, 8, 0, tzinfo=ZONE)


def test_the_zone_is_that_of_now() -> None:
    tokyo = datetime(2025, 11, 26, 10, 20, tzinfo=ZoneInfo("Asia/Tokyo"))
    span = read_time("明天下午", tokyo)
    assert span is not None
    assert span.start.tzinfo == tokyo.tzinfo


def test_asked_for_the_time_a_plain_mention_is_the_answer() -> None:
    assert read_time("今天吧家里有老人", NOW) is None
    assert read_time("今天吧家里有老人", NOW, asked=True) is not None

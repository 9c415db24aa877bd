"""Copies of training messages with the slips of voice input and of hurried typing. For training only."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.training.rows import Row

# Characters of the trade and what voice input makes of them.
_HEARD = """
栋=动洞 梯=提题 漏=露楼 堵=赌度 烟=严盐 电=店垫 煤=没媒 气=器汽 夹=加家 进=尽近 关=官观 锅=过国 坏=怀 管=馆 裂=列 锁=所 灯=等登
闸=炸扎 禁=进尽 卡=咖 渗=身深 墙=强 砖=专 瓷=词磁 桶=同筒 圾=级 蟑=章张 螂=郎狼 鼠=属 狗=够 绳=声 噪=早造 装=庄 修=休 缴=交 费=非废
票=漂 租=组 搬=般办 户=护 贴=铁 投=头 诉=树 撤=车 单=但丹 催=吹 评=平 价=家 保=报宝 洁=结 安=按 火=伙 烧=少 晕=云 摔=衰帅 救=就旧
撬=敲翘 砸=杂 刀=道到 贼=则 血=学雪 喘=船 压=呀 塌=他 掉=调 爆=报抱 冒=帽 泄=谢 灌=罐 淹=烟 孩=还 失=师 踪=宗
"""
_SOUNDS = dict(pair.split("=") for pair in _HEARD.split())
_HELLO = ("你好,", "您好,", "在吗,", "物业你好,", "管家,", "喂,", "请问一下,", "那个,", "麻烦一下,", "师傅,")
_WHERE = ("3号楼2单元1201,", "5栋802,", "我是8幢1单元的,", "12-1-603,", "b座1508,", "7号楼,")
_TAIL = (",谢谢", ",麻烦了", ",在线等", ",急", "哈", "啊", ",3栋1单元502", ",电话13800000000")


def slipped(rows: Sequence[Row], copies: int = 1, seed: int = 11) -> list[Row]:
    """`copies` of each row, each with one or two slips; marked as made, with the number of their source."""
    draw = random.Random(seed)
    made = []
    for number, row in enumerate(rows):
        for _ in range(copies):
            text = row.plain
            for change in draw.sample(
                (_misheard, _unmarked, _greeted, _placed, _ended, _dropped), draw.choice((1, 1, 2))
            ):
                text = change(text, draw)
            if text != row.plain:
                made.append(replace(row, plain=text, made=True, source=number))
    return made


def _misheard(text: str, draw: random.Random) -> str:
    share = draw.choice((0.3, 0.6))
    return "".join(draw.choice(_SOUNDS[c]) if c in _SOUNDS and draw.random() < share else c for c in text)


def _unmarked(text: str, draw: random.Random) -> str:
    return text.translate(dict.fromkeys(map(ord, ",。.!?;、~"), draw.choice(("", " "))))


def _greeted(text: str, draw: random.Random) -> str:
    return draw.choice(_HELLO) + text


def _placed(text: str, draw: random.Random) -> str:
    return draw.choice(_WHERE) + text


def _ended(text: str, draw: random.Random) -> str:
    return text.rstrip("。!") + draw.choice(_TAIL)


def _dropped(text: str, draw: random.Random) -> str:
    """One character lost or typed twice."""
    at = draw.randrange(max(1, len(text)))
    return text[:at] + draw.choice(("", text[at : at + 1] * 2)) + text[at + 1 :]

"""Requests of the bench: owners' repairs in WeChat's safe mode, made by an independent client's crypto."""

from __future__ import annotations

import hashlib
import itertools
import time
import uuid

import orjson
from wechatpy.crypto import WeChatCrypto

from evals.bench.load import post
from evals.bench.servers import ACCOUNT

TEXTS = (
    "厨房水龙头一直滴水,关不紧,3号楼2单元1201",
    "你好,我家卫生间的灯不亮了,换了灯泡也没用,五号楼一单元802",
    "7栋1单元1503客厅暖气片不热,孩子都冻感冒了",
    "门禁卡刷不开单元门,9号楼,我住2单元601,明天下午三点以后有人在家",
    "我是12号楼3单元2002的,阳台地漏堵了往上返水",
    "主卧窗户关不严,下雨往里渗水,4-1-1102",
    "马桶冲不下去水,2幢1单元303,电话13800001111",
    "家里插座没电了,其他房间都正常,8号楼2单元704",
)
_RUN = uuid.uuid4().hex[:8]
_count = itertools.count()


def wechat(how_many: int, texts: tuple[str, ...] = TEXTS) -> list[bytes]:
    """Each from another owner; of the bench's own texts each is a repair that opens an order."""
    crypto = WeChatCrypto(str(ACCOUNT["token"]), str(ACCOUNT["aes_key"]), str(ACCOUNT["app_id"]))
    requests = []
    for _ in range(how_many):
        n = next(_count)
        now = int(time.time())
        xml = (
            f"<xml><ToUserName><![CDATA[gh_bench]]></ToUserName><FromUserName><![CDATA[o{_RUN}{n:015d}]]></FromUserName>"
            f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content><![CDATA[{texts[n % len(texts)]}]]></Content><MsgId>{n + 10**15}</MsgId></xml>"
        )
        nonce, stamp = str(n + 10**8), str(now)
        sealed = crypto.encrypt_message(xml, nonce, stamp)
        body = sealed.encode()
        signed = sealed.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
        plain = "".join(sorted([str(ACCOUNT["token"]), stamp, nonce]))
        query = (
            f"signature={hashlib.sha1(plain.encode()).hexdigest()}&timestamp={stamp}&nonce={nonce}"
            f"&encrypt_type=aes&msg_signature={signed}"
        )
        requests.append(post(f"/wechat/bench?{query}", body, "text/xml"))
    return requests


def echo(how_many: int) -> list[bytes]:
    return [
        post("/echo", orjson.dumps({"text": TEXTS[n % len(TEXTS)], "number": n}), "application/json")
        for n in range(how_many)
    ]

"""Character noise as recognised speech has it, drawn the same on every run."""

from __future__ import annotations

import random
import re

from bot.hotline.sounds import CHARACTERS, SOUNDS

_HEARD = re.compile(r"[㐀-鿿0-9a-zA-Z]")
_COMMON = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感"


def misheard(text: str, share: float, seed: str) -> str:
    """The text with that share of its characters spoilt: four in ten replaced by one of the same sound, two by any
    common one, two left out, two with another put beside them."""
    draw = random.Random(f"{seed}:{share}:{text}")
    out = []
    for char in text:
        if _HEARD.match(char) is None or draw.random() >= share:
            out.append(char)
            continue
        way = draw.random()
        if way < 0.4:
            others = [c for c in CHARACTERS.get(SOUNDS.get(char, ""), "") if c != char]
            out.append(draw.choice(others) if others else draw.choice(_COMMON))
        elif way < 0.6:
            out.append(draw.choice(_COMMON))
        elif way >= 0.8:
            out.append(char + draw.choice(_COMMON))
    return "".join(out)

"""What a call is about, matter by matter: the caller's pieces that belong together, and what the agent did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.hotline.agent import Act, acts_of, informs
from bot.hotline.call import Turn
from bot.hotline.caller import Says, says_of
from bot.hotline.counting import announces, counted_off, counted_parts
from bot.labels import ABOUT_ORDER, OPENS_ORDER
from bot.ports import Reader
from bot.understanding.classifier import Scores
from bot.understanding.request import Request, Understanding

_MATTERS = OPENS_ORDER | ABOUT_ORDER | {"enquiry", "human"}
_LIKELY = 0.5
_ANOTHER = 0.8
"""How sure an unmarked piece of another category must be to begin a new matter."""
_OPENED = 0.4
_SHORT = 4
_LONG = 160
_BARE = 14
_QUESTIONS = frozenset({Act.ASKS_HOUSE, Act.ASKS_PHONE, Act.ASKS_DANGER, Act.ASKS})
_MARK = re.compile(
    r"^(?:[哦噢啊嗯哎],?)?(?:另外|还有|对了|再(?:一个|就是|有|问|说|帮|给|报)|顺便|此外|第[二三四]|[二三]是|然后还|还想|也想)"
)
_WANTS_TO_KNOW = re.compile(r"问(?:一?下|问|你|您)|请问|咨询")
_COMMON = re.compile(
    r"[我你您他她它的了是在有不没就都个这那好吗呢吧啊请问要给也还说上下来去到0-9零一二三四五六七八九十幺号楼栋单元]"
)
_REST = re.compile(r"^[,。 ]+|[,。 ]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a caller's turn and what it means. tells: whether it is of a matter, not an address or thanks."""

    text: str
    turn: int
    scores: Scores
    meaning: Understanding
    tells: bool

    @property
    def request(self) -> Request:
        return self.meaning.primary


@dataclass(slots=True)
class Topic:
    """turns: numbers of the turns that it spans. informed: the agent told something without taking it."""

    pieces: list[Piece] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)
    acts: set[Act] = field(default_factory=set)
    says: set[Says] = field(default_factory=set)
    informed: bool = False
    withdrawn: bool = False

    @property
    def telling(self) -> list[Piece]:
        """What tells of the matter; a first word that says nothing clear (我找王管家) goes with it."""
        told = [piece for piece in self.pieces if piece.tells]
        told = [piece for piece in told if piece.request.type != "human"] or told  # 转人工, said to a person
        first = self.pieces[0]
        if told and first.request.type == "human":
            return told
        if not told:
            return [first] if len(first.text) >= _BARE else self.pieces
        return told if first.tells or len(first.text) < _BARE else [first, *told]

    @property
    def asks(self) -> bool:
        """Whether the caller says that they only want to know."""
        if not self.pieces:
            return False
        first = self.telling[0]
        return first.request.type == "enquiry" or _WANTS_TO_KNOW.search(first.text) is not None

    @property
    def addressed(self) -> bool:
        """Whether the caller gave the house when asked, or with what is wrong there: a mere answer needs none."""
        later = (p.request.slots for p in self.pieces if p.turn != self.pieces[0].turn and not p.tells)
        at_once = any(
            p.request.slots.building and p.request.slots.room and p.request.slots.symptom for p in self.pieces
        )
        return at_once or any(s.building or s.unit or s.room or s.public_place for s in later)

    @property
    def text(self) -> str:
        return ",".join(piece.text for piece in self.telling)


def topics_of(turns: Sequence[Turn], reader: Reader, now: datetime) -> list[Topic]:
    """At least one topic where the caller said anything; turns: tidied, speakers as they are."""
    topics: list[Topic] = []
    before: frozenset[Act] = frozenset()
    for number, turn in enumerate(turns):
        if turn.speaker == "agent":
            before = acts_of(turn.text)
            if topics:
                _agent_did(topics, number, turn.text, before)
            continue
        asked_more = Act.ANYTHING_ELSE in before
        answers = bool(topics) and bool(before & _QUESTIONS) and not asked_more
        for marked, piece in _pieces(turn.text, number, reader, now, answers):
            if not topics or _begins_another(topics[-1], piece, marked or asked_more, before):
                topics.append(Topic())
            _caller_said(topics, piece)
        before = frozenset()
    return topics


def _pieces(
    text: str, number: int, reader: Reader, now: datetime, answers: bool
) -> Iterator[tuple[bool, Piece]]:
    """The turn's pieces; True where a word like 另外 or a count sets it apart from what came before."""
    cut = counted_parts(text, reader)
    thing = ""
    for at, part in _short(cut):
        plain = _REST.sub("", part)
        if not plain:
            continue
        marked = at > 0 or _MARK.match(plain) is not None
        heard = reader.hear(plain)
        meaning = reader.understand(heard, now)
        if at == 0 and len(cut) > 1 and meaning.primary.slots.symptom is None and announces(plain):
            thing = meaning.primary.slots.object or ""
            yield marked, Piece(plain, number, heard.scores, meaning, tells=False)
            continue
        if thing and meaning.primary.slots.object is None:
            plain = f"{thing},{plain}"
            heard = reader.hear(plain)
            meaning = reader.understand(heard, now)
        if len(meaning.requests) > 1 and meaning.hazard is None and all(map(_stands, meaning.requests)):
            for n, request in enumerate(sorted(meaning.requests, key=lambda r: plain.find(r.text))):
                said = reader.hear(request.text)
                own = reader.understand(said, now)
                tells = _tells(own, request.text, answers)
                yield marked and n == 0, Piece(request.text, number, said.scores, own, tells)
        else:
            tells = _tells(meaning, plain, answers and at == 0)
            yield marked, Piece(plain, number, heard.scores, meaning, tells)


def _short(parts: list[str]) -> Iterator[tuple[int, str]]:
    """The parts with their numbers, a long one in runs of clauses: a monologue is read bit by bit."""
    for number, part in enumerate(parts):
        while len(part) > _LONG:
            end = part.rfind(",", _LONG // 2, _LONG) + 1 or _LONG
            yield number, part[:end]
            part, number = part[end:], 0
        yield number, part


def _stands(request: Request) -> bool:
    """Whether a request that no word like 另外 sets apart is one of its own."""
    return request.type in ("repair", "complaint", "service") and request.confidence >= _ANOTHER


def _tells(meaning: Understanding, plain: str, answers: bool) -> bool:
    """answers: the agent has just asked something: an address or a detail, rarely the matter itself."""
    request = meaning.primary
    spoken_of = request.slots.object is not None or request.slots.symptom is not None
    bare = answers and len(plain) < _BARE and not spoken_of  # 有人有人, asked whether somebody is at home
    hazard = meaning.hazard
    if hazard is not None and hazard.sure and not bare and (hazard.named or not answers):
        return True
    named = request.slots.object is not None and request.slots.symptom is not None
    if len(plain) < _SHORT or request.type not in _MATTERS:
        return named
    if answers:
        return named or (spoken_of and request.confidence >= _ANOTHER and request.slots.building is None)
    if request.type == "urge" and request.slots.object is None and len(plain) < _BARE:
        return False  # 麻烦快一点
    return request.confidence >= _LIKELY or request.slots.object is not None


def _begins_another(topic: Topic, piece: Piece, marked: bool, before: frozenset[Act]) -> bool:
    if not piece.tells or not any(p.tells for p in topic.pieces):
        return False
    new, old = piece.request, topic.telling[-1].request
    about = [p.request for p in topic.telling if p.request.category != "none"] or [old]
    if old.confidence < _OPENED and len(topic.telling) == 1 and not counted_off(piece.text):
        return False  # nothing clear has been said yet
    same_category = new.category == old.category or "none" in (new.category, old.category)
    if marked:
        other_thing = new.slots.object is not None and all(
            new.slots.object != p.request.slots.object for p in topic.telling
        )
        broken = new.type == "repair" and about[-1].type == "complaint" and new.confidence >= _ANOTHER
        apart = about[-1].category not in (new.category, "none") and broken
        return not same_category or apart or (other_thing and new.type != "enquiry")
    if same_category or (before & _QUESTIONS and not topic.withdrawn):
        return False
    named = new.slots.object not in (None, "电话", "手机") or new.type == "enquiry"
    return named and new.confidence >= _ANOTHER


def _caller_said(topics: list[Topic], piece: Piece) -> None:
    topic = topics[-1]
    if not piece.tells and piece.request.slots.building is not None and topic.asks:
        topic = next(
            (t for t in reversed(topics) if not t.asks), topic
        )  # a house is given for what is to be done
    topic.pieces.append(piece)
    if not topic.turns or topic.turns[-1] != piece.turn:
        topic.turns.append(piece.turn)
    given_up = _given_up(topics, piece.text)
    says = says_of(piece.text)
    if given_up:
        for other in given_up:
            other.withdrawn = True
        says -= {Says.WITHDRAWS, Says.CONTENT}
    topic.says |= says
    if Says.WITHDRAWS in says:
        topic.withdrawn = True
    elif piece.tells and piece.request.type != "cancel" and topic.withdrawn and len(piece.text) > 8:
        topic.withdrawn = False  # after all, there is something


def _given_up(topics: list[Topic], text: str) -> list[Topic]:
    """Of several matters, those that a clause names and withdraws: 灯不用管了,就马桶."""
    if len(topics) < 2:
        return []
    clauses = [c for c in text.split(",") if says_of(c) & {Says.WITHDRAWS, Says.CONTENT}]
    return [
        topic
        for topic in topics
        if any(
            thing in clause for clause in clauses for p in topic.telling if (thing := p.request.slots.object)
        )
    ]


def _agent_did(topics: list[Topic], number: int, text: str, acts: frozenset[Act]) -> None:
    """What the agent says goes to the matters whose words it takes up; else to the last, and a promise to do
    something to all that are open."""
    spoken_of: dict[int, set[Act]] = {}
    for clause in text.split(","):
        did = acts_of(clause) & acts
        named = [n for n, topic in enumerate(topics) if shares(clause, topic.text)] if len(topics) > 1 else []
        taking = (
            [n for n, topic in enumerate(topics) if not topic.asks] if did & {Act.TAKES, Act.SENDS} else []
        )
        everybody = taking or [len(topics) - 1]
        for n in named or everybody:
            spoken_of.setdefault(n, set()).update(did)
            topics[n].informed |= informs(clause) and Act.ASKS_HOUSE not in acts
    spoken_of.setdefault(len(topics) - 1, set()).update(
        acts - {Act.TAKES, Act.SENDS} if len(topics) > 1 else acts
    )
    for n, done in spoken_of.items():
        topics[n].acts |= done
        topics[n].turns.append(number)


def shares(clause: str, text: str) -> bool:
    """Whether two characters in a row of the text are taken up, other than the commonest."""
    return any(
        clause[n : n + 2] in text and not _COMMON.search(clause[n : n + 2]) for n in range(len(clause) - 1)
    )

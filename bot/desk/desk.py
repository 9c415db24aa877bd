"""The way of a message: understood, decided, carried out, written once, answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial, reduce

from bot import words
from bot.answers.asking import form_of, goes_on, is_question
from bot.clock import Clock, to_us
from bot.conversation import Conversation, fold
from bot.deciding.decide import decide
from bot.deciding.decision import Decision
from bot.deciding.enquiring import only_asks_us_to_come
from bot.deciding.heard import Heard
from bot.deciding.noticed import heed
from bot.deciding.waiting import stays, waiting
from bot.desk.answering import ENOUGH, Answering, Looked
from bot.desk.carrying import Clerk
from bot.desk.incidents import Incidents
from bot.desk.notices import Notices
from bot.desk.opener import Opener
from bot.desk.outcome import Outcome
from bot.desk.pictures import at_hand, receive, settle, without_words
from bot.desk.recent import Recent
from bot.desk.replies import dump, load
from bot.desk.scene import Scene
from bot.desk.turns import InTurn, abreast
from bot.ids import new_id
from bot.labels import ABOUT_ORDER, TYPES
from bot.log.turn import Conflict, Duplicate, Entry, Waiting
from bot.message import Message
from bot.orders.workorder import WorkOrder
from bot.ports import Adviser, Finder, Library, Log, Reader, Wording
from bot.reply import Reply
from bot.telling import zone
from bot.understanding.advice import Advice, advised, is_unsure
from bot.understanding.request import NOTHING_TOLD, Understanding
from bot.understanding.slots import merge
from bot.understanding.utterance import Utterance
from knowledge.search.index import Findings
from knowledge.search.judge import CANDIDATES, Judge

_ATTEMPTS = 5
_SHORT = 12
_MORE = 0.1
"""By how much surer a short question must be answered together with the one before it."""
_FOUND = 0.5
_THREAD_US = 30 * 60 * 1_000_000
"""For how long "那洋房呢" goes on from the question before it."""
_PERHAPS = 0.1
"""From this share of an enquiry on the standards are looked at, however the message is put."""
_ENQUIRY = tuple(TYPES).index("enquiry")


class Desk:
    """Handles each delivery once and one owner's messages in order.

    State is remembered optimistically: a conversation that this process has not seen is taken for new, and
    the log refuses the turn if it is not. Then it is read and the turn is decided again.
    """

    def __init__(
        self,
        log: Log,
        library: Library,
        reader: Reader,
        finder: Finder,
        judge: Judge,
        clock: Clock,
        wording: Wording | None,
        adviser: Adviser | None,
        incidents: Incidents,
        notices: Notices,
    ) -> None:
        self._log = log
        self._library = library
        self._reader = reader
        self._adviser = adviser
        self._finder = finder
        self._clock = clock
        self._answering = Answering(library, finder, judge, wording)
        self._clerk = Clerk(library, Opener(log, library), self._answering, incidents, notices)
        self._notices = notices
        self._conversations: Recent[str, Conversation] = Recent(50_000)
        self._answered: Recent[tuple[str, str], Reply] = Recent(8_192)
        self._texts: Recent[str, str] = Recent(8_192)
        self._in_turn = InTurn()

    async def handle(self, message: Message) -> Reply:
        """The reply, when everything that the turn did is on the disk. A delivery that was handled before
        gets the same reply again and does nothing. Raises Unavailable where the log can't be written."""
        async with self._in_turn(message.conversation):
            if message.outside_id is None:
                return await self._turn(message)
            delivery = (message.conversation, message.outside_id)
            reply = self._answered.get(delivery)
            if reply is None:
                reply = await self._turn(message)
                self._answered.put(delivery, reply)
            return reply

    async def _turn(self, message: Message) -> Reply:
        utterance = self._reader.hear(message.text)
        advice = await self._advice(message, utterance)
        await abreast()
        conversation = self._conversations.get(message.conversation)
        for attempt in range(_ATTEMPTS):
            if conversation is None and attempt:
                conversation = await self._read(message.conversation)
            try:
                return await self._attempt(
                    message, utterance, advice, conversation or Conversation(message.conversation)
                )
            except Duplicate as duplicate:
                return load(duplicate.entry.reply)
            except Conflict:
                self._conversations.drop(message.conversation)
                conversation = None
        raise Conflict(frozenset({message.conversation}))

    async def _advice(self, message: Message, utterance: Utterance) -> Advice | None:
        """Another's opinion of what is wanted, where a language model is configured and ours is unsure."""
        if self._adviser is None or not is_unsure(self._reader.understand(utterance, message.at)):
            return None
        return await self._adviser.advise(message.text)

    async def _attempt(
        self, message: Message, utterance: Utterance, advice: Advice | None, conversation: Conversation
    ) -> Reply:
        community = self._library.community(message.community)
        at = self._clock().astimezone(zone(community.timezone))
        now_us = to_us(at)
        pending = waiting(conversation, now_us)
        asked = frozenset(pending.asked) if pending is not None else frozenset[str]()
        alone = advised(self._reader.understand(utterance, message.at, asked), advice)
        await abreast()
        said: dict[str, str] = {}
        joined: Understanding | None = None
        if pending is not None:
            said = await self._said(pending.said)
            joined = self._joined([said[i] for i in pending.said if i in said], message, alone)
        orders, details = await self._orders(message, conversation, alone)
        form, enquiry = form_of(utterance.plain), utterance.scores.types[_ENQUIRY]
        asks = form.asks or enquiry >= _PERHAPS
        first = await self._finder.find(message.community, utterance, CANDIDATES if asks else 3)
        findings = await self._found(message, first, orders, details)
        earlier = await self._earlier(conversation, utterance, now_us, orders, details)
        looked = await self._looked(message, utterance, earlier, first if asks else None)
        if (form.tells or form.wishes) and only_asks_us_to_come(alone, utterance.plain):
            form = replace(form, asks=False)
        sure = looked.sure if looked is not None else findings.sure
        await abreast()
        heard = Heard(
            message, alone, now_us, joined, orders, sure,
            community=community, form=form, enquiry=enquiry, goes_on=looked is not None and bool(looked.latest),
        )  # fmt: skip
        decisions: tuple[Decision, ...] = () if without_words(message) else decide(conversation, heard)
        if decisions and (notices := self._notices.of(message.community, now_us)):
            heard = replace(heard, about_notice=self._notices.nearest(utterance.vector, notices))
            decisions = heed(conversation, heard, decisions, notices)
        outcome = Outcome(at, files=at_hand(conversation, message, now_us))
        scene = Scene(conversation, message, utterance, findings, orders, said, details, looked, form.asks)
        if without_words(message):
            receive(self._library, scene, outcome, pending)
        for decision in decisions:
            await self._clerk.carry_out(decision, scene, outcome)
        settle(scene, outcome)
        if outcome.pending is None and (left := stays(conversation, decisions, now_us)) is not None:
            if not left.nudged:
                outcome.say(words.still_waiting(left.asked))
            outcome.pending = replace(left, nudged=True)
        await abreast()
        return await self._write(message, conversation, decisions, outcome)

    async def _write(
        self, message: Message, conversation: Conversation, decisions: Iterable[Decision], outcome: Outcome
    ) -> Reply:
        reply = Reply(
            id=new_id(),
            message_id=message.id,
            text="\n".join(outcome.texts),
            citations=tuple(outcome.citations),
            choices=tuple(outcome.choices),
            orders=tuple(outcome.cards),
            handoff=outcome.handoff or conversation.holder != "bot",
        )
        if outcome.pending is not None:
            outcome.memory["who"] = {"community": message.community, "owner": message.owner.id}
        after = outcome.close(conversation, message.id, [type(d).__name__ for d in decisions])
        entry = Entry(
            message.id, message.conversation, message.outside_id, to_us(outcome.at), message.text, dump(reply)
        )
        await self._log.append(outcome.turn(entry, _waits(conversation, after)))
        self._conversations.put(message.conversation, after)
        if after.pending is not None or after.question == message.id:
            self._texts.put(message.id, message.text)
        return reply

    async def _earlier(
        self,
        conversation: Conversation,
        utterance: Utterance,
        now_us: int,
        orders: tuple[WorkOrder, ...],
        details: dict[str, str],
    ) -> str:
        """What this question goes on from, or "": the one before it, or what an order is about."""
        plain, last = utterance.plain, conversation.question
        plainly = goes_on(plain)
        # 2号楼: of the question before it only where there was one, and none of ours waits.
        tells_us = not is_question(plain) and (last is None or conversation.pending is not None)
        if tells_us or now_us - conversation.last_us > _THREAD_US:
            return ""
        if not plainly and (last is None or len(plain) > _SHORT or not is_question(plain)):
            return ""
        if last is None and conversation.pending is not None and conversation.pending.said:
            last = conversation.pending.said[-1]
        if last is not None:
            ids = (*conversation.thread[:1], last)
            said = await self._said(ids)
            return "，".join(said[id_] for id_ in ids if id_ in said)
        return details.get(orders[0].summary, "") if orders else ""

    async def _looked(
        self, message: Message, utterance: Utterance, earlier: str, found: Findings | None
    ) -> Looked | None:
        """A close look at the standards, for what may be a question: with the one before it where it makes no sense
        alone, and where it is short and answered only so. found: what was searched for where it may be one."""
        look = partial(self._answering.look, message.community, today=message.at.date())
        latest = utterance.plain
        whole = self._reader.hear(f"{earlier}，{message.text}") if earlier else utterance
        if earlier and goes_on(latest):
            return await look(whole, latest)
        alone = await look(utterance, found=found) if found else None
        if earlier and alone is not None and alone.sure < _FOUND:
            both = await look(whole, latest)
            return both if both.sure >= max(ENOUGH, alone.sure + _MORE) else alone
        return alone

    async def _found(
        self, message: Message, findings: Findings, orders: tuple[WorkOrder, ...], details: dict[str, str]
    ) -> Findings:
        """What the standards hold on it. A short question with nothing found is asked again of the last order."""
        if findings.sure >= _FOUND or len(message.text) > _SHORT or not orders:
            return findings
        told = details.get(orders[0].summary, "")
        again = await self._finder.find(message.community, self._reader.hear(f"{told}，{message.text}"))
        return again if again.sure > findings.sure else findings

    def _joined(self, before: list[str], message: Message, alone: Understanding) -> Understanding:
        """The meaning of fragments together: of those that say what is the matter, with every place they gave."""
        parts = [self._reader.understand(self._reader.hear(text), message.at) for text in before] + [alone]
        telling = [
            text
            for text, part in zip([*before, message.text], parts, strict=True)
            if part.primary.confidence > NOTHING_TOLD
            or part.primary.slots.object
            or part.primary.slots.symptom
        ]
        whole = ",".join(telling or [*before, message.text])
        joined = self._reader.understand(self._reader.hear(whole), message.at)
        told = reduce(merge, [p.primary.slots for p in parts])
        told = replace(told, object=None, symptom=None, order=None)
        # P1 sorts before P2: what one fragment said still holds.
        worst = min(p.primary.urgency for p in parts)
        requests = (
            replace(r, slots=merge(r.slots, told), urgency=max("P1", min(r.urgency, worst)))
            for r in joined.requests
        )
        return replace(joined, requests=tuple(requests))

    async def _read(self, stream: str) -> Conversation:
        return fold(Conversation(stream), await self._log.stream(stream))

    async def _said(self, ids: tuple[str, ...]) -> dict[str, str]:
        known = {i: text for i in ids if (text := self._texts.get(i)) is not None}
        if len(known) < len(ids):
            known |= await self._log.texts([i for i in ids if i not in known])
        return known

    async def _orders(
        self, message: Message, conversation: Conversation, alone: Understanding
    ) -> tuple[tuple[WorkOrder, ...], dict[str, str]]:
        """The owner's orders, where the message may speak of one. A newcomer has none: nothing is read."""
        speaks = any(r.type in ABOUT_ORDER or r.slots.order for r in alone.requests) or bool(alone.cues)
        if not conversation.orders and not (message.owner.houses or speaks):
            return (), {}
        orders = await self._log.orders_of(message.owner.id, conversation.orders)
        ids = {i for o in orders for i in (o.summary, o.contact) if i is not None}
        return tuple(orders), await self._log.particulars(ids) if ids else {}


def _waits(before: Conversation, after: Conversation) -> Waiting | None:
    """A conversation that begins, goes on or ceases to wait for an answer: what the filer of drafts reads."""
    if before.pending is None and after.pending is None:
        return None
    pending = after.pending
    return Waiting(after.stream, pending.since_us if pending is not None and pending.must_be_filed else None)

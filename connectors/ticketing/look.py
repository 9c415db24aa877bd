"""One look at one order and its ticket: what happened there comes in, what happened here goes out."""

from __future__ import annotations

from dataclasses import replace

from bot.clock import Clock, to_us
from bot.desk.moving import NotPossible
from bot.log import mirror_rows as rows
from bot.log.event import Event
from bot.log.mirror_rows import Mirror
from bot.log.sql import SqlLog
from bot.orders.lifecycle import may_move
from bot.orders.workorder import WorkOrder, fold, stream_of
from bot.ports import Library
from connectors.ticketing import wording
from connectors.ticketing.config import Ticketing
from connectors.ticketing.files import Files
from connectors.ticketing.port import TicketSystem
from connectors.ticketing.reconciling import Verdict, read_base, steps_to, verdict
from connectors.ticketing.returning import Comment, Disagreement, News, Returning, Why
from connectors.ticketing.sides import Kept, Order, adopted_ticket, alterations, beside, unwritten
from connectors.ticketing.ticket import LARGEST, NUMBER, File, Heard, Remark, Seen

SWEEP_US = 3_600_000_000
"""An open order is looked at hourly, whatever was or was not told of it: a lost call costs an hour at most."""
_CHECK = "to be searched by its number once more"
_CHECK_US = 60_000_000
"""After a create of which nobody knows whether it was done, the other system may still be doing it: a minute later its
ticket is looked for by number again, so that a second one is found."""
_CARRIED = 10
"""Files of one comment that are carried; more are named."""

_TOLD_OF_OURSELVES = frozenset({"order.conflicted", "order.mirrored"})


class Look:
    def __init__(
        self, log: SqlLog, library: Library, clock: Clock, config: Ticketing, system: TicketSystem, files: Files
    ) -> None:  # fmt: skip
        self._log = log
        self._library = library
        self._clock = clock
        self._config = config
        self._system = system
        self._files = files
        self._returning = Returning(log, library, clock, config.called)

    async def at(self, row: Mirror) -> None:
        """Brings both sides together and settles the row. Raises a TicketProblem where the system failed: what was done
        by then is found at the next look. Broken off anywhere, it can be done again."""
        order = await self._read(row.number)
        if order is None or not self._concerns(order.state):
            await self._log.change(lambda c: rows.settle(c, row, None, {"state": rows.EQUAL}))
            return
        doubtful = row.made and row.remote is None
        row, seen, made = await self._find(row, order)
        order, base = await self._bring_in(row, order, seen, made)
        base = await self._bring_out(order, seen, base)
        said = await self._say(row, seen)
        final = order.state.status in ("closed", "cancelled")
        now_us = to_us(self._clock())
        due_us = None if final else now_us + SWEEP_US
        reason = ""
        if doubtful:
            due_us, reason = now_us + _CHECK_US, _CHECK
        changes = {
            "remote": seen.id, "base": base, "said": said, "stamp": seen.stamp, "tries": 0, "reason": reason,
            "state": rows.EQUAL,
        }  # fmt: skip
        await self._log.change(lambda c: rows.settle(c, row, due_us, changes))

    async def _read(self, number: str) -> Order | None:
        events = await self._log.stream(stream_of(number))
        state = fold(None, events)
        if state is None:
            return None
        community = self._library.community(state.community)
        ids = [i for i in (state.summary, state.contact) if i is not None]
        texts = await self._log.particulars(ids)
        ticket = wording.ticket_of(state, texts, self._config, community.name, community.timezone)
        return Order(state, events, ticket, community.timezone)

    def _concerns(self, order: WorkOrder) -> bool:
        return not self._config.communities or order.community in self._config.communities

    async def _find(self, row: Mirror, order: Order) -> tuple[Mirror, Seen, bool]:
        """The ticket, made where there is none. Making it is written down before it begins, with what it is made as:
        whoever finds it after a crash can tell what was changed there since."""
        number = row.number
        seen = None
        if row.remote and row.reason != _CHECK:
            seen = await self._system.find(number, row.remote)
        if row.reason == _CHECK:
            seen = await self._system.find(number)
        if seen is None and row.remote:  # somebody deleted it there
            gone = Disagreement("ticket", row.remote, "", "deleted")
            await self._returning.write(number, News(row.remote, order.state.status, disagreements=[gone]))
            row = replace(row, remote=None, base={}, made=False, said=0)
        if (
            seen is None
            and not row.made
            and (adopted := adopted_ticket(order, self._returning.actor)) is not None
        ):
            seen = await self._system.find(number, adopted)
            if seen is not None and row.remote is None:
                return replace(row, base=self._met(order, seen)), seen, True
        if seen is None:
            seen = await self._system.find(number)
        if seen is not None:
            if row.remote is None and not seen.touched:
                row = replace(row, base=unwritten(seen))
            return row, seen, row.remote != seen.id
        base: Kept = {name: order.pair(name, value) for name, value in order.ticket.fields.items()}
        row = replace(row, base=base, made=True)
        begun = {"remote": None, "base": base, "made": True, "said": row.said}
        await self._log.change(lambda c: rows.settle(c, row, None, begun, again=True))
        seen = await self._system.save(order.ticket)
        return replace(row, base=unwritten(seen)), seen, True

    def _met(self, order: Order, seen: Seen) -> Kept:
        """What a ticket that somebody opened by hand is known as: ours is to be written into it, but how far they are
        with it already comes in."""
        base = unwritten(seen)
        if seen.fields["status"] != self._config.status("new"):
            base["status"] = [order.state.status, None]
        return base

    async def _bring_in(self, row: Mirror, order: Order, seen: Seen, made: bool) -> tuple[Order, Kept]:
        """Writes what is new there into the order. Gives the order afterwards and what each field was known as when it
        was compared: what moves here from then on differs from that, and goes out."""
        found = self._verdicts(row, order, seen)
        taken, disagreements = self._differences(found, order, seen)
        base = {name: row.base.get(name, [None, None]) for name in found}
        base |= {name: order.pair(name, seen.fields[name]) for name, told in found.items() if told == "equal"}
        base |= {name: [ours, seen.fields[name]] for name, ours in taken.items()}
        base |= {beside(name): [None, value] for name, value in seen.beside.items()}
        comments = await self._comments(order, seen)
        news = News(
            seen.id, order.state.status, made, taken.get("status"), seen.fields.get("status", ""), seen.moved_by,
            comments, disagreements, taken.get("assignee"), taken.get("urgency"), alterations(row.base, seen),
        )  # fmt: skip
        if news.to == order.state.status:
            news = replace(news, to=None)
        if not (
            made or news.to or comments or disagreements or news.assignee or news.urgency or news.altered
        ):
            return order, base
        try:
            await self._returning.write(row.number, news)
        except NotPossible:
            fields = [name for name in ("status", "assignee") if name in taken]
            why: Why = "not_possible"
            refused = [Disagreement(n, order.ticket.fields[n], seen.fields[n], why) for n in fields]
            news = replace(news, to=None, assignee=None, disagreements=[*disagreements, *refused])
            await self._returning.write(row.number, news)
            base |= {name: row.base.get(name, [None, None]) for name in fields}
        return await self._read(row.number) or order, base

    def _differences(
        self, found: dict[str, Verdict], order: Order, seen: Seen
    ) -> tuple[dict[str, str], list[Disagreement]]:
        """What they changed and we take over, in our words; and what both sides don't agree on."""
        why: dict[str, Why] = {name: "both_moved" for name, told in found.items() if told == "conflict"}
        taken: dict[str, str] = {}
        for name, told in found.items():
            if told != "pull":
                continue
            ours = self._ours(name, order, seen)
            if ours is not None:
                taken[name] = ours
            else:
                why[name] = "not_possible" if name == "status" else "not_theirs"
        told_of = [Disagreement(n, order.ticket.fields[n], seen.fields[n], w) for n, w in why.items()]
        if seen.more:
            told_of.append(Disagreement("ticket", seen.id, ", ".join(seen.more), "doubled"))
        return taken, told_of

    def _ours(self, name: str, order: Order, seen: Seen) -> str | None:
        """What we make of a field that they changed, in our words; None: it stays ours to set."""
        state, theirs = order.state, seen.fields[name]
        match name:
            case "status":
                to = self._config.our_status(theirs)
                reachable = to is not None and (to == state.status or steps_to(state.status, to))
                return to if reachable else None
            case "assignee":
                staff = {s.name for s in self._library.community(state.community).staff}
                return theirs if theirs in staff and may_move(state.status, "assigned") else None
            case "urgency":
                urgency = self._config.our_urgency(theirs)
                more = urgency is not None and state.is_open and urgency < state.urgency
                return urgency if more else None
            case _:
                return None

    def _verdicts(self, row: Mirror, order: Order, seen: Seen) -> dict[str, Verdict]:
        return {
            name: verdict(read_base(row.base, name), order.ours(name), wanted, seen.fields[name])
            for name, wanted in order.ticket.fields.items() if name in seen.fields
        }  # fmt: skip

    async def _comments(self, order: Order, seen: Seen) -> list[Comment]:
        told = {e.data.get("origin") for e in order.events if e.actor == self._returning.actor}
        return [await self._comment(heard) for heard in seen.heard if heard.id not in told]

    async def _comment(self, heard: Heard) -> Comment:
        kept, named = [], []
        for number, file in enumerate(heard.files):
            if file.size > LARGEST or number >= _CARRIED:
                named.append(wording.too_large(file.name, file.size))
            else:
                kept.append(
                    await self._files.keep(self._config.called, file.id, file.name, await file.read())
                )
        text = "\n".join([heard.text, *named]).strip() or "、".join(file.name for file in heard.files)
        public = heard.public and self._config.tell_owners
        return Comment(heard.id, heard.author, text, tuple(kept), public)

    async def _bring_out(self, order: Order, seen: Seen, base: Kept) -> Kept:
        """Writes there what is to be as it is here. What was ignored there becomes an event, once."""
        wanted = order.ticket.fields
        compared = [name for name in base if name in wanted and name in seen.fields]
        differing = [name for name in compared if wanted[name] != seen.fields[name]]
        pushed = [name for name in differing if base[name] != order.pair(name, seen.fields[name])]
        unnumbered = [] if seen.key else [NUMBER]
        if not (pushed or unnumbered):
            return base
        after = await self._system.save(order.ticket, seen.id, [*pushed, *unnumbered])
        ignored = [
            Disagreement(name, wanted[name], after.fields.get(name, ""), "ignored")
            for name in pushed if after.fields.get(name) != wanted[name]
        ]  # fmt: skip
        if ignored:
            await self._returning.write(
                order.state.number, News(seen.id, order.state.status, disagreements=ignored)
            )
        return base | {name: order.pair(name, after.fields.get(name, "")) for name in pushed}

    async def _say(self, row: Mirror, seen: Seen) -> int:
        """Tells there, one by one and in order, what happened here since; gives the last event that was told of."""
        events = await self._log.stream(stream_of(row.number))
        order = fold(None, events)
        assert order is not None
        timezone = self._library.community(order.community).timezone
        told = [
            e for e in events
            if e.seq > row.said and (e.actor != self._returning.actor or e.kind in _TOLD_OF_OURSELVES)
        ]  # fmt: skip
        texts = await self._log.particulars(e.data["note"] for e in told if e.data.get("note"))
        for event in told:
            remark = await self._remark(event, texts, timezone, row.number)
            if remark is not None and remark.key not in seen.said:
                await self._system.remark(seen.id, remark)
        return events[-1].seq

    async def _remark(self, event: Event, texts: dict[str, str], timezone: str, number: str) -> Remark | None:
        text = wording.remark_of(event, texts, self._config, timezone)
        files = [file for id_ in wording.files_of(event) if (file := await self._files.read(id_)) is not None]
        if not text and not files:
            return None
        carried: tuple[File, ...] = tuple(files[:_CARRIED])
        return Remark(f"{number}#{event.seq}", text or "【管家】附件", carried)

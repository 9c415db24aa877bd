"""Who speaks next: one key in order, others at once, and nobody waits for who has gone."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk.turns import InTurn, abreast


def test_one_key_goes_in_order_and_others_do_not_wait() -> None:
    async def story() -> list[str]:
        in_turn, said = InTurn(), []

        async def speak(key: str, name: str) -> None:
            async with in_turn(key):
                said.append(f"{name} begins")
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                said.append(f"{name} ends")

        await asyncio.gather(speak("a", "a1"), speak("a", "a2"), speak("b", "b1"), speak("a", "a3"))
        return said

    said = asyncio.run(story())
    assert [s for s in said if s[0] == "a"] == [f"a{n} {does}" for n in "123" for does in ("begins", "ends")]
    assert said.index("b1 begins") < said.index("a1 ends")


def test_who_fails_or_goes_away_holds_nobody_up() -> None:
    async def story() -> list[str]:
        in_turn, said = InTurn(), []
        hold = asyncio.Event()

        async def speak(name: str, *, fails: bool = False) -> None:
            async with in_turn("a"):
                await hold.wait()
                said.append(name)
                if fails:
                    raise ValueError(name)

        first = asyncio.create_task(speak("first", fails=True))
        gone, called = asyncio.create_task(speak("gone")), asyncio.create_task(speak("called"))
        last = asyncio.create_task(speak("last"))
        await asyncio.sleep(0)
        gone.cancel()  # while it waits
        hold.set()
        with pytest.raises(ValueError, match="first"):
            await first
        called.cancel()  # when its turn has just come
        await last
        assert gone.cancelled()
        return said

    said = asyncio.run(story())
    assert (said[0], said[-1]) == ("first", "last")
    assert "gone" not in said


def test_nothing_is_kept_of_who_has_spoken() -> None:
    async def story() -> None:
        in_turn = InTurn()
        for n in range(10):
            async with in_turn(str(n)):
                pass
        async with in_turn("3"):  # and the same may speak again
            pass
        assert in_turn.waiting == 0

    asyncio.run(story())


def test_messages_take_each_step_abreast() -> None:
    async def story() -> list[str]:
        steps: list[str] = []

        async def message(name: str) -> None:
            for step in "12":
                steps.append(step + name)
                await abreast()

        await asyncio.gather(message("a"), message("b"), message("c"))
        return steps

    assert asyncio.run(story()) == ["1a", "1b", "1c", "2a", "2b", "2c"]

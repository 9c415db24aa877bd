"""Which encoder and which search: the embedded ones, or others by a setting."""

from __future__ import annotations

import asyncio
import importlib

from bot.ports import Finder
from bot.understanding.utterance import Utterance
from connectors.settings import Settings
from knowledge.library import Library
from knowledge.search.index import Encoder, Findings


def open_encoder(settings: Settings) -> Encoder | None:
    """`encoder` names a sentence-transformers model, `embeddings` any LangChain embeddings; neither: None."""
    if settings.encoder:
        from knowledge.embedding.sentence import SentenceEncoder  # torch: only where it is asked for

        return SentenceEncoder(settings.encoder)
    if settings.embeddings:
        from knowledge.embedding.langchain import LangchainEncoder

        return LangchainEncoder.named(settings.embeddings)
    return None


def open_finder(settings: Settings, library: Library, *, shared: bool) -> Finder:
    """shared: whether the library was indexed with the encoder that messages are understood with."""
    finder: Finder = SharedFinder(library) if shared else ThreadFinder(library)
    if settings.retriever:
        from knowledge.search.retriever import RetrieverFinder

        module, _, name = settings.retriever.partition(":")
        factory = getattr(importlib.import_module(module), name)
        return RetrieverFinder(library, factory, finder.find)
    return finder


class SharedFinder:
    """Searches with the vector that the message was understood with: tens of microseconds, inline."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def find(self, community: str, utterance: Utterance, k: int = 3) -> Findings:
        return self._library.search(community, utterance.plain, k, utterance.vector)


class ThreadFinder:
    """Searches with another encoder, which may be slow: in a thread, and only by words where it fails."""

    def __init__(self, library: Library, seconds: float = 2.0) -> None:
        self._library = library
        self._seconds = seconds

    async def find(self, community: str, utterance: Utterance, k: int = 3) -> Findings:
        work = asyncio.to_thread(self._library.search, community, utterance.plain, k)
        try:
            return await asyncio.wait_for(work, self._seconds)
        except Exception:  # noqa: BLE001  whatever an encoder does, the owner gets an answer
            return self._library.search_words(community, utterance.plain, k)

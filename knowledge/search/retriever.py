"""LangChain's retriever interface, both ways: ours for whatever speaks LangChain, and any of its retrievers
in place of ours."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from knowledge.embedding.normalise import normalise
from knowledge.library import Library
from knowledge.search.index import Findings, Passage

_log = logging.getLogger(__name__)


class StandardRetriever(BaseRetriever):
    """A community's standards for whatever speaks LangChain. Each document: the clause's text, with
    standard_id, title, version, community, source and score in its metadata."""

    library: Any
    community: str
    k: int = 3

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        library: Library = self.library
        return [
            Document(
                page_content=p.standard.text,
                id=p.standard.id,
                metadata={
                    "standard_id": p.standard.id,
                    "title": p.standard.title,
                    "version": p.standard.version,
                    "community": p.standard.community,
                    "source": p.standard.source,
                    "score": p.score,
                },
            )
            for p in library.search(self.community, normalise(query), self.k).passages
        ]


class Heard(Protocol):
    """What a message has for a search: its text as sent."""

    @property
    def raw(self) -> str: ...


class RetrieverFinder:
    """Any LangChain retriever as the desk's search: its documents name clauses by metadata `standard_id`.

    factory(community) gives the retriever. It is asked within `seconds`; where it fails, is slow or names no
    clause that holds, `ours` answers. Its clauses are believed as far as ours finds them likely.
    """

    def __init__(
        self,
        library: Library,
        factory: Callable[[str], BaseRetriever],
        ours: Callable[[str, Any, int], Awaitable[Findings]],
        seconds: float = 2.0,
    ) -> None:
        self._library = library
        self._factory = factory
        self._ours = ours
        self._seconds = seconds
        self._retrievers: dict[str, BaseRetriever] = {}

    async def find(self, community: str, utterance: Heard, k: int = 3) -> Findings:
        own = await self._ours(community, utterance, k)
        if community not in self._retrievers:
            self._retrievers[community] = self._factory(community)
        try:
            async with asyncio.timeout(self._seconds):
                documents = await self._retrievers[community].ainvoke(utterance.raw)
        except Exception as error:  # noqa: BLE001  whatever a retriever does, the owner gets an answer
            _log.warning("the retriever gave nothing: %s", type(error).__name__)
            return own
        passages = []
        for document in documents[:k]:
            standard = self._library.standard(community, str(document.metadata.get("standard_id", "")))
            if standard is not None:
                score = float(document.metadata.get("score", 0.0))
                passages.append(Passage(standard, score, 0.0, score))
        return Findings(tuple(passages), own.sure) if passages else own

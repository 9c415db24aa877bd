"""LangChain's retriever interface, both ways (the only other door to it is the language model's)."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from knowledge.embedding.normalise import normalise
from knowledge.library import Library


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

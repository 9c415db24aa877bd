"""LangChain's interfaces at our borders: ours as one of its parts, and any of its parts in place of ours."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import cache, partial

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.retrievers import BaseRetriever

from bot.understanding.classifier import Classifier
from bot.understanding.utterance import Utterance, hear
from connectors.search import SharedFinder, ThreadFinder
from knowledge.embedding.langchain import GuanjiaEmbeddings, LangchainEncoder
from knowledge.embedding.static import StaticEncoder
from knowledge.library import Library, open_library
from knowledge.search.retriever import RetrieverFinder, StandardRetriever

ENCODER = StaticEncoder()
CLASSIFIER = Classifier()


@cache
def library() -> Library:
    return open_library(ENCODER, date(2026, 11, 23))


def question(text: str) -> Utterance:
    return hear(text, ENCODER, CLASSIFIER)


def _always(retriever: BaseRetriever, community: str) -> BaseRetriever:
    return retriever


class Fixed(BaseRetriever):
    """A retriever of somebody else's: always names the same clause."""

    standard_id: str

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        if not self.standard_id:
            raise RuntimeError("its server is down")
        return [Document(page_content=query, metadata={"standard_id": self.standard_id})]


def test_the_standards_are_a_retriever() -> None:
    (best, *_) = StandardRetriever(library=library(), community="yunxi").invoke("物业费一平米收多少钱")
    assert best.metadata["standard_id"] == "fees.property"
    assert "2.80" in best.page_content


def test_the_embedded_encoder_is_an_embedding() -> None:
    ours = GuanjiaEmbeddings(ENCODER)
    assert len(ours.embed_query("水管漏水")) == ENCODER.dims
    assert ours.embed_documents(["水管漏水"])[0] == ours.embed_query("水管漏水")


def test_another_embedding_can_take_the_place_of_ours() -> None:
    other = LangchainEncoder(DeterministicFakeEmbedding(size=32))
    finder = ThreadFinder(open_library(other, date(2026, 11, 23)))
    clause = library().standard("yunxi", "fees.property")
    assert clause is not None
    found = asyncio.run(finder.find("yunxi", question(clause.asks[0])))
    assert found.passages[0].standard.id == "fees.property"


def test_another_retriever_can_take_the_place_of_ours_and_ours_answers_when_it_is_down() -> None:
    ours = SharedFinder(library())
    for named, expected in (
        ("facility.pool", "facility.pool"),
        ("no.such.clause", "fees.property"),
        ("", "fees.property"),
    ):
        fixed = Fixed(standard_id=named)
        finder = RetrieverFinder(library(), partial(_always, fixed), ours.find)
        found = asyncio.run(finder.find("yunxi", question("物业费一平米收多少钱")))
        assert found.passages[0].standard.id == expected

"""Which encoder turns text into vectors: the embedded one, or another by a setting."""

from __future__ import annotations

from connectors.settings import Settings
from knowledge.embedding.static import StaticEncoder
from knowledge.search.index import Encoder


def open_encoder(settings: Settings) -> Encoder:
    """`encoder` names a sentence-transformers model, `embeddings` any LangChain embeddings; neither: ours."""
    if settings.encoder:
        from knowledge.embedding.sentence import SentenceEncoder  # torch: only where it is asked for

        return SentenceEncoder(settings.encoder)
    if settings.embeddings:
        from knowledge.embedding.langchain import LangchainEncoder

        return LangchainEncoder.named(settings.embeddings)
    return StaticEncoder()

"""One frozen Settings, made at the doors from arguments, environment and defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LLM_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the documents and the index are, and which models are used beside or instead of the bundled encoder.

    `model` is an encoder (None: the bundled one), `reranker` a cross-encoder (None: none). `llm_url` is an
    OpenAI-compatible service (None: answers are never rewritten), `llm_seconds` how long it may take, 0 where what
    was given is no number. `operator_password` opens the operator's page (None: it only shows), as it is or as its
    hash; `api_token` is asked of programs (None: none is asked). The secrets are left out of the repr.
    """

    corpus: Path = ROOT / "corpus"
    index: Path = ROOT / "index"
    model: str | None = None
    reranker: str | None = None
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: str | None = field(default=None, repr=False)
    llm_seconds: float = LLM_SECONDS
    operator_password: str | None = field(default=None, repr=False)
    api_token: str | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls, *, corpus: Path | None = None, index: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> "Settings":
        """Arguments before environment (KB_CORPUS, KB_INDEX, KB_MODEL …) before defaults."""
        values = os.environ if environment is None else environment
        return cls(
            corpus=corpus or Path(values.get("KB_CORPUS") or ROOT / "corpus"),
            index=index or Path(values.get("KB_INDEX") or ROOT / "index"),
            model=values.get("KB_MODEL") or None,
            reranker=values.get("KB_RERANKER") or None,
            llm_url=values.get("KB_LLM_URL") or None,
            llm_model=values.get("KB_LLM_MODEL") or None,
            llm_key=values.get("KB_LLM_KEY") or None,
            llm_seconds=_seconds(values.get("KB_LLM_SECONDS") or ""),
            operator_password=values.get("KB_OPERATOR_PASSWORD") or None,
            api_token=values.get("KB_API_TOKEN") or None,
        )

    def everywhere(self) -> "Settings":
        """The same with whole paths, and from here on what `of` says in all of this process, the pages too."""
        settings = replace(self, corpus=self.corpus.absolute(), index=self.index.absolute())
        os.environ["KB_CORPUS"], os.environ["KB_INDEX"] = str(settings.corpus), str(settings.index)
        return settings


def _seconds(text: str) -> float:
    """The seconds that a text gives; 0 where it gives none."""
    if not text:
        return LLM_SECONDS
    try:
        return float(text)
    except ValueError:
        return 0.0

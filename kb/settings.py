"""One frozen Settings, made at the doors from arguments, environment and defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the documents and the index are, and which encoder is used (None: the bundled one)."""

    corpus: Path = ROOT / "corpus"
    index: Path = ROOT / "index"
    model: str | None = None

    @classmethod
    def of(
        cls, *, corpus: Path | None = None, index: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> "Settings":
        """Arguments before environment (KB_CORPUS, KB_INDEX, KB_MODEL) before defaults."""
        values = os.environ if environment is None else environment
        return cls(
            corpus=corpus or Path(values.get("KB_CORPUS") or ROOT / "corpus"),
            index=index or Path(values.get("KB_INDEX") or ROOT / "index"),
            model=values.get("KB_MODEL") or None,
        )

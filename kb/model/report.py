"""What a build did, and the files that it could not take in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be taken into the index, and the sentence that says why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one build did. `encoded` counts passages that went through the encoder, `reused` those that did not."""

    generation: str
    documents: int
    sections: int
    passages: int
    encoded: int
    reused: int
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()

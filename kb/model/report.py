"""What a build did, and the files that it could not take in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be taken into the index, and the sentence that says why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Timing:
    """Where the seconds of a build went.

    Reading, parsing, recording (relations, indicators, measures) and segmenting are summed over `workers` processes
    that work side by side; `intake` is how long the four took together on the clock.
    """

    workers: int = 1
    read: float = 0.0
    parse: float = 0.0
    record: float = 0.0
    segment: float = 0.0
    intake: float = 0.0
    encode: float = 0.0
    write: float = 0.0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one build did. `encoded` counts texts that went through the encoder, `reused` those that did not."""

    generation: str
    documents: int
    sections: int
    passages: int
    encoded: int
    reused: int
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    timing: Timing = Timing()

"""Pages, read or recognised, → a Source: what runs around the text is put aside, and every character is counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kb.model import Omission, OmissionKind, Recognition, Source
from kb.read import layout
from kb.read import text as plain
from kb.read.layout.columns import in_reading_order
from kb.read.layout.lines import Line
from kb.read.layout.page import Page
from kb.read.layout.running import without_running
from kb.read.ocr import Scan


class Fault(StrEnum):
    """Why the words of a page are not those of its text layer."""

    NO_LAYER = "没有文字层，要做文字识别（OCR）才能读入"
    GARBAGE = "的文字层是乱码，没有采用，要做文字识别（OCR）才能读入"
    PICTURE = "大半是图像，图像上的字要做文字识别（OCR）才能读入"
    BROKEN = "无法解析，要做文字识别（OCR）才能读入"


@dataclass(frozen=True, slots=True)
class Taken:
    """A page as its text layer gives it.

    `count` are its characters, white space apart; `slanted`, `aside` and `hidden` those that are no part of its lines.
    """

    page: Page
    count: int = 0
    slanted: str = ""
    aside: str = ""
    hidden: str = ""
    fault: Fault | None = None


def printed(texts: Iterable[str]) -> int:
    """How many characters of texts are no white space."""
    return sum(map(plain.printed, texts))


def source_of(taken: Sequence[Taken], scans: Mapping[int, Scan]) -> Source:
    """What the pages of a file make.

    Args:
        taken: the pages in order.
        scans: what was recognised, by the number of its page; it takes the place of a text layer that says less.
    """
    used = {
        each.page.number: scan for each in taken if (scan := scans.get(each.page.number)) and _says(scan) >= each.count
    }
    pages = [_page(used[e.page.number]) if e.page.number in used else e.page for e in taken]
    layers = [each for each in taken if each.page.number not in used]
    outside = [
        Omission(text, kind)
        for each in layers
        for text, kind in (
            (each.slanted, OmissionKind.WATERMARK),
            (each.aside, OmissionKind.RUNNING_HEAD),
            (each.hidden, OmissionKind.HIDDEN),
        )
        if text.strip()
    ]
    kept, running = without_running([(page.number, page.height, page.lines) for page in pages])
    blocks, repeated = layout.blocks([_with_lines(page, lines) for page, lines in zip(pages, kept, strict=True)])
    return Source(
        tuple(blocks),
        (*outside, *running, *repeated),
        characters=sum(each.count for each in layers) + sum(map(_says, used.values())),
        unread=tuple(each.page.number for each in taken if each.fault and each.page.number not in scans),
        recognised=tuple(Recognition(n, scan.confidence) for n, scan in sorted(used.items()) if scan.pieces),
        warnings=tuple(_warnings(taken, scans)),
    )


def _says(scan: Scan) -> int:
    return printed(piece.text for piece in scan.pieces)


def _page(scan: Scan) -> Page:
    strips = in_reading_order(scan.pieces, scan.width)
    return Page(scan.number, scan.width, scan.height, tuple((bounds, tuple(lines)) for bounds, lines in strips))


def _with_lines(page: Page, kept: Sequence[Line]) -> Page:
    """A page with those of its lines only that are its own."""
    own = {id(line) for line in kept}
    strips = ((bounds, tuple(line for line in lines if id(line) in own)) for bounds, lines in page.strips)
    return replace(page, strips=tuple((bounds, lines) for bounds, lines in strips if lines))


def _warnings(taken: Sequence[Taken], scans: Mapping[int, Scan]) -> Iterator[str]:
    """What a clerk should know of pages whose words are not those of the text layer."""
    for fault in Fault:
        numbers = [each.page.number for each in taken if each.fault == fault and each.page.number not in scans]
        if numbers:
            yield f"第{listed(numbers)}页{fault}"
    mute = [number for number, scan in sorted(scans.items()) if not scan.pieces]
    if mute:
        yield f"第{listed(mute)}页的图像上没有识别出文字"
    doubtful = {number: scan.doubtful for number, scan in sorted(scans.items()) if scan.doubtful}
    if doubtful:
        yield f"第{listed(list(doubtful))}页有 {sum(doubtful.values())} 行识别得没有把握，请对照原件"


def listed(numbers: Sequence[int]) -> str:
    """Page numbers as a clerk writes them: 1、3—5、9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)

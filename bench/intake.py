"""What becomes of a folder of files, and how fast: `python -m bench.intake 文件夹`.

Prints for every format how many files were taken in, the share of their characters that lies in sections, and the
passages a second from bytes to tokens, with one worker and with all. The cost grows with the characters of the files.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from kb.corpus import CorpusFile, files_of
from kb.intake import Taken, take_in
from kb.model import Refusal
from kb.pool import workers_for
from kb.words import open_words


def main() -> None:
    """Take in every file of a folder and print what it gave."""
    folder = Path(sys.argv[1])
    files, refusals = files_of(folder)
    begun = time.perf_counter()
    results = list(take_in(files, open_words().lexicon, lambda _: None))
    seconds = time.perf_counter() - begun
    tell(files, results)
    taken = [each for each in results if isinstance(each, Taken)]
    for each in (*refusals, *(each for each in results if isinstance(each, Refusal))):
        print(f"未入库  {each.file}：{each.reason}")
    passages = sum(len(each.passages) for each in taken)
    parts = {name: sum(getattr(each, name) for each in taken) for name in ("read", "parse", "segment")}
    print(f"段落 {passages:,}，{seconds:.1f} 秒，每秒 {passages / seconds:,.0f} 个（{workers_for(len(files))} 个进程）")
    print(f"各进程合计：读取 {parts['read']:.1f} 秒，解析 {parts['parse']:.1f} 秒，分词 {parts['segment']:.1f} 秒")


def tell(files: Iterable[CorpusFile], results: Iterable[Taken | Refusal]) -> None:
    """One line a format."""
    rows: dict[str, list[Taken | Refusal]] = defaultdict(list)
    for file, result in zip(files, results, strict=True):
        rows[file.path.suffix.lower()].append(result)
    print(f"{'格式':8}{'文件':>8}{'入库':>8}{'字数':>14}{'在章节里':>10}{'识别页':>8}")
    for suffix, each in sorted(rows.items()):
        reports = [result.document.report for result in each if isinstance(result, Taken)]
        characters = sum(report.characters for report in reports)
        share = sum(report.in_sections for report in reports) / characters if characters else 0.0
        pages = sum(len(report.recognised) for report in reports)
        print(f"{suffix:8}{len(each):>10}{len(reports):>10}{characters:>16,}{share:>12.3%}{pages:>10}")


if __name__ == "__main__":
    main()

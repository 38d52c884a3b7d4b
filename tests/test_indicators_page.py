"""指标: every figure is on the page as it is printed and leads to its place; what is not known is not said."""

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest
from test_offers_page import use
from test_pages import TRICKY, markup_of, pieces, text_of

from kb.library import Library
from kb.model.record import Line, Role
from kb.settings import ROOT, Settings

Cell = tuple[str, str]
"""A cell: its attributes, and its HTML."""


@pytest.fixture
def at_plan(plan_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    use(plan_settings, monkeypatch)


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    (tmp_path / "corpus").mkdir()
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    use(settings, monkeypatch)
    return settings


def written(settings: Settings, name: str, title: str, rows: list[tuple[str, ...]]) -> None:
    """A document with one table of indicators; the first of `rows` is its header."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    text = f"# {title}\n\n## 一、发展目标\n\n表1 主要指标\n\n" + "\n".join(lines) + "\n"
    (settings.corpus / name).write_text(text, "utf-8")


def opened(**parameters: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.switch_page("kb/pages/indicators.py")
    for name, value in parameters.items():
        page.query_params[name] = value
    return page.run()


def table(markup: str) -> tuple[list[str], list[list[Cell]]]:
    """The names of the columns of the table of lines, and its rows."""
    (drawn,) = pieces(markup, '<div class="kb-table kb-figures"[^>]*>', "</table>")
    head, body = drawn.split("<tbody>")
    return [text_of(each) for each in pieces(head, "<th scope=col>", "</th>")], list(_rows(body))


def _rows(body: str) -> Iterator[list[Cell]]:
    for row in pieces(body, "<tr>", "</tr>"):
        yield re.findall(r"<t[hd]([^>]*)>(.*?)</t[hd]>", row)


def test_every_value_stands_in_its_row_and_column_and_leads_to_its_section(at_plan: None, plan: Library) -> None:
    lines = plan.known.joined(plan.known.indicators())
    names, rows = table(markup_of(opened()))
    assert [text_of(row[0][1]) for row in rows] == [line.name for line in lines]
    for row, line in zip(rows, lines, strict=True):
        assert text_of(row[1][1]) == line.unit
        held = {names.index(f"{each.year}年{each.role or ''}"): each for each in line.values}
        for place in (names.index(each) for each in names if re.match(r"\d{4}年", each)):
            kind, cell = row[place]
            if place not in held:
                assert (kind, cell) == (' data-value=""', "")
            elif not held[place].value:
                assert text_of(cell) == "原表空着"
            else:
                assert text_of(cell) == held[place].value
                assert f'section={html.escape(held[place].section)}"' in cell


def test_numbers_sort_as_numbers_and_every_head_is_a_button(at_plan: None, plan: Library) -> None:
    markup = markup_of(opened())
    head = markup[markup.index("kb-figures") : markup.index("<tbody>")]
    kinds = pieces(head, '<th scope=col><button type="button" data-sort="', '">')
    names, rows = table(markup)
    assert len(kinds) == len(names)
    for place, kind in enumerate(kinds):
        for attributes, cell in (row[place] for row in rows):
            if kind == "number":
                (value,) = re.findall(r'data-value="([^"]*)"', attributes)
                assert value == "" or float(value) is not None
                if value and "kb-number" in attributes and "%" not in text_of(cell):
                    assert str(float(value)).removesuffix(".0") in text_of(cell)


def test_every_figure_of_the_base_is_on_the_page(at_plan: None, plan: Library) -> None:
    markup = markup_of(opened())
    linked = re.findall(r'<a href="[^"]*section=([^"&]+)">([^<]*)</a>', markup)
    shown = {(html.unescape(section), html.unescape(value)) for section, value in linked}
    for each in plan.known.indicators():
        empty = not each.value and each.section in {section for section, _ in shown}
        assert empty or (each.section, each.value) in shown, each


def test_a_target_is_marked_as_the_library_judges_it_with_both_numbers(at_plan: None, plan: Library) -> None:
    names, rows = table(markup_of(opened()))
    place = names.index("目标是否达到")
    for row, line in zip(rows, plan.known.joined(plan.known.indicators()), strict=True):
        judged = plan.known.attained(line)
        said = text_of(row[place][1])
        if not judged:
            assert said == "未标注"
        for each in judged:
            word = {True: "✓ 已达到", False: "✕ 未达到", None: "未标注"}[each.reached]
            assert f"{word}{each.target.year}年：目标 {each.target.value}，实际 {each.actual.value}" in said
            assert row[place][1].count("section=") == 2 * len(judged)
    marks = {text_of(row[0][1]): text_of(row[place][1])[:5].strip() for row in rows}
    assert marks["发明专利年授权量"] == "✕ 未达到"
    assert marks["知识产权(专利)行政执法案件年结案率"] == "✓ 已达到"
    assert marks["市级专利示范企业培育数"] == "未标注"


def test_growth_is_shown_as_it_was_reckoned_and_nowhere_else(at_plan: None, plan: Library) -> None:
    names, rows = table(markup_of(opened()))
    for row, line in zip(rows, plan.known.joined(plan.known.indicators()), strict=True):
        for name, share in (("增长", line.growth), ("年均增长", line.yearly)):
            assert text_of(row[names.index(name)][1]) == ("" if share is None else f"{share * 100:.1f}%")


def test_the_drawing_is_said_in_words_and_drawn_only_where_two_figures_compare(at_plan: None, plan: Library) -> None:
    names, rows = table(markup_of(opened()))
    for row, line in zip(rows, plan.known.joined(plan.known.indicators()), strict=True):
        drawn = row[names.index("对照")][1]
        progress = plan.known.progress(line)
        assert bool(drawn) is (progress is not None)
        if progress:
            assert progress.target.role is Role.TARGET
            assert f"{progress.target.year}年目标 {progress.target.value}" in drawn
            assert progress.reached.value in drawn
            at, goal = (float(each) for each in re.findall(r":([\d.]+)%", drawn))
            assert 0 < min(at, goal) <= max(at, goal) == 100


def test_what_does_not_agree_is_shown_with_both_sources(at_plan: None, plan: Library) -> None:
    markup = markup_of(opened())
    (section,) = pieces(markup, '<section class="kb-pairs">', "</section>")
    pairs = plan.known.disagreements(plan.known.indicators())
    items = pieces(section, "<li>", "</li>")
    assert len(items) == len(pairs) == 3
    for item, pair in zip(items, pairs, strict=True):
        assert "请核对口径" in item
        for one in (pair.one, pair.other):
            assert one.value in text_of(item)
            assert f"section={one.section}" in item
    assert "677（2020年）" in text_of(section), "备注不当时间说"


def test_a_filter_in_the_address_narrows_the_list(at_plan: None) -> None:
    page = opened(找="专利 量")
    _, rows = table(markup_of(page))
    names = [text_of(row[0][1]) for row in rows]
    assert names
    assert all("专利" in name and "量" in name for name in names)
    assert page.text_input(key="找").proto.query_param_key == "找"
    page.text_input(key="找").set_value(TRICKY).run()
    assert "没有这样的指标" in markup_of(page)


def test_a_base_without_figures_says_so(base: Settings) -> None:
    (base.corpus / "甲.txt").write_text("甲市放假通知\n国庆节放假。\n", "utf-8")
    assert "库里的文件没有读到指标" in markup_of(opened())


HEAD = ("指标", "单位", "2020年", "2025年（目标值）", "属性")


@pytest.fixture
def two(base: Settings) -> Settings:
    """Two cities with indicators of one name."""
    written(base, "甲.md", "宁波市发展规划", [HEAD, ("发明专利量", "件", "100", "200", "预期性")])
    written(base, "乙.md", "杭州市发展规划", [HEAD, ("发明专利量", "件", "300", "900", "约束性")])
    return base


def test_figures_of_two_places_are_not_joined_nor_held_to_disagree(two: Settings) -> None:
    markup = markup_of(opened())
    names, rows = table(markup)
    assert [[text_of(cell) for _, cell in row][2:4] for row in rows] == [["300", "900"], ["100", "200"]]
    assert [text_of(row[names.index("属性")][1]) for row in rows] == ["约束性", "预期性"]
    assert "kb-pairs" not in markup
    library = Library.open(two)
    assert all(len({each.section for each in line.values}) == 1 for line in _lines(library))


def _lines(library: Library) -> tuple[Line, ...]:
    return library.known.joined(library.known.indicators())


def test_one_document_is_chosen_by_its_address(two: Settings) -> None:
    page = opened(doc="甲")
    _, rows = table(markup_of(page))
    assert [text_of(cell) for _, cell in rows[0]][2:4] == ["100", "200"]
    assert len(rows) == 1
    assert [text_of(each) for each in pieces(markup_of(page), "aria-current=true>", "</a>")] == ["宁波市发展规划"]
    links = pieces(markup_of(page), '<nav class="kb-chips".*?href="', '"')
    assert links == ["./?indicators="]
    assert 'href="./?indicators=&amp;doc=%E4%B9%99"' in markup_of(page)


def test_a_document_that_is_not_there_is_said_so_letter_for_letter(two: Settings) -> None:
    markup = markup_of(opened(doc=TRICKY))
    assert f"没有读到编号为“{TRICKY}”的文件的指标" in text_of(markup)
    assert len(table(markup)[1]) == 2


def test_many_documents_are_chosen_from_a_box_and_the_choice_is_in_the_address(base: Settings) -> None:
    for number in range(8):
        title = f"{'甲乙丙丁戊己庚辛'[number]}州市发展规划"
        written(base, f"{number}.md", title, [HEAD, ("商标量", "件", "1", "2", "")])
    page = opened()
    (box,) = page.selectbox
    assert len(box.options) == 9
    assert len(table(markup_of(page))[1]) == 8
    box.set_value("3").run()
    assert page.query_params["doc"] == "3"
    assert len(table(markup_of(page))[1]) == 1
    page.selectbox[0].set_value("").run()
    assert "doc" not in page.query_params


def test_all_text_is_shown_letter_for_letter(base: Settings) -> None:
    text = "甲市规划\n一、目标\n到2025年，专利<i>*申请*</i>拥有量达到300件。\n"
    (base.corpus / "甲.txt").write_text(text, "utf-8")
    catalog = '[[document]]\nfile = "乙.md"\ntitle = "乙市<b>规划"\n'
    (base.corpus / "catalog.toml").write_text(catalog, "utf-8")
    written(base, "乙.md", "乙市规划", [HEAD, ("\\<img/src=x>\\*专利\\*", "件", "\\<u>1", "约5", "")])
    markup = markup_of(opened())
    for words in ("<img/src=x>*专利*", "<u>1", "《乙市<b>规划》", "专利<i>*申请*</i>拥有量"):
        assert words in text_of(markup)
    for tag in ("<img", "<u>", "<b>规", "<i>*"):
        assert tag not in markup


def test_a_long_list_is_cut_and_says_so(base: Settings) -> None:
    rows = [(f"第{number}号专利拥有量", "件", str(number + 1), str(number + 2), "") for number in range(230)]
    written(base, "甲.md", "甲市发展规划", [HEAD, *rows])
    markup = markup_of(opened())
    assert len(table(markup)[1]) == 200
    assert "230 个指标，460 个数，先列出前 200 个" in text_of(markup)


def test_more_years_than_fit_stand_together_and_none_is_lost(base: Settings) -> None:
    years = [f"{year}年" for year in range(2011, 2024)]
    values = [str(year * 7) for year in range(13)]
    written(base, "甲.md", "甲市统计公报", [("指标", *years), ("专利拥有量（件）", *values)])
    names, rows = table(markup_of(opened()))
    assert sum(bool(re.fullmatch(r"\d{4}年", each)) for each in names) == 6
    spare = re.findall(r"\d+年 (\d+)", text_of(rows[0][names.index("其他年份")][1]))
    drawn = [text_of(cell) for kind, cell in rows[0] if "kb-number" in kind and "%" not in text_of(cell)]
    assert sorted([*spare, *drawn]) == sorted(values)


def test_files_hold_every_figure_with_its_citation(
    at_plan: None, plan: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: dict[str, bytes] = {}

    def hold(_: str, content: object, name: str, __: str, **___: object) -> bool:
        assert callable(content), "点了才生成"
        handed[name] = content()
        return False

    monkeypatch.setattr("streamlit.download_button", hold)
    opened()
    found = plan.known.indicators()
    assert handed["指标.csv"].startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(handed["指标.csv"].decode("utf-8-sig"))))
    assert [(row["指标"], row["数值"]) for row in rows] == [(each.name, each.value) for each in found]
    assert [row["出处"] for row in rows] == [plan.section(each.section).citation for each in found]
    book = openpyxl.load_workbook(io.BytesIO(handed["指标.xlsx"]))
    assert book.sheetnames == ["指标", "分年对照", "数字不同"]
    assert book["指标"].max_row == len(found) + 1
    assert book["指标"]["J2"].value == plan.section(found[0].section).citation


def test_a_csv_holds_no_text_that_a_spreadsheet_would_reckon(base: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: dict[str, bytes] = {}
    monkeypatch.setattr(
        "streamlit.download_button", lambda _, content, name, *__, **___: handed.update({name: content()})
    )
    written(base, "甲.md", "甲市规划", [HEAD, ("=HYPERLINK(1)专利量", "件", "-5", "@7", "")])
    opened()
    (first, second) = csv.DictReader(io.StringIO(handed["指标.csv"].decode("utf-8-sig")))
    assert first["指标"] == "'=HYPERLINK(1)专利量"
    assert first["数值"] == "-5"
    assert second["数值"] == "'@7"

"""惠企政策: what is filled in stands in the address, and what is shown is the documents' own, counted as it is."""

import html
import io
import re
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pytest
from streamlit.testing.v1 import AppTest
from test_pages import TRICKY, markup_of, pieces, text_of

from kb.library import Library
from kb.model.match import Match, Need, Profile, Verdict
from kb.model.record import Aspect
from kb.pages import enterprise
from kb.pages.html import offers
from kb.records.measures.words import GENERAL, TERMS
from kb.settings import ROOT, Settings

Values = dict[str, str | list[str]]
PROFILES: dict[str, Values] = {
    "a maker of appliances that wants a loan": {
        "需求": ["缺钱、想贷款"], "地区": "宁波市", "行业": "智能家电", "规模": "中型", "知识产权": ["专利"],
    },
    "an exporter that is copied": {"需求": ["被仿冒、要维权", "做外贸、去海外"], "规模": "小型", "出口": "有"},
    "a chemical works": {"地区": "宁波市", "行业": "化工，新材料", "规模": "大型", "规上": "是", "上市": "没有"},
    "one without any right": {"需求": ["缺钱、想贷款"], "知识产权": ["都还没有"], "规上": "不是", "规模": "不清楚"},
    "one that tells in its own words": {"说明": "想拿专利去银行贷款，产品卖到德国"},
}  # fmt: skip


@pytest.fixture
def at_plan(plan_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    use(plan_settings, monkeypatch)


def use(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_CORPUS", str(settings.corpus))
    monkeypatch.setenv("KB_INDEX", str(settings.index))


def opened(values: Values | None = None) -> AppTest:
    """The page at an address."""
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.switch_page("kb/pages/match.py")
    for name, value in (values or {}).items():
        page.query_params[name] = value
    return page.run()


def profile_of(library: Library, page: AppTest) -> Profile:
    """The profile that the widgets of a page hold, read beside the page's own way."""
    state = page.session_state
    values: dict[str, object] = {
        "需求": [str(each) for each in state["需求"]],
        "行业": re.split("[、，]", state["行业"]) if state["行业"] else [],
        "资质": state["资质"],
        "地区": state["地区"],
        "说明": state["说明"],
    }
    values |= {name: state[name] for name in ("规模", "出口", "上市") if state[name] not in (None, "不清楚")}
    if state["规上"] in ("是", "不是"):
        values["规上"] = state["规上"] == "是"
    if state["知识产权"]:
        values["知识产权"] = [each for each in state["知识产权"] if each != "都还没有"]
    return library.known.profile_from(values)


def counts(markup: str) -> dict[str, int]:
    (line,) = pieces(markup, '<p class="kb-counts">', "</p>")
    return {verdict: int(re.findall(rf"\S {verdict} (\d+)", line)[0]) for verdict in Verdict}


def cards(markup: str) -> list[tuple[str, str]]:
    """Of each card its sentence, and the section that its source leads to."""
    return [
        (text_of(re.findall("<blockquote>(.*?)</blockquote>", each, re.DOTALL)[0]), section_of(each))
        for each in pieces(markup, "<li><article>", "</article>")
    ]


def section_of(markup: str) -> str:
    return html.unescape(re.findall(r'section=([^"&]+)"', markup)[0])


def expected(library: Library, profile: Profile) -> list[Match]:
    """The measures that are listed first: those that answer the needs, or all where there are none."""
    found = [each for each in library.known.match(profile) if each.verdict is not Verdict.NOT_MET]
    return [each for each in found if library.known.needs_of(each, profile)] if profile.needs else found


@pytest.mark.parametrize("values", PROFILES.values(), ids=PROFILES)
def test_the_page_shows_what_the_library_finds_for_the_profile_of_the_address(
    at_plan: None, plan: Library, values: Values
) -> None:
    page = opened(values)
    markup = markup_of(page)
    profile = profile_of(plan, page)
    assert profile != Profile()
    found = plan.known.match(profile)
    assert counts(markup) == {verdict: sum(each.verdict is verdict for each in found) for verdict in Verdict}
    first = expected(plan, profile)
    assert [words for words, _ in cards(markup)] == [each.offer.measure.words for each in first[:10]]
    assert (f"的有 {len(first)} 条" if profile.needs else f"可以看看的有 {len(first)} 条") in text_of(markup)
    for words, section in cards(markup):
        assert words in plan.section(section).text, "句子不在所引的章节里"


@pytest.mark.parametrize("values", PROFILES.values(), ids=PROFILES)
def test_every_condition_is_shown_with_its_verdict_its_reason_and_its_words(
    at_plan: None, plan: Library, values: Values
) -> None:
    page = opened(values)
    shown = [text_of(each) for each in pieces(markup_of(page), "<li><article>", "</article>")]
    for card, match in zip(shown, expected(plan, profile_of(plan, page))[:10], strict=True):
        assert card.index(match.verdict) < 10
        assert all(reason in card for reason in match.reasons)
        for each in match.conditions:
            words = "文件的标题" if each.words == match.offer.title else f"“{each.words}”"
            assert f"{each.verdict}{each.reason}依据：{words}" in card


def test_what_is_not_met_is_folded_at_the_end_each_with_its_reason(at_plan: None, plan: Library) -> None:
    page = opened({"规模": "大型", "地区": "杭州市"})
    markup = markup_of(page)
    refused = [each for each in plan.known.match(profile_of(plan, page)) if each.verdict is Verdict.NOT_MET]
    folded = text_of(markup[markup.index("kb-refusals") :])
    assert f"不符合的 {len(refused)} 条" in folded
    assert len(refused) > 50
    for each in refused[:50]:
        assert each.offer.measure.words in folded
    assert f"还有 {len(refused) - 50} 条没有列出" in folded
    assert "这是宁波市的文件，企业在杭州市" in folded


def test_the_address_fills_the_form_and_the_form_fills_the_address(at_plan: None) -> None:
    page = opened({"需求": ["准备上市"], "地区": "宁波市", "规上": "不是", "出口": "没有", "资质": ["龙头企业"]})
    state = page.session_state
    assert state["需求"] == [Need.LISTING]
    assert (state["地区"], state["规上"], state["出口"], state["资质"]) == ("宁波市", "不是", "没有", ["龙头企业"])
    bound = [*page.get("button_group"), *page.text_input, *page.text_area]
    assert {each.key for each in bound} == set(enterprise.FIELDS)
    assert all(each.proto.query_param_key == each.key for each in bound)


def test_an_address_may_name_a_need_by_its_official_word(at_plan: None, plan: Library) -> None:
    page = opened({"需求": ["融资", "做外贸、去海外"], "规模": "小型"})
    assert page.session_state["需求"] == [Need.FINANCE, Need.EXPORT]
    assert profile_of(plan, page).needs == (Need.FINANCE, Need.EXPORT)


def test_what_an_address_makes_up_is_left_out(at_plan: None) -> None:
    page = opened({"需求": [TRICKY], "规模": "巨型", "出口": "<b>", "资质": ["皇商"]})
    markup = markup_of(page)
    assert "填几项，看看能得到什么" in markup
    assert TRICKY not in text_of(markup)


def test_an_empty_form_is_welcomed_with_examples_and_finds_nothing(at_plan: None) -> None:
    page = opened()
    markup = markup_of(page)
    assert "填几项，看看能得到什么" in markup
    assert "kb-found" not in markup
    assert [each.label for each in page.button] == list(enterprise.EXAMPLES)


@pytest.mark.parametrize("number", range(len(enterprise.EXAMPLES)))
def test_an_example_fills_the_form_and_finds_what_it_asks_for(at_plan: None, plan: Library, number: int) -> None:
    page = opened()
    page.button(key=f"kb-example-{number}").click().run()
    values = list(enterprise.EXAMPLES.values())[number]
    assert page.session_state["需求"] == values["需求"]
    profile = profile_of(plan, page)
    assert [words for words, _ in cards(markup_of(page))] == [
        each.offer.measure.words for each in expected(plan, profile)[:10]
    ]
    page.button(key="kb-clear").click().run()
    assert "填几项，看看能得到什么" in markup_of(page)
    assert page.session_state["需求"] == []


def test_ten_more_are_shown_at_a_time_and_a_change_begins_anew(at_plan: None, plan: Library) -> None:
    page = opened({"需求": ["被仿冒、要维权", "做外贸、去海外"]})
    first = expected(plan, profile_of(plan, page))
    assert 10 < len(first) <= 20
    page.button(key="kb-more").click().run()
    assert [words for words, _ in cards(markup_of(page))] == [each.offer.measure.words for each in first]
    page.button(key="kb-rest").click().run()
    markup = markup_of(page)
    assert "没有说到这些、条件对得上或待补充的" in markup
    assert len(cards(markup)) == len(first) + 10
    page.segmented_control(key="规模").set_value("小型").run()
    assert len(cards(markup_of(page))) == 10


def test_all_that_may_fit_can_be_reached_and_nothing_is_shown_twice(at_plan: None, plan: Library) -> None:
    page = opened({"需求": ["缺钱、想贷款"], "地区": "宁波市"})
    for _ in range(12):
        more = [each for each in page.button if each.key in ("kb-more", "kb-rest")]
        if not more:
            break
        more[-1].click().run()
    found = plan.known.match(profile_of(plan, page))
    shown = Counter(words for words, _ in cards(markup_of(page)))
    assert shown == Counter(each.offer.measure.words for each in found if each.verdict is not Verdict.NOT_MET)


def test_too_long_a_text_is_refused_beside_the_form_and_kept(at_plan: None) -> None:
    page = opened({"需求": ["缺钱、想贷款"]})
    page.text_area(key="说明").set_value("长" * 5000).run()
    markup = markup_of(page)
    assert "“说明”写了 5000 字" in text_of(markup)
    assert "kb-found" not in markup
    assert page.text_area(key="说明").value == "长" * 5000
    assert page.session_state["需求"] == [Need.FINANCE]
    assert not page.text_area(key="说明").proto.query_param_key, "太长的话不进网址"


def test_the_questions_are_those_of_the_library(at_plan: None, plan: Library) -> None:
    page = opened({"需求": ["缺钱、想贷款"]})
    asked = [text_of(each) for each in pieces(markup_of(page), '<section class="kb-asked">', "</section>")]
    questions = plan.known.to_answer(expected(plan, profile_of(plan, page)))
    assert questions[0] == "企业在哪个市、哪个区？"
    assert asked == ["再说明这几点，结果会更准" + "".join(questions[: offers.QUESTIONS])]


def test_a_document_that_is_not_in_force_is_said_so_once_and_marked_on_its_cards(at_plan: None) -> None:
    markup = markup_of(opened({"需求": ["缺钱、想贷款"]}))
    assert markup.count("kb-standing") == 1
    assert "规划期2021—2025年已满" in markup
    (first, *_) = pieces(markup, "<li><article>", "</article>")
    assert '<span class="kb-badge"' in first


def test_the_papers_hold_what_is_shown_with_citations(
    at_plan: None, plan: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: dict[str, bytes] = {}

    def hold(_: str, content: object, name: str, __: str, **___: object) -> bool:
        assert callable(content), "点了才生成"
        handed[name] = content()
        return False

    monkeypatch.setattr("streamlit.download_button", hold)
    page = opened(PROFILES["a maker of appliances that wants a loan"])
    profile = profile_of(plan, page)
    found, first = plan.known.match(profile), expected(plan, profile)
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(handed["惠企政策.docx"])).paragraphs)
    for each in first:
        assert each.offer.measure.words in text
        assert f"出处：{plan.section(each.offer.measure.section).citation}" in text
    rows = list(openpyxl.load_workbook(io.BytesIO(handed["惠企政策.xlsx"]))["扶持措施"].iter_rows(values_only=True))
    assert [row[2] for row in rows[1:]] == [each.offer.measure.words for each in found]
    assert [row[1] for row in rows[1:]] == [str(each.verdict) for each in found]
    assert rows[1][6] == plan.section(found[0].offer.measure.section).citation


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty corpus, with no index yet."""
    (tmp_path / "corpus").mkdir()
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    use(settings, monkeypatch)
    return settings


def test_all_text_is_shown_letter_for_letter(base: Settings) -> None:
    sentence = f"支持中小企业开展专利质押融资，{TRICKY}，于每年3月31日前申报，责任单位：市<i>金融办</i>。"
    (base.corpus / "甲办法.txt").write_text(f"甲市*专利*<u>扶持</u>办法\n一、扶持措施\n{sentence}\n", "utf-8")
    markup = markup_of(opened({"需求": ["缺钱、想贷款"], "规模": "小型", "地区": "<b>甲市</b>", "说明": TRICKY}))
    assert [words for words, _ in cards(markup)] == [sentence]
    text = text_of(markup)
    assert "找谁办责任单位：市<i>金融办</i>" in text
    assert "什么时候于每年3月31日前" in text
    assert "五十万元" in text_of(*pieces(markup, "<h3>", "</h3>"))
    for tag in ("<img", "<b>甲", "<i>金", "<u>"):
        assert tag not in markup


@pytest.mark.parametrize("values", [{"需求": ["缺钱、想贷款"]}, {"规模": "小型"}])
def test_a_base_without_measures_says_so(base: Settings, values: Values) -> None:
    (base.corpus / "甲通知.txt").write_text("甲市放假通知\n国庆节放假七天。\n", "utf-8")
    markup = markup_of(opened(values))
    assert offers.NOTHING in markup
    assert "<article>" not in markup


def test_a_need_that_no_measure_answers_is_said_so(base: Settings) -> None:
    (base.corpus / "甲办法.txt").write_text("甲市办法\n一、扶持措施\n鼓励企业参加知识产权专题培训辅导。\n", "utf-8")
    page = opened({"需求": ["想买保险防风险"]})
    markup = markup_of(page)
    assert f"{offers.NOTHING}（“想买保险防风险”）" in markup
    assert not cards(markup)
    page.button(key="kb-rest").click().run()
    assert [words for words, _ in cards(markup_of(page))] == ["鼓励企业参加知识产权专题培训辅导。"]


def test_every_need_and_every_instrument_has_its_plain_words() -> None:
    assert set(enterprise.NEEDS) == set(Need)
    assert len(set(enterprise.NEEDS.values())) == len(Need)
    assert set(offers.GIFTS) == {each.value for each in TERMS if each.aspect is Aspect.INSTRUMENT} | {GENERAL}


def test_the_form_offers_what_the_measures_ask_for(at_plan: None, plan: Library) -> None:
    page = opened()
    offered = {each.key: each.options for each in page.get("button_group")}
    assert offered["资质"] == list(plan.known.qualifications)
    assert "高新技术企业" in offered["资质"]
    assert not {"企业", "中小微企业", "高校院所", "农业主体", "出口企业"} & set(offered["资质"])
    assert offered["知识产权"] == [*plan.known.rights, "都还没有"]
    assert offered["知识产权"][:2] == ["专利", "商标"]


def test_who_has_no_right_cannot_pledge_one(at_plan: None, plan: Library) -> None:
    for each in plan.known.match(plan.known.profile_from({"知识产权": []})):
        if any("质押" in one.words for one in each.offer.measure.of(Aspect.INSTRUMENT)):
            assert each.verdict is Verdict.NOT_MET

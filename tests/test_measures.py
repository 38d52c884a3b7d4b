"""Support measures: which sentences are some, and what each says of itself in its own words."""

import re
from pathlib import Path

import pytest
from conftest import PLAN
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Document, Section, SectionKind
from kb.model.record import Aspect, Measure
from kb.parse import parse
from kb.read import read
from kb.records.measures import is_measure, measures_of
from kb.records.measures.words import FIELDS, TERMS, Term
from kb.settings import ROOT

CHECKED = (Path(__file__).parent / "golden" / "measures-plan.txt").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def measures() -> tuple[Measure, ...]:
    (path,) = (ROOT / "corpus").glob("*.txt")
    source = read(path, path.read_bytes())
    return measures_of(parse(source, document=PLAN, file=path.name, sha256="", known={}, fallback_title=path.stem))


def test_sixty_sentences_of_the_plan_are_told_apart(measures: tuple[Measure, ...]) -> None:
    found = {each.words for each in measures}
    wanted = {line[2:] for line in CHECKED if line.startswith("+ ")}
    others = {line[2:] for line in CHECKED if line.startswith("- ")}
    assert (len(wanted), len(others)) == (30, 30)
    right, wrong = len(wanted & found), len(others & found)
    assert right / len(wanted) >= 0.9
    assert right / (right + wrong) >= 0.9


def test_the_plan_gives_at_least_sixty_each_a_sentence_of_its_section(measures: tuple[Measure, ...]) -> None:
    assert len(measures) >= 60
    for each in measures:
        assert each.section.startswith(f"{PLAN}/")
        assert each.of(Aspect.INSTRUMENT)
        for reading in each.readings:
            assert reading.words in each.words


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("对首次通过知识产权贯标认证的企业，给予10万元一次性奖励。", True),
        ("小微企业购买专利保险的，按保费的50%给予补贴，最高不超过5万元。", True),
        ("为中小企业办理专利质押贷款提供贴息。", True),
        ("免收小型微利企业商标续展费用。", True),
        ("“十三五”期间，支持了一批企业开展专利导航。", False),
        ("到2025年，培训企业负责人500名。", False),
        ("坚持市场主导、政府引导，激发企业活力。", False),
        ("违反规定骗取补助的，追回资金并处罚款。", False),
        ("加大对侵权假冒行为的打击力度，支持企业维权的执法协作。", True),
        ("市知识产权局负责考核各区县补助资金的使用。", False),
        ("3、推动知识产权运营基金升级。", False),
    ],
)
def test_a_sentence_gives_support_or_not(sentence: str, expected: bool) -> None:
    assert is_measure(sentence) is expected


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.aspect}-{term.value}")
def test_each_word_of_the_lists_is_known_by_its_examples(term: Term) -> None:
    assert all(term.pattern.search(example) for example in term.examples)
    assert not any(term.pattern.search(example) for example in term.not_in)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.aspect)
def test_each_field_is_read_in_its_examples(field: Term) -> None:
    assert all(field.pattern.search(example) for example in field.examples)


def test_an_article_that_speaks_of_security_gives_none() -> None:
    assert not is_measure("第三人为债务人向债权人提供担保的，可以要求债务人提供反担保。", article=True)
    assert is_measure("市人民政府支持中小企业以专利权质押贷款，给予贴息。", article=True)


def one(sentence: str, heading: str = "三、重点任务") -> tuple[Measure, ...]:
    top = Section("某/1", SectionKind.HEADING, "", heading, heading, 1, None, "", (heading,), (0,))
    below = Section("某/1.1", SectionKind.HEADING, "", "其他", "其他", 2, "某/1", "", (sentence,), (1,))
    return measures_of(Document("某", "某", "某.txt", "", (top, below)))


def test_a_measure_says_for_whom_how_much_and_on_what_condition() -> None:
    (found,) = one(
        "对首次获得国家级认定的中小微企业，由市科技局负责给予最高50万元奖励，于每年3月31日前申报，重点支持智能家电产业的发明专利。"
    )
    said = {aspect: [each.value for each in found.of(aspect)] for aspect in Aspect}
    assert said[Aspect.INSTRUMENT] == ["奖励"]
    assert said[Aspect.AUDIENCE] == ["中小微企业"]
    assert said[Aspect.INDUSTRY] == ["智能家电"]
    assert said[Aspect.IP_KIND] == ["专利"]
    assert said[Aspect.AMOUNT] == ["给予最高50万元"]
    assert said[Aspect.BODY] == ["由市科技局"]
    assert said[Aspect.DEADLINE] == ["于每年3月31日前"]
    assert said[Aspect.CONDITION]


@pytest.mark.parametrize(
    "heading", ["一、发展基础", "二、面临形势", "（一）指导思想", "（四）发展目标", "一、总体要求"]
)
def test_a_part_that_tells_where_one_stands_gives_nothing_yet(heading: str) -> None:
    sentence = "支持企业开展专利质押融资，帮助企业应对纠纷。"
    assert len(one(sentence)) == 1
    assert one(sentence, heading) == ()


@given(st.text(alphabet="支持鼓励企业补助培训保险的对，。给予50万元奖励第三条", max_size=50))
def test_whatever_a_text_says_a_measure_and_its_readings_are_words_of_it(text: str) -> None:
    for measure in one(text):
        assert measure.words in text
        assert all(re.sub(r"\s", "", each.words) in re.sub(r"\s", "", measure.words) for each in measure.readings)

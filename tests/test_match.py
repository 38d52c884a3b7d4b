"""Measures for an enterprise: what is not stated is never held against it, and a refusal explains itself."""

import contextlib
import re

import pytest
from conftest import PLAN
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import ProfileRefused
from kb.match import match, questions
from kb.match.profile import FIELDS, profile_from, profile_of
from kb.model.match import PROFILE, Match, Need, Offer, Profile, Size, Verdict
from kb.model.record import Aspect, Measure, Reading
from kb.parse import parse
from kb.read import read
from kb.records.measures import measures_of
from kb.settings import ROOT

TITLE = "宁波市知识产权发展“十四五”规划"
SAMPLE = """
地区 = "宁波"
行业 = ["智能家电"]
规模 = "中型"
知识产权 = {专利 = 12, 商标 = 0}
出口 = true
需求 = ["融资", "出口"]
"""


def tokens(text: str) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff]{2}", text)


@pytest.fixture(scope="module")
def offers() -> list[Offer]:
    (path,) = (ROOT / "corpus").glob("*.txt")
    source = read(path, path.read_bytes())
    plan = parse(source, document=PLAN, file=path.name, sha256="", known={}, fallback_title=path.stem)
    return [Offer(PLAN, TITLE, measure) for measure in measures_of(plan)]


def offer(words: str, *readings: tuple[Aspect, str, str], title: str = "关于支持企业的若干措施") -> Offer:
    return Offer("甲", title, Measure("甲/1", words, tuple(Reading(*each) for each in readings)))


def one(profile: Profile, given: Offer) -> Match:
    (found,) = match(profile, [given], tokens)
    return found


def test_the_first_five_for_a_maker_of_appliances_that_wants_money_and_exports(offers: list[Offer]) -> None:
    found = match(profile_of(SAMPLE), offers, tokens)
    starts = ["完善知识产权质押融资服务体系", "强化涉外知识产权联盟作用", "聚焦区域重点产业发展，开展PCT"]
    assert [each.offer.measure.words[: len(start)] for each, start in zip(found, starts, strict=False)] == starts
    assert all(re.search("融资|贷款|海外|涉外|出口", each.offer.measure.words) for each in found[:5])
    assert all(each.verdict is not Verdict.NOT_MET for each in found[:5])


def test_what_is_not_met_comes_last_and_says_why(offers: list[Offer]) -> None:
    found = match(profile_of(SAMPLE), offers, tokens)
    refused = [each.verdict is Verdict.NOT_MET for each in found]
    assert refused == sorted(refused)
    for each in found:
        for condition in each.conditions:
            assert condition.words in each.offer.measure.words + each.offer.title or "、" in condition.words
            assert condition.reason
            assert condition.verdict is Verdict.UNKNOWN or not condition.question


def test_an_empty_profile_is_refused_only_what_is_for_others_than_enterprises(offers: list[Offer]) -> None:
    for each in match(Profile(), offers, tokens):
        reasons = [condition.reason for condition in each.conditions if condition.verdict is Verdict.NOT_MET]
        assert all("不是企业" in reason for reason in reasons)


FACTS = {
    "region": "宁波市鄞州区", "industries": ("智能家电",), "size": Size.SMALL, "above_scale": True, "exports": True,
    "listing": False, "rights": ("专利",), "qualifications": ("高新技术企业",), "needs": (Need.FINANCE,),
}  # fmt: skip


@given(st.sets(st.sampled_from(sorted(FACTS))), st.sampled_from(sorted(FACTS)))
def test_a_further_fact_settles_and_never_unsettles(known: set[str], further: str) -> None:
    given = offer(
        "支持规上工业企业、高新技术企业开展质押融资，重点支持智能家电、汽车。",
        (Aspect.AUDIENCE, "规上工业企业", "规上工业企业"),
        (Aspect.AUDIENCE, "高新技术企业", "高新技术企业"),
        (Aspect.INSTRUMENT, "融资担保", "质押"),
        (Aspect.INDUSTRY, "智能家电", "智能家电"),
        title="宁波市专利办法",
    )
    less = Profile(**{key: FACTS[key] for key in known})  # type: ignore[arg-type]
    more = Profile(**{key: FACTS[key] for key in known | {further}})  # type: ignore[arg-type]
    before, after = one(less, given), one(more, given)
    unknown = [sum(each.verdict is Verdict.UNKNOWN for each in found.conditions) for found in (before, after)]
    assert unknown[1] <= unknown[0]
    assert before.verdict is not Verdict.NOT_MET


@pytest.mark.parametrize(
    ("profile", "audience", "verdict"),
    [
        (Profile(), "中小微企业", Verdict.UNKNOWN),
        (Profile(size=Size.MEDIUM), "中小微企业", Verdict.MET),
        (Profile(size=Size.LARGE), "中小微企业", Verdict.NOT_MET),
        (Profile(), "高新技术企业", Verdict.UNKNOWN),
        (Profile(qualifications=("专精特新企业",)), "高新技术企业", Verdict.UNKNOWN),
        (Profile(qualifications=("国家高新技术企业",)), "高新技术企业", Verdict.MET),
        (Profile(lacks=("高新技术企业",)), "高新技术企业", Verdict.NOT_MET),
        (Profile(exports=False), "出口企业", Verdict.NOT_MET),
        (Profile(), "出口企业", Verdict.UNKNOWN),
        (Profile(industries=("农产品加工",)), "农业主体", Verdict.MET),
        (Profile(industries=("智能家电",)), "农业主体", Verdict.NOT_MET),
        (Profile(), "农业主体", Verdict.UNKNOWN),
        (Profile(), "高校院所", Verdict.NOT_MET),
        (Profile(), "金融机构", Verdict.MET),
        (Profile(), "企业", Verdict.MET),
    ],
)
def test_an_audience_is_met_by_what_is_stated(profile: Profile, audience: str, verdict: Verdict) -> None:
    found = one(profile, offer(f"支持{audience}。", (Aspect.AUDIENCE, audience, audience)))
    assert found.verdict is verdict
    assert bool(found.conditions[0].question) is (verdict is Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("region", "verdict"),
    [("宁波", Verdict.MET), ("浙江省宁波市鄞州区", Verdict.MET), ("杭州市", Verdict.NOT_MET), ("浙江", Verdict.UNKNOWN),
     ("", Verdict.UNKNOWN)],
)  # fmt: skip
def test_a_city_s_measure_is_for_those_of_the_city(region: str, verdict: Verdict) -> None:
    assert one(Profile(region=region), offer("支持企业。", title="宁波市专利办法")).verdict is verdict


@pytest.mark.parametrize(
    ("words", "verdict"), [("支持汽车、模具等产业的企业。", Verdict.UNKNOWN), ("支持汽车企业。", Verdict.NOT_MET)]
)
def test_a_list_that_goes_on_leaves_others_in(words: str, verdict: Verdict) -> None:
    found = one(Profile(industries=("智能家电",)), offer(words, (Aspect.INDUSTRY, "汽车制造", "汽车")))
    assert found.verdict is verdict


@given(st.permutations(range(6)))
def test_the_order_of_the_offers_does_not_matter(order: list[int]) -> None:
    all_ = [offer(f"支持企业开展{word}。") for word in ("质押融资", "贷款", "海外维权", "培训", "保险", "质押融资")]
    profile = Profile(needs=(Need.FINANCE, Need.EXPORT))
    ranked = [each.offer.measure.words for each in match(profile, [all_[i] for i in order], tokens)]
    assert ranked == [each.offer.measure.words for each in match(profile, all_, tokens)]
    assert len(ranked) == 5, "印了两遍的只算一遍"


def test_the_question_that_the_best_measures_wait_for_comes_first() -> None:
    small = offer("支持中小微企业贷款。", (Aspect.AUDIENCE, "中小微企业", "中小微企业"))
    exporting = offer("支持出口企业培训。", (Aspect.AUDIENCE, "出口企业", "出口企业"))
    asked = questions(match(Profile(needs=(Need.FINANCE,)), [exporting, small], tokens))
    assert asked == ("企业规模是微型、小型、中型还是大型？", "有没有出口或海外业务？")


def test_a_profile_is_read_with_bare_chinese_keys() -> None:
    profile = profile_of(SAMPLE + '资质 = ["专精特新企业", "非高新技术企业"]\n说明 = "想把专利抵押"')
    assert (profile.region, profile.size, profile.exports) == ("宁波", Size.MEDIUM, True)
    assert profile.rights == ("专利",), "件数为 0 的不算有"
    assert (profile.qualifications, profile.lacks) == (("专精特新企业",), ("高新技术企业",))
    assert profile.needs == (Need.FINANCE, Need.EXPORT)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('地址 = "宁波"', ("没有“地址”", "是不是“地区”")),
        ('规模 = "很大"', ("“规模”应是", "微型、小型、中型、大型")),
        ("规模 = 3", ("“规模”应是",)),
        ('需求 = ["钱"]', ("“钱”不认得", "融资")),
        ("知识产权 = {专利 = -1}", ("0 到 100 万", "-1")),
        ("知识产权 = {专利 = 999999999}", ("0 到 100 万",)),
        ("知识产权 = {专利 = true}", ("0 到 100 万",)),
        ('出口 = "也许"', ("true 或 false",)),
        ("地区 = 5", ("一段文字",)),
        ("行业 = [1]", ("几个词",)),
        (f'说明 = "{"长" * 3000}"', ("不超过",)),
        ('地区 = "宁波', ("不是正确的 TOML",)),
        ("=", ("不是正确的 TOML", "第 1 行")),
    ],
)
def test_a_wrong_profile_gets_a_sentence(text: str, says: tuple[str, ...]) -> None:
    with pytest.raises(ProfileRefused) as refusal:
        profile_of(text)
    assert all(part in str(refusal.value) for part in says), str(refusal.value)


@given(st.text(alphabet='地区规模需求="[]{}真1,\n', max_size=40))
def test_whatever_a_profile_holds_nothing_but_a_refusal_is_raised(text: str) -> None:
    with contextlib.suppress(ProfileRefused):
        assert set(profile_of(text).needs) <= set(Need)


def test_the_example_of_the_manual_says_all_that_can_be_said() -> None:
    text = (ROOT / "docs" / "企业.toml").read_text("utf-8")
    profile = profile_of(text)
    assert all(f"\n{key} = " in text for key in FIELDS)
    assert (profile.rights, profile.needs) == (("专利", "商标"), (Need.FINANCE, Need.EXPORT))


def test_every_key_fills_a_field_of_its_own() -> None:
    fields = [field for field, _ in FIELDS.values()]
    assert len(set(fields)) == len(fields)
    assert set(fields) | {"lacks"} == set(Profile.__slots__)


def test_values_give_the_profile_that_the_same_text_gives() -> None:
    values = {
        "地区": "宁波", "行业": ["智能家电"], "规模": "中型", "知识产权": {"专利": 12, "商标": 0}, "出口": True,
        "需求": ["融资", "出口"],
    }  # fmt: skip
    assert profile_from(values) == profile_of(SAMPLE)
    with pytest.raises(ProfileRefused, match="没有“地址”这一项，是不是“地区”"):
        profile_from({"地址": "宁波"})


def test_what_is_said_of_a_profile_names_every_key_and_what_it_takes() -> None:
    assert [each.name for each in PROFILE] == list(FIELDS)
    for each in PROFILE:
        value = each.read([each.example])
        assert profile_from({each.name: list(value) if each.many else value}) is not None

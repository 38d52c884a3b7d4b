"""The level (层级) of a document: 国家, 省, 市 or 区县, from the name of who issued it or from how its title begins.

Where the name does not say it (a town, a development zone, 省政府 without a province), the level is unknown.
"""

import re
from enum import StrEnum

from kb.parse.header.organs import full_name
from kb.parse.header.regions import COUNTY_CITIES, MUNICIPALITIES, PREFECTURES, PROVINCES


class Authority(StrEnum):
    """Whose document it is."""

    NATION = "国家"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "区县"


_MINISTRIES = (
    "外交部|国防部|教育部|科学技术部|科技部|工业和信息化部|公安部|民政部|监察部|司法部|财政部|人事部|劳动部|劳动和社会保障部"
    "|人力资源和社会保障部|人力资源社会保障部|自然资源部|国土资源部|生态环境部|环境保护部|住房和城乡建设部|住房城乡建设部|建设部"
    "|交通运输部|交通部|铁道部|水利部|农业农村部|农业部|商务部|文化和旅游部|文化部|卫生部|退役军人事务部|退役军人部|应急管理部"
    "|应急部|信息产业部|中国人民银行|人民银行|审计署|海关总署|税务总局|市场监管总局|体育总局|广电总局|新闻出版总署|国务院"
    "|中共中央|党中央|中国共产党中央|中央军委|中央宣传部|中央组织部|中央网信办|中央编办|中央文明办|中央政法委|最高人民法院"
    "|最高人民检察院|全国人民代表大会|全国人大|全国政协|全国总工会|共青团中央|中国证监会|中国银保监会|中国民航局|中国气象局"
    "|中国地震局|中国残联"
)
_NATIONAL = re.compile(rf"(?:{_MINISTRIES}|国家[\u4e00-\u9fff]{{1,12}}(?:局|委|署|办|院|中心)|中华人民共和国)")
_BRANCH = re.compile(r"国家[\u4e00-\u9fff]{1,6}局")
_PROVINCE = re.compile("|".join(sorted(PROVINCES, key=len, reverse=True)))
_OFFICE = r"(?=行政|[\u4e00-\u9fff]*局)"
_CITY = re.compile(rf"([\u4e00-\u9fff]{{1,6}}?)市|[\u4e00-\u9fff]{{2,10}}?(?:自治州|盟{_OFFICE}|地区{_OFFICE})")
_GOVERNS = re.compile("人民|人大|政府|委员会|委办")
"""What follows a city's name, and no other word that ends in 市 (城市管理局)."""
_COUNTY = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:县|旗|区)|[\u4e00-\u9fff]{3,16}?自治[县旗]")
_ORGAN = re.compile(r"人民|政府|人大|党|政协|[\u4e00-\u9fff]{1,14}(?:局|委|办|部|会|院|厅|室|中心|行)")
_ZONES = tuple(
    f"{each}区"
    for each in ("开发", "新", "高新", "示范", "保税", "试验", "园", "景", "度假", "功能", "地", "社", "合作")
)
_DISTRICTS_NAMED_NEW = ("浦东新区", "滨海新区", "沈北新区")
_BELOW_A_COUNTY = re.compile(r"[\u4e00-\u9fff]{1,6}(?:镇|乡|街道)(?:人民|办事处|党)")
_MAY_BE_A_COUNTY = re.compile(r"[\u4e00-\u9fff]{2,4}?[区县旗市]")

ISSUERS: tuple[tuple[str, Authority | None], ...] = (
    ("国务院办公厅", Authority.NATION),
    ("财政部", Authority.NATION),
    ("国家知识产权局", Authority.NATION),
    ("中华人民共和国教育部", Authority.NATION),
    ("全国人民代表大会常务委员会", Authority.NATION),
    ("国家税务总局浙江省税务局", Authority.PROVINCE),
    ("浙江省人民政府", Authority.PROVINCE),
    ("浙江省城市管理局", Authority.PROVINCE),
    ("广西壮族自治区知识产权局", Authority.PROVINCE),
    ("上海市人民代表大会常务委员会", Authority.PROVINCE),
    ("北京市海淀区人民政府", Authority.COUNTY),
    ("上海市浦东新区人民政府", Authority.COUNTY),
    ("宁波市人民政府办公厅", Authority.CITY),
    ("中共宁波市委办公厅", Authority.CITY),
    ("浙江省宁波市知识产权局", Authority.CITY),
    ("恩施土家族苗族自治州人民政府", Authority.CITY),
    ("宁波市鄞州区人民政府", Authority.COUNTY),
    ("鄞州区财政局", Authority.COUNTY),
    ("余姚市人民政府", Authority.COUNTY),
    ("象山县人民政府办公室", Authority.COUNTY),
    ("山东省莱芜市人民政府", None),
    ("宁波国家高新技术产业开发区管理委员会", None),
    ("鄞州区姜山镇人民政府", None),
    ("省政府办公厅", None),
    ("发展改革委办公厅", None),
)
TITLES: tuple[tuple[str, Authority | None], ...] = (
    ("中华人民共和国专利法", Authority.NATION),
    ("国务院关于加强专利工作的意见", Authority.NATION),
    ("浙江省专利条例", Authority.PROVINCE),
    ("浙江省实施《中华人民共和国专利法》办法", Authority.PROVINCE),
    ("重庆市专利促进与保护条例", Authority.PROVINCE),
    ("宁波市知识产权发展“十四五”规划", Authority.CITY),
    ("余姚市专利资助办法", Authority.COUNTY),
    ("宁波市鄞州区专利资助办法", None),
    ("专利代理条例", None),
    ("国家粮食应急预案", None),
)
"""Names and titles with the level that they tell; None where they do not tell it."""


def authority_of_issuer(organ: str) -> Authority | None:
    """The level of the body of this name; None where its name does not say."""
    name = re.sub(r"^(?:中国共产党|中共)(?!中央)", "", full_name(organ))
    branch = _BRANCH.match(name)
    if branch and _PROVINCE.match(name, branch.end()):
        name = name[branch.end() :]
    elif _NATIONAL.match(organ):
        return Authority.NATION
    authority, rest = _place(name)
    county = _COUNTY.match(rest)
    if county and _ORGAN.match(rest, county.end()):
        if county[0].endswith(_ZONES) and county[0] not in _DISTRICTS_NAMED_NEW:
            return None
        authority, rest = Authority.COUNTY, rest[county.end() :]
    return None if _BELOW_A_COUNTY.match(rest) else authority


def authority_of_title(title: str) -> Authority | None:
    """The level of the place that a title begins with; None where a smaller place may follow it."""
    name = "".join(title.split()).lstrip("《")
    if re.match(_MINISTRIES, name) or name.startswith("中华人民共和国"):
        return Authority.NATION
    authority, rest = _place(name)
    return None if authority and _MAY_BE_A_COUNTY.match(rest) else authority


def _place(name: str) -> tuple[Authority | None, str]:
    """The level of the province or city that a name begins with, and what follows it."""
    authority, rest = None, name
    if province := _PROVINCE.match(rest):
        authority, rest = Authority.PROVINCE, rest[province.end() :]
        if province[0] in MUNICIPALITIES:
            return authority, rest
    city = _CITY.match(rest)
    if city is None:
        return authority, rest
    if city[1] is None or city[1] in PREFECTURES:
        return Authority.CITY, rest[city.end() :]
    if city[1] in COUNTY_CITIES:
        return Authority.COUNTY, rest[city.end() :]
    return (None if _GOVERNS.match(rest, city.end()) else authority), rest

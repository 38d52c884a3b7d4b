"""The genre (体裁) of a document, from the words that its title ends with.

Sources: the fifteen kinds of 《党政机关公文处理工作条例》 art. 8; 《立法法》 and 《规章制定程序条例》 art. 7 for laws,
条例, 规定, 办法; the others are the habits of plans and rules.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Genre:
    """One row of the table. `ending` is how a title of the genre ends.

    `notifies` marks the genres that print and distribute another document (印发《…》的通知). `examples` are
    titles of it.
    """

    name: str
    ending: str
    examples: tuple[str, ...]
    notifies: bool = False


TABLE: tuple[Genre, ...] = (
    Genre("决议", "决议", ("关于政府工作报告的决议",)),
    Genre("决定", "决定", ("国务院关于2018年度国家科学技术奖励的决定",), notifies=True),
    Genre(
        "命令", "命令|(?<![法政司])令", ("国务院关于在我国统一实行法定计量单位的命令", "甲市人民政府令"), notifies=True
    ),
    Genre("公报", "公报", ("2020年国民经济和社会发展统计公报",)),
    Genre("公告", "公告", ("国家知识产权局关于专利收费的公告",), notifies=True),
    Genre("通告", "通告", ("甲市公安局关于交通管制的通告",)),
    Genre("意见", "意见", ("甲市关于加强专利保护的若干意见", "关于促进就业的指导意见")),
    Genre("通知", "通知", ("甲市人民政府关于印发专利资助办法的通知",), notifies=True),
    Genre("通报", "通报", ("国务院办公厅关于表扬典型做法的通报",)),
    Genre("报告", "报告", ("甲市2020年法治政府建设情况的报告",)),
    Genre("请示", "请示", ("关于设立专利基金的请示",)),
    Genre("批复", "批复", ("国务院关于同意建立部际联席会议制度的批复",)),
    Genre("议案", "议案", ("关于提请审议专利条例（草案）的议案",)),
    Genre("函", "函", ("国务院办公厅关于科技节水建议的复函", "关于商请支持的函"), notifies=True),
    Genre("纪要", "纪要", ("甲市知识产权工作会议纪要",)),
    Genre(
        "法律",
        "(?<![办方做看想疗])法|法典|修正案",
        ("中华人民共和国专利法", "中华人民共和国刑法修正案（七）", "中华人民共和国预算法"),
    ),
    Genre("条例", "条例", ("专利代理条例", "甲市专利条例（2020年修订）")),
    Genre("规定", "规定", ("甲省专利奖励暂行规定", "甲规定（试行）")),
    Genre("办法", "办法", ("甲市专利资助管理办法",)),
    Genre("细则", "细则", ("中华人民共和国专利法实施细则",)),
    Genre("规划", "规划", ("甲市知识产权发展“十四五”规划", "甲市专利规划（2021—2025年）")),
    Genre("计划", "计划", ("甲市专利转化专项行动计划（2023—2025年）",)),
    Genre("方案", "方案", ("政府网站集约化试点工作方案",)),
    Genre("纲要", "纲要", ("知识产权强国建设纲要（2021—2035年）",)),
    Genre("措施", "措施", ("甲市促进专利运用若干措施",)),
    Genre("政策", "政策", ("甲市促进专利运用的若干政策",)),
    Genre("目录", "..目录", ("甲市政府定价目录",)),
    Genre("清单", "清单", ("甲市行政许可事项清单",)),
    Genre("标准", "标准", ("人体损伤程度鉴定标准",)),
    Genre("规范", "规范", ("公共数据授权运营实施规范（试行）",)),
    Genre("规则", "规则", ("国务院工作规则",)),
    Genre("规程", "规程", ("专利检索操作规程",)),
    Genre("准则", "准则", ("企业会计准则",)),
    Genre("导则", "导则", ("城市规划导则",)),
    Genre("守则", "守则", ("甲市人大常委会组成人员守则",)),
    Genre("章程", "章程", ("甲市律师协会章程",)),
    Genre("制度", "制度", ("甲市专利工作联席会议制度",)),
    Genre("预案", "预案", ("国家粮食应急预案",)),
    Genre("要点", "要点", ("甲市2021年知识产权工作要点",)),
    Genre("指南", "指南", ("专利申请指南",)),
    Genre("指引", "指引", ("甲市企业合规指引",)),
    Genre("解释", "解释", ("最高人民法院关于审理专利案件若干问题的解释（一）",)),
    Genre("解答", "解答", ("最高人民法院关于审理名誉权案件若干问题的解答",)),
    Genre("答复", "答复", ("国务院办公厅对第1号提案的答复",)),
    Genre("安排", "的安排|补充安排", ("关于内地与香港相互执行仲裁裁决的安排",)),
    Genre("倡议书", "倡议书", ("保护知识产权倡议书",)),
    Genre("协定", "协定|公约|议定书", ("保护工业产权巴黎公约",)),
)
NOUNS = tuple(each.name for each in TABLE if each.name not in ("法律", "命令", "协定")) + ("法典", "修正案", "法", "令")
"""What a document calls itself behind 本: 本办法, 本通知, 本法."""
_ENDINGS = [(re.compile(rf"(?:{each.ending})$"), each) for each in TABLE]
_TAIL = re.compile(r"[（(〔\[【](?:[^（()）]|[（(][^（()）]*[)）])*[)）〕\]】]$")
_NOTICE = re.compile(
    r"(?:印发|转发|批转|发布|公布|颁布)(?:关于)?(?P<printed>.+?)的?(?:通知|函|公告|决定|命令|令|通报)$"
)


def genre_of(title: str) -> Genre | None:
    """The genre that a title names, brackets at its end apart; None where it ends with no word of the table."""
    bare = bare_title(title)
    return next((genre for pattern, genre in _ENDINGS if pattern.search(bare)), None)


def bare_title(title: str) -> str:
    """A title without white space and without the brackets behind it: （试行）, （征求意见稿）, （2020年修订）."""
    bare = "".join(title.split()).rstrip("》〉”")
    while (match := _TAIL.search(bare)) and match.start() > 2:
        bare = bare[: match.start()].rstrip("》〉”")
    return bare


def printed_title(title: str) -> str | None:
    """The title of the document that a notice prints and distributes: 关于印发《甲办法》的通知 → 甲办法."""
    match = _NOTICE.search(bare_title(title))
    return match["printed"].strip("《》〈〉") if match else None


def nouns_of(title: str) -> frozenset[str]:
    """By what words a document of this title may speak of itself; of any, where the title names no genre."""
    own = frozenset(noun for noun in NOUNS if noun in title)
    return own or frozenset(NOUNS)

"""The words by which the furniture of a government page is known, one row a kind, with lines that are and are not."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Furniture:
    """A kind of line that is no part of a document. The whole line must match `pattern`."""

    name: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


_TOOLS = (
    "打印本页|打印此页|打印页面|打印本文|打印正文|打印|关闭窗口|关闭本页|关闭此页|关闭页面|关闭|字体大小|字体|字号",
    "分享到|分享至|分享|加入收藏|收藏|返回顶部|返回首页|返回上一页|返回列表|返回|保存本页|扫一扫[^。\\s]{0,20}",
    "我要纠错|纠错|全文下载|下载|语音播报|听全文|朗读|微信|新浪微博|腾讯微博|微博|QQ空间|QQ好友|人人网|复制链接",
    "视力保护色|背景色|繁體|简体|无障碍浏览|无障碍阅读|无障碍|适老版|长者模式|手机浏览|手机阅读|手机查看",
)
_TOOL = "|".join(_TOOLS)
_SIGNS = r"[\s【】\[\]（）()|丨:：/、·+—\-]*"
_DATED = "(?:发布|更新|公布|发文|录入)(?:日期|时间)|信息来源|文章来源|稿件来源|来源"
_KNOWN_LABEL = rf"{_DATED}|责任编辑|(?:浏览|阅读|点击|访问)(?:次数|量|数)?|人气"
_ANY_LABEL = rf"{_KNOWN_LABEL}|日期|时间|作者|编辑|审核|信息员|供稿|发布人|发布单位|发布机构"


def _row(name: str, pattern: str, examples: tuple[str, ...], counterexamples: tuple[str, ...]) -> Furniture:
    return Furniture(name, re.compile(pattern), examples, counterexamples)


FURNITURE: tuple[Furniture, ...] = (
    _row(
        "位置",
        r"(?:(?:您|你)?(?:现|当前|目前|所)?(?:在|所在)?的?位置|当前位置)\s*[是为]?\s*[:：>》].*[>》»/＞-].*|首\s*页\s*[>》»/＞-].*"
        r"|(?:(?:您|你)(?:现|当前|目前|所)?(?:在|所在)?的?|当前)位置\s*[是为]?\s*[:：].*",
        ("当前位置：首页 > 政务公开 > 政策文件", "您现在的位置：首页", "您所在的位置: 首页", "首页 > 公开 > 文件"),
        ("位置：甲市乙路1号", "首页应当显示索引号。"),
    ),
    _row(
        "工具",
        rf"(?=.*(?:{_TOOL})){_SIGNS}(?>(?>{_TOOL}|[大中小A]|默认|特大|超大){_SIGNS})++",
        (
            "【打印本页】【关闭窗口】",
            "字体：大 中 小",
            "[ 字号：大 中 小 ]",
            "扫一扫在手机打开当前页",
            "分享到：",
            "打印 关闭",
        ),
        ("打印设备由市财政局统一采购。", "关闭煤矿的通知", "大", "中", "1", "分享经济"),
    ),
    _row(
        "信息行",
        rf"(?=.*(?:{_KNOWN_LABEL})\s*[:：])"
        rf"(?:[\s|｜\[\]【】()（）]*(?:{_ANY_LABEL})\s*[:：]\s*[^。：:，；]{{0,30}}(?::\d\d){{0,2}})+"
        r"(?:字[体号].*|打印.*|分享.*|【.*)?",
        (
            "发布时间：2021-03-05 10:20 来源：甲市政府办 浏览次数：128",
            "来源：甲局",
            "发布日期：2021-03-05",
            "责任编辑：张三",
        ),
        ("作者：是指创作作品的自然人。", "来源清晰", "时间：2021年3月5日9:00", "编辑：负责审稿的人员，应当"),
    ),
    _row(
        "日期行",
        r"\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*"
        r"(?:来源|浏览|阅读|访问|\[?字[体号]|【|\||作者).*"
        r"|\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?",
        ("2021-03-05 10:20 来源：甲市政府 【字体：大 中 小】", "2021-03-05 10:20:33"),
        ("2021年3月5日", "2021-03-05"),
    ),
    _row(
        "邻篇",
        r"[上下]一[篇条]\s*[:：].*|(?:相关|附带|热点|推荐)(?:链接|阅读|信息|文章|新闻|政策|文件|解读|稿件|内容|专题|推荐)\s*[:：]?|友情链接.*",
        ("上一篇：关于甲的通知", "相关链接：", "下一条: 没有了", "相关解读", "友情链接"),
        ("上一篇幅", "相关文件由档案馆保存。"),
    ),
    _row(
        "页首",
        r"欢迎(?:您|访问|来到|光临)[^。]{0,30}|今天是[^。]{0,40}"
        r"|(?:登录|注册|搜索|English|移动版|手机版|长者版|智能问答|本?网站支持IPv6)(?:[\s|/·]+[^。]{0,30})?",
        ("欢迎访问甲市人民政府网站", "今天是2021年3月5日 星期五", "登录 | 注册"),
        ("登录平台的企业应当如实填报。",),
    ),
)
"""Lines that are furniture wherever they stand."""

IMPRINT = re.compile(
    r"版权所有|ICP备|网站标识码|公网安备|公安备案|Copyright|All Rights Reserved|©|违法和不良信息|政府网站找错", re.I
)
"""Words that only the imprint of a site holds."""
_FOOT = re.compile(
    r"网站地图|站点地图|联系我们|关于我们|网站声明|隐私|免责声明|技术支持|(?:主办|承办|协办|维护)(?:单位)?[:：]|电话[:：]|传真[:：]"
    r"|邮编[:：]|邮政编码|地址[:：]|邮箱[:：]|分辨率|浏览器|网站访问|设为首页|加入收藏|友情链接"
)
"""Words of the lines around an imprint; elsewhere they say nothing."""
NUMBER = re.compile(r"[〔\[［【（(]\d{4}[〕\]］】)）]\s*第?\s*\d+\s*号|第\s*\d+\s*号|文件\Z|令\Z|公告\Z")
"""A line between the headline and the text that belongs to the document: its number, or the name of its series."""
ATTACHED = re.compile(r"\s*(?:附件|附表|附[:：])")
_LONGEST = 200


def is_furniture(text: str) -> bool:
    """Whether the words of a line alone say that it is furniture."""
    return len(text) <= _LONGEST and any(row.pattern.fullmatch(text) for row in FURNITURE)


def is_information(text: str) -> bool:
    """Whether a line says when a page was published and where from: 发布时间：… 来源：…"""
    return len(text) <= _LONGEST and any(row.pattern.fullmatch(text) for row in FURNITURE if row.name == "信息行")


def may_be_foot(text: str) -> bool:
    """Whether a line beside the imprint belongs to it."""
    return is_furniture(text) or (len(text) < 100 and _FOOT.search(text) is not None)

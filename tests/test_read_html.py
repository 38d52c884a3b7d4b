"""Web pages: what is the document, what is furniture, what the page states, and that no character goes missing."""

import html as escapes
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import FileRefused
from kb.model import Block, BlockKind, Field, OmissionKind, Source
from kb.parse import parse, passages_of
from kb.read import read as read_file
from kb.read.html import read
from kb.read.html.facts import LABELS, without_site
from kb.read.html.words import FURNITURE, is_furniture

PLAN = Path(__file__).parents[1] / "corpus" / "宁波市知识产权发展“十四五”规划.txt"
LAW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def printed(text: str) -> int:
    return len("".join(text.split()))


def balanced(source: Source) -> Source:
    """The law of every reader: each character of the file lies in one block or in one omission."""
    held = sum(printed(block.text) for block in source.blocks)
    assert source.characters == held + sum(printed(each.text) for each in source.omissions)
    return source


def page_of(page: str | bytes) -> Source:
    return balanced(read(page if isinstance(page, bytes) else page.encode()))


def body_of(inner: str) -> Source:
    return page_of(f"<html><head><title>甲</title></head><body>{inner}</body></html>")


def lines_of(source: Source) -> list[str]:
    return [block.text for block in source.blocks]


def left_out(source: Source) -> str:
    return "\n".join(each.text for each in source.omissions)


def stated(source: Source, field: Field) -> list[str]:
    return [each.value for each in source.stated if each.field is field]


TITLE = "甲市人民政府办公室关于印发甲市专利资助办法的通知"
PARAGRAPHS = (
    "甲政办发〔2021〕12号",
    "各区县（市）人民政府，市政府各部门、各直属单位：",
    "《甲市专利资助办法》已经市政府同意，现印发给你们，请结合实际认真组织实施。",
    "甲市人民政府办公室",
    "2021年3月5日",
    "甲市专利资助办法",
    "第一章　总则",
    "第一条　为了鼓励发明创造，规范专利资助资金的管理和使用，根据有关法律法规，结合本市实际，制定本办法。",
    "第二条　本市行政区域内的企业、事业单位和个人申请专利资助，适用本办法。",
    "（一）发明专利每件资助三千元；",
    "（二）实用新型专利每件资助五百元。",
    "第三条　市市场监督管理局负责专利资助的组织实施，市财政局负责资金保障和监督检查。",
    "第四条　本办法自2021年4月1日起施行，有效期五年。",
)
TABLE = '<table border="1"><tr><th>类别</th><th>金额（元）</th></tr><tr><td>发明专利</td><td>3000</td></tr></table>'
TEXT = "".join(f"<p>　　{line}</p>\n" for line in PARAGRAPHS) + TABLE
BODY = [TITLE, *PARAGRAPHS, "类别\t金额（元）\n发明专利\t3000"]
"""What every site below prints around its own furniture, and the lines that must come out of it."""

HEAD = (
    '<meta name="ArticleTitle" content="' + TITLE + '"><meta name="PubDate" content="2021-03-08 09:15">'
    '<meta name="ContentSource" content="甲市政府办"><meta name="ColumnName" content="政策文件">'
)


def ministry() -> str:
    """TRS: the text in TRS_Editor, share buttons and related links beside it."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_政策文件_甲市人民政府</title>{HEAD}
    <script>var a = "<p>脚本</p>";</script><style>.a{{}}</style></head><body>
    <div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/xw">新闻动态</a></li></ul></div>
    <div class="BreadcrumbNav">当前位置：<a href="/">首页</a> &gt; <a href="/zc">政策文件</a></div>
    <div class="article"><h1>{TITLE}</h1>
    <div class="info">发布时间：2021-03-08 09:15 来源：甲市政府办 浏览次数：<span id="hits">128</span> 次
    【字体：<a href="javascript:;">大</a> <a href="javascript:;">中</a> <a href="javascript:;">小</a>】</div>
    <div class="TRS_Editor"><style>.x{{}}</style>{TEXT}</div>
    <div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
    <div class="fj">附件：<a href="/P02.docx">甲市专利资助申请表.docx</a></div></div>
    <div class="xgwj"><h3>相关文件</h3><ul><li><a href="/1.html">关于乙的通知</a></li><li>
    <a href="/2.html">关于丙的通知</a></li></ul></div>
    <div class="foot"><p>版权所有：甲市人民政府 主办单位：甲市人民政府办公室</p>
    <p>网站标识码：3302000001 浙ICP备05000001号</p></div>
    </body></html>"""


def open_government() -> str:
    """The information block of 政府信息公开, as a table of labels above the text."""
    return f"""<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body><div class="w1200">
    <table class="xxgk"><tr><td><b>索 引 号：</b></td><td>002930000/2021-00012</td><td><b>组配分类：</b></td>
    <td>政策文件</td></tr>
    <tr><td>发布机构：</td><td>甲市政府办</td><td>成文日期：</td><td>2021-03-05</td></tr>
    <tr><td>标　　题：</td><td colspan="3">{TITLE}</td></tr>
    <tr><td>发文字号：</td><td>甲政办发〔2021〕12号</td><td>有 效 性：</td><td>有效</td></tr></table>
    <div id="zoom"><p style="text-align:center">甲市人民政府办公室关于印发</p>
    <p style="text-align:center">甲市专利资助办法的通知</p>
    {TEXT}</div>
    <p class="tools">【<a href="javascript:window.print()">打印本页</a>】
    【<a href="javascript:window.close()">关闭窗口</a>】</p>
    <div class="footer">主办：甲市人民政府 <a href="/map">网站地图</a>
    <a href="/us">联系我们</a> 浙公网安备 33020002000001号</div>
    </div></body></html>"""


def definition_list() -> str:
    """A block of <li><b>label</b>value</li>, and a body without any known name."""
    return f"""<html><head><title>{TITLE} - 甲市知识产权局</title></head><body>
    <div class="top"><a href="/login">登录</a> | <a href="/reg">注册</a></div>
    <div class="menu"><a href="/a">机构职能</a><a href="/b">政务公开</a><a href="/c">办事服务</a>
    <a href="/d">互动交流</a></div>
    <div class="c1"><div class="pos">您现在的位置：<a href="/">首页</a>&gt;<a href="/b">政务公开</a></div>
    <ul class="tb"><li><b>索引号：</b>3302/2021-5</li><li><b>发文机关：</b>甲市人民政府办公室</li>
    <li><b>文　　号：</b>甲政办发〔2021〕12号</li>
    <li><b>生成日期：</b>2021-03-05</li><li><b>废止日期：</b>无</li></ul>
    <h2>{TITLE}</h2><div class="c2">{TEXT}</div></div>
    <div class="c3"><div>热点推荐</div><ul><li><a href="/h1">甲市开展知识产权宣传周活动</a></li><li>
    <a href="/h2">甲市公布典型案例</a></li>
    <li><a href="/h3">甲市专利密集型产业名录</a></li></ul></div>
    <div>主办单位：甲市知识产权局 地址：甲市乙路1号 邮编：315000</div>
    <div>技术支持：甲公司</div>
    <div>浙ICP备05000002号-1</div>
    </body></html>"""


def tables_of_2005() -> str:
    """A page laid out with tables, in GB 2312 by its own word: the text in one cell of many."""
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
    <title>甲市政府网</title></head>
    <body>
    <table width="980"><tr><td colspan="3"><img src="top.jpg" width="980" height="30"></td></tr>
    <tr><td colspan="3">
    <a href="/">首　页</a> <a href="/1">公告</a> <a href="/2">文件</a>
    <a href="/3">图片</a></td></tr>
    <tr><td width="180"><table><tr><td><a href="/n1">公告栏目</a></td></tr><tr><td>
    <a href="/n2">部门文件</a></td></tr>
    <tr><td><a href="/n3">下载专区</a></td></tr></table></td>
    <td><table><tr><td><h1>{TITLE}</h1></td></tr><tr><td class="content">{TEXT}</td></tr></table></td></tr>
    <tr><td colspan="3">版权所有 甲市人民政府 建议使用1024*768分辨率浏览本网站</td></tr></table></body></html>"""


def newer_page() -> str:
    """<article> and <main>, hidden parts for telephones, a form with a search box, a comment area."""
    return f"""<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{TITLE}-甲市人民政府</title></head>
    <body>
    <header class="site-header"><form><input type="text" value="请输入">
    <button>搜索</button><select><option>全站</option></select></form>
    <nav><a href="/">首页</a><a href="/gk">公开</a></nav></header>
    <div style="display: none">手机版二维码说明</div><div hidden>隐藏的提示</div>
    <main><article><h1>{TITLE}</h1><p class="meta">2021-03-08 09:15 来源：甲市政府办 【打印】</p>{TEXT}</article>
    <section class="comments"><h3>网友评论</h3><p>写得好</p></section></main>
    <aside><h2>专题专栏</h2><a href="/z1">营商环境</a></aside>
    <footer><p>Copyright © 2021 甲市人民政府 All Rights Reserved</p></footer><iframe src="x">
    <p>框架</p></iframe></body></html>"""


def university_cms() -> str:
    """博达: the text in vsb_content, the neighbouring articles behind it, inside the same form."""
    return f"""<html><head><meta charset="utf-8"><title>{TITLE}-甲市科技局</title></head>
    <body><form name="_newscontent_fromname">
    <h3 align="center">{TITLE}</h3>
    <div>发布日期：2021-03-08&nbsp;&nbsp; 作者：&nbsp;&nbsp; 来源：甲市科技局&nbsp;&nbsp; 点击：[<span>66</span>]</div>
    <div id="vsb_content"><div class="v_news_content">{TEXT}</div></div>
    <p>上一条：<a href="1.htm">关于乙的通知</a></p><p>下一条：<a href="2.htm">关于丙的通知</a></p>
    <p>【<a href="javascript:window.close()">关闭</a>】</p></form>
    <div class="copyright">公安备案号：33020002000002</div></body></html>"""


def word_export() -> str:
    """Saved by Word as a web page: nothing but the document, in paragraphs with its own classes."""
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8">
    <!--[if gte mso 9]><xml>
    <o:p>作者</o:p></xml><![endif]--></head><body lang="ZH-CN"><div class="Section1">
    <p class="MsoTitle">{TITLE}<o:p></o:p></p>{TEXT}</div>
    </body></html>"""


def two_parts() -> str:
    """The text in two editor boxes, one behind the other, the list of links in the trusted box."""
    half = len(TEXT) // 2
    cut = TEXT.index("<p>", half)
    return f"""<html><head><meta charset="utf-8"><title>{TITLE}_甲市政府网</title></head><body>
    <div class="lead">欢迎访问甲市人民政府网站</div>
    <div class="pages_content"><h2>{TITLE}</h2><div class="TRS_UEDITOR">{TEXT[:cut]}</div>
    <div class="TRS_UEDITOR">{TEXT[cut:]}</div>
    <p>相关链接：</p><p><a href="/j1">一图读懂甲市专利资助办法</a></p></div><div>扫一扫在手机打开当前页</div>
    </body></html>"""


SITES: list[tuple[Callable[[], str], str, tuple[str, ...]]] = [
    (ministry, "utf-8", ("首页", "当前位置", "字体", "微信", "关于乙的通知", "版权所有", "ICP备")),
    (open_government, "utf-8", ("索 引 号", "组配分类", "打印本页", "网站地图", "公网安备")),
    (definition_list, "gb18030", ("登录", "机构职能", "您现在的位置", "索引号", "热点推荐", "主办单位", "ICP备")),
    (tables_of_2005, "gb18030", ("公告栏目", "首　页", "版权所有")),
    (newer_page, "utf-8-sig", ("搜索", "全站", "二维码", "隐藏", "打印", "网友评论", "专题专栏", "Copyright")),
    (university_cms, "utf-8", ("发布日期", "上一条", "关于丙的通知", "关闭", "公安备案")),
    (word_export, "utf-8", ()),
    (two_parts, "utf-8", ("欢迎访问", "相关链接", "一图读懂", "扫一扫")),
]


@pytest.mark.parametrize(("site", "encoding", "furniture"), SITES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_full_page_gives_its_document_and_names_its_furniture(site, encoding, furniture):
    source = page_of(site().encode(encoding))
    lines = lines_of(source)
    assert [line for line in lines if not line.startswith("附件")] == BODY
    for words in furniture:
        assert words not in "\n".join(lines)
        assert words in left_out(source)
    assert {each.kind for each in source.omissions} <= {OmissionKind.BOILERPLATE}


def test_the_title_stands_above_the_text_with_the_highest_level():
    for site, encoding, _ in SITES:
        if site is not word_export:
            assert page_of(site().encode(encoding)).blocks[0] == Block(TITLE, level=1)


def test_files_to_download_that_are_named_behind_the_text_belong_to_it():
    assert lines_of(page_of(ministry()))[-1] == "附件：甲市专利资助申请表.docx"


def test_a_page_without_a_known_place_of_its_text_says_so_and_one_of_text_alone_does_not():
    assert any("没有认出" in warning for warning in page_of(definition_list()).warnings)
    assert page_of(word_export()).warnings == ()
    assert page_of(ministry()).warnings == ()


def test_prose_outside_of_the_text_is_left_out_with_a_warning():
    abroad = "本网站的这段说明文字很长，它不属于任何文件的正文，但是读者可能想知道它说了什么内容。"
    source = page_of(f'<div class="TRS_Editor">{TEXT}</div><div class="x">{abroad}</div>')
    assert abroad in left_out(source)
    assert any(str(printed(abroad)) in warning for warning in source.warnings)


def test_a_box_with_a_known_name_that_holds_little_is_not_the_text():
    source = page_of(f'<div id="zoom">检索</div><div>{TEXT}</div>')
    assert PARAGRAPHS[-1] in lines_of(source)
    assert "检索" in lines_of(source)


def test_a_part_that_a_style_hides_is_text_when_it_is_most_of_the_page():
    source = page_of(f'<p>加载中</p><div style="display:none">{TEXT}</div>')
    assert PARAGRAPHS[0] in lines_of(source)


def test_a_headline_in_a_box_called_head_and_the_signature_behind_the_text_are_of_the_document():
    head = '<div class="head"><a href="/">首页</a><h1>关于做好专利资助工作的通知</h1></div>'
    signed = "<p>甲市知识产权局</p><p>二〇二一年三月五日</p>"
    source = page_of(f'<body>{head}<div class="content">{TEXT}</div>{signed}<div>访客留言</div>')
    assert lines_of(source) == ["关于做好专利资助工作的通知", *BODY[1:], "甲市知识产权局", "二〇二一年三月五日"]
    assert left_out(source).split() == ["首页", "访客留言"]


# What the page states


def test_the_information_table_is_stated_with_its_words_and_is_no_text():
    source = page_of(open_government())
    assert stated(source, Field.INDEX_NUMBER) == ["002930000/2021-00012"]
    assert stated(source, Field.ISSUERS) == ["甲市政府办"]
    assert stated(source, Field.DOCUMENT_NUMBER) == ["甲政办发〔2021〕12号"]
    assert stated(source, Field.WRITTEN_ON) == ["2021-03-05"]
    assert stated(source, Field.VALIDITY) == ["有效"]
    assert stated(source, Field.TITLE) == [TITLE, TITLE]
    words = next(each.words for each in source.stated if each.field is Field.INDEX_NUMBER)
    assert words == "索 引 号：002930000/2021-00012"


def test_an_information_list_is_read_and_a_value_that_says_nothing_is_none():
    source = page_of(definition_list())
    assert stated(source, Field.INDEX_NUMBER) == ["3302/2021-5"]
    assert stated(source, Field.DOCUMENT_NUMBER) == ["甲政办发〔2021〕12号"]
    assert stated(source, Field.EXPIRES_ON) == []
    assert stated(source, Field.TITLE) == [TITLE]


BLOCKS = {
    "dl": "<dl><dt>索引号</dt><dd>01/2</dd><dt>发文机关</dt><dd>甲市</dd><dt>文号</dt><dd>甲政〔2021〕1号</dd></dl>",
    "one line": "<p>索引号：01/2　发文机关：甲市　文号：甲政〔2021〕1号</p>",
    "brackets": "<div>[索引号] 01/2</div><div>[发文机关] 甲市</div><div>[文号] 甲政〔2021〕1号</div>",
    "one cell each": "<table><tr><td>索引号：01/2</td><td>发文机关：甲市</td></tr>"
    "<tr><td>文号：甲政〔2021〕1号</td><td></td></tr></table>",
    "spans": "<p><span>索 引 号</span>：01/2</p><p><strong>发文机关：</strong>甲市</p><p>文 号 ：甲政〔2021〕1号</p>",
    "th": "<table><tr><th>索引号</th><td>01/2</td><th>发文机关</th><td>甲市</td></tr>"
    "<tr><th>文号</th><td>甲政〔2021〕1号</td><th>主题词</th><td></td></tr></table>",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_an_information_block_in_any_markup(block):
    source = body_of(block + TEXT)
    assert stated(source, Field.INDEX_NUMBER) == ["01/2"]
    assert stated(source, Field.ISSUERS) == ["甲市"]
    assert stated(source, Field.DOCUMENT_NUMBER) == ["甲政〔2021〕1号"]
    assert lines_of(source) == BODY[1:]


def test_an_empty_value_does_not_take_the_headline_for_one():
    source = body_of(
        f"<div>索引号：</div><div>01/2</div><div>发布机构：甲市</div><div>文号：</div><h1>{TITLE}</h1>{TEXT}"
    )
    assert lines_of(source)[0] == TITLE
    assert stated(source, Field.DOCUMENT_NUMBER) == []


def test_a_table_of_the_text_with_a_column_called_number_is_data():
    rows = "<tr><th>序号</th><th>标题</th><th>文号</th></tr><tr><td>1</td><td>甲办法</td><td>甲政〔2021〕1号</td></tr>"
    source = body_of(f"{TEXT}<table>{rows}</table>")
    assert source.blocks[-1].rows == (("序号", "标题", "文号"), ("1", "甲办法", "甲政〔2021〕1号"))
    assert source.stated == ()


def test_meta_tags_and_the_line_under_the_headline_are_stated():
    source = page_of(ministry())
    assert stated(source, Field.PUBLISHED_ON) == ["2021-03-08 09:15", "2021-03-08 09:15"]
    assert stated(source, Field.SOURCE) == ["甲市政府办", "甲市政府办"]
    assert "ArticleTitle：" + TITLE in [each.words for each in source.stated]


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        ("关于甲的通知_政策文件_乙市人民政府", "关于甲的通知"),
        ("关于甲的通知-乙市知识产权局", "关于甲的通知"),
        ("关于甲的通知 - 乙部门户网站", "关于甲的通知"),
        ("甲规划（2021-2025年）_中国政府网", "甲规划（2021-2025年）"),
        ("甲规划2021-2025年", "甲规划2021-2025年"),
    ],
)
def test_a_page_title_without_its_site(shown, title):
    assert without_site(shown) == title


def test_every_label_is_bare():
    assert all(re.fullmatch("[一-龥]+", label) for label in LABELS)


@pytest.mark.parametrize("row", FURNITURE, ids=lambda row: row.name)
def test_furniture_is_known_by_its_words(row):
    assert all(row.pattern.fullmatch(example) for example in row.examples)
    assert not any(is_furniture(other) for other in row.counterexamples)


# Paragraphs


@pytest.mark.parametrize(
    ("inner", "lines"),
    [
        ("<p>　　第一条&nbsp;为了<b>加强</b>管理。</p>", ["第一条 为了加强管理。"]),
        ("<p>一<br>二<br/>三</p>四<div>五<div>六</div>七</div>", ["一", "二", "三", "四", "五", "六", "七"]),
        ("<p>一行\n接着\n  写 and\nmore</p>", ["一行接着写 and more"]),
        ("<p>10<sup>3</sup>立方米H<sub>2</sub>O</p>", ["103立方米H2O"]),
        ("<p>甲<p>乙<li>丙", ["甲", "乙", "丙"]),
        ("<pre>第一条 甲\n第二条 乙</pre>", ["第一条 甲", "第二条 乙"]),
        ("<p>第一\u200b条\ufeff 甲&#8203;</p>", ["第一条 甲"]),
        (
            "<p>一<!-- 注 -->二</p><script>x</script><noscript>无</noscript><template><p>样</p></template>三",
            ["一二", "三"],
        ),
        ("<p>&lt;5% &amp; &ldquo;甲&rdquo; &#12288;乙</p>", ["<5% & “甲” 　乙"]),
        ("<p>前<span style='DISPLAY : none'>藏</span>后</p>", ["前后"]),
    ],
    ids=["inline", "br and div", "line ends", "sup", "unclosed", "pre", "zero width", "no text", "entities", "hidden"],
)
def test_paragraphs(inner, lines):
    assert lines_of(body_of(inner)) == lines


@pytest.mark.parametrize(
    ("inner", "lines"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1.甲", "2.乙"]),
        ('<ol start="3"><li><p>甲</p><li value="7"><b>乙</b><li>丙</ol>', ["3.甲", "7.乙", "8.丙"]),
        (
            '<ol type="a"><li>甲<li>乙</ol><ol type="I"><li>甲<li>乙<li>丙<li>丁</ol>',
            ["a.甲", "b.乙", "I.甲", "II.乙", "III.丙", "IV.丁"],
        ),
        ('<ol style="list-style-type: cjk-ideographic"><li>甲<li value=12>乙</ol>', ["一、甲", "十二、乙"]),
        ('<ol style="list-style: none"><li>1. 甲</ol><ul><li>乙</ul>', ["1. 甲", "乙"]),
        ("<ol reversed><li>甲<li>乙</ol><ol><li></li><li>丙</ol>", ["2.甲", "1.乙", "2.丙"]),
    ],
    ids=["plain", "start and value", "letters and Roman", "Han", "none", "reversed and empty"],
)
def test_the_numbers_of_lists_are_put_back(inner, lines):
    assert lines_of(body_of(inner)) == lines


def test_headings_keep_their_level_unless_they_are_decoration():
    sentence = "本办法所称专利，是指发明、实用新型和外观设计，" * 3 + "适用本办法。"
    source = body_of(f"<h2>第一章 总则</h2>{TEXT}<h3>{sentence}</h3><h3>一<br>般</h3>")
    levels = {block.text: block.level for block in source.blocks}
    assert levels["第一章 总则"] == 2
    assert levels["一般"] == 3
    assert levels[sentence] is None
    decorated = body_of("".join(f"<h4>{line}</h4>" for line in PARAGRAPHS))
    assert {block.level for block in decorated.blocks} == {None}


def test_pictures_in_the_text_are_counted_and_ornaments_are_not():
    ornaments = '<img src="a.gif" width="20" height="20"><img src="b.gif" style="display:none">'
    source = body_of(f'<img src="logo.png">{TEXT}<p>{ornaments}<img src="图.png"></p><p>后文。</p>')
    assert source.warnings == ("正文里有 1 幅图片，图片中的文字没有读取",)


# Tables


def table_of(inner: str, attributes: str = 'border="1"') -> Block:
    source = body_of(f"<p>前</p><table {attributes}>{inner}</table><p>后</p>")
    tables = [block for block in source.blocks if block.kind is BlockKind.TABLE]
    assert len(tables) == 1
    return tables[0]


def test_merged_cells_stand_once_in_the_text_and_everywhere_in_the_rows():
    table = table_of(
        '<tr><td rowspan="2">地区</td><td colspan="2">目标</td></tr><tr><td>2021</td><td>2025</td></tr>'
        '<tr><td>甲</td><td>1</td><td>2</td></tr><tr><td colspan="0">乙</td><td>3</td><td>4</td></tr>'
    )
    assert table.rows[:2] == (("地区", "目标", "目标"), ("地区", "2021", "2025"))
    assert table.text.split("\n")[1] == "\t2021\t2025"
    assert table.header_rows == 2


def test_the_page_says_how_many_rows_name_the_columns():
    head = "<thead><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></thead>"
    assert table_of(head + "<tbody><tr><td>1</td><td>2</td></tr></tbody>").header_rows == 2
    assert table_of("<tr><th>甲</th><th>乙</th></tr><tr><th>丙</th><td>1</td></tr>").header_rows == 1


def test_absurd_spans_cover_what_there_is():
    table = table_of(
        '<tr><td>甲</td><td colspan="65535">乙</td></tr><tr><td rowspan="99999">1</td><td>2</td><td>3</td></tr>'
    )
    assert table.rows == (("甲", "乙", "乙"), ("1", "2", "3"))


def test_columns_and_rows_that_only_serve_the_looks_are_taken_out():
    table = table_of(
        '<tr><td colspan="2">甲</td><td colspan="3">乙</td></tr><tr><td rowspan="2" colspan="2">1</td>'
        '<td rowspan="2" colspan="3">2</td>'
        '</tr><tr></tr><tr><td colspan="2">3</td><td colspan="3">4</td></tr>'
    )
    assert table.rows == (("甲", "乙"), ("1", "2"), ("3", "4"))


def test_the_caption_stands_above_its_table_and_a_table_inside_a_cell_is_read_in_it():
    inner = "<table><tr><td>内一</td></tr><tr><td>内二</td></tr></table>"
    rows = f"<tr><td>类</td><td>值</td></tr><tr><td>甲类的项目</td><td>{inner}</td></tr><tr><td>乙</td><td>无</td></tr>"
    source = body_of(f"<table border=1><caption>表一　资助标准</caption>{rows}</table>")
    assert lines_of(source)[0] == "表一　资助标准"
    assert source.blocks[1].rows[1] == ("甲类的项目", "内一内二")


def test_a_small_drawn_cell_is_a_frame_and_a_scaffold_around_the_page_is_none():
    frame = '<table style="border: solid 1px"><tr><td><p>专栏1 资助工程</p><p>说明。</p></td></tr></table>'
    source = body_of(f"<table border=1><tr><td>{TEXT}{frame}<p>后文。</p></td></tr></table>")
    boxed = [(block.text, block.box is not None) for block in source.blocks if block.kind is BlockKind.TEXT]
    assert boxed[-3:] == [("专栏1 资助工程", True), ("说明。", True), ("后文。", False)]
    assert not any(box for _, box in boxed[:-3])
    assert [block.kind for block in source.blocks].count(BlockKind.TABLE) == 1


def test_words_between_the_cells_of_a_broken_table_are_kept():
    source = body_of("<table border=1>散<tr><td>甲</td><td>乙</td></tr>落<tr><td>1</td><td>2</td></tr></table>")
    assert "".join(lines_of(source)) == "散甲乙落12"


# Encodings, damage and malice


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("gb2312", "utf-8"),
        ("big5", "big5"),
        ("utf-8", "utf-16"),
        ("", "gb18030"),
    ],
)
def test_encodings_by_mark_by_label_and_by_trial(label, encoding):
    text = "為了保護專利" if encoding == "big5" else "为了保护专利，制定本办法，自公布之日起施行。"
    page = f"<html><head><meta charset={label}></head><body><p>{text}</p></body></html>"
    assert lines_of(page_of(page.encode(encoding))) == [text]


def test_a_few_damaged_characters_are_read_with_a_warning():
    page = f"<meta charset=gbk><body>{TEXT}<p>坏".encode("gbk") + b"\xff</p><p>\xb2\xbb</p>"
    source = page_of(page)
    assert "不" in lines_of(source)
    assert "编码损坏" in source.warnings[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<p>\x00</p>", "编码"),
        (b"From: <Saved by Blink>\nMIME-Version: 1.0\n<html>", "mht"),
        (b"<meta charset=gbk>" + bytes(range(128, 255)) * 40, "编码"),
        (b"<!-- -->", "没有内容"),
    ],
    ids=["nul", "archive", "no encoding", "only a comment"],
)
def test_what_is_no_page_is_refused_in_a_sentence(content, words):
    with pytest.raises(FileRefused, match=words):
        read(content)


def test_a_text_with_the_name_of_a_page_is_read_as_text():
    assert lines_of(page_of("第一条 甲\n第二条 乙\n")) == ["第一条 甲", "第二条 乙"]


def test_entities_and_outside_files_are_not_followed():
    bomb = '<!DOCTYPE html [<!ENTITY a "乙乙乙"><!ENTITY f SYSTEM "file:///etc/hostname">]><body><p>甲&a;&f;</p>'
    assert lines_of(page_of(bomb))[-1] == "甲&a;&f;" or "甲&a;&f;" in lines_of(page_of(bomb))[-1]


def test_paragraphs_inside_one_another_for_want_of_closing_tags_are_all_read():
    source = page_of("<body>" + "".join(f"<div><font>第{n}段" for n in range(3000)))
    assert lines_of(source)[-1] == "第2999段"
    assert len(source.blocks) == 3000


def test_endless_depth_and_many_nested_tables_neither_hang_nor_lose_words():
    assert lines_of(page_of("<div>甲" * 100_000 + "乙"))[-1] == "甲乙"
    assert "".join(lines_of(page_of("<table border=1><tr><td>甲</td><td>" * 300 + "乙"))) == "甲" * 300 + "乙"
    with pytest.raises(FileRefused, match="太深"):
        read(("<table><tr><td>" * 5000 + "甲").encode())


def test_a_page_of_many_paragraphs_is_read_whole():
    source = page_of("<body>" + "<p>为了保护专利，制定本办法，自公布之日起施行。</p>" * 20_000)
    assert len(source.blocks) == 20_000


PARTS = (
    "<p> </p> <table> <tr> <td> <td~rowspan=2> <td~colspan=3> </table> <a~href=x> </a> <ol> <li> <h1> </h1>",
    "<div~hidden> <div~class=TRS_Editor> <div~class=nav> </div> <br> <!-- 甲 一、总则。 &nbsp; &lt; 打印",
    "<script> </script> <form> <b> <pre> </pre> <caption> <select> <button> 索引号： 发文机关：乙 文号 版权所有",
)


def read_or_refuse(content: bytes) -> None:
    try:
        balanced(read(content))
    except FileRefused as refused:
        message = str(refused)
    else:
        message = "读"
    assert re.search("[一-龥]", message)
    assert "\n" not in message


@LAW
@given(st.lists(st.sampled_from([part.replace("~", " ") for row in PARTS for part in row.split()]), max_size=40))
def test_any_page_is_balanced_or_refused(parts):
    read_or_refuse(("".join(parts) + "<p>末").encode())


@LAW
@given(st.binary(max_size=300))
def test_random_bytes_are_read_or_refused(content):
    read_or_refuse(b"<html>" + content)


# The same plan as a page


def as_page(source: Source) -> str:
    """The blocks as a site would print them: paragraphs, bordered tables, a bordered cell around a 专栏."""
    parts: list[str] = []
    frame: int | None = None
    for block in (*source.blocks, Block("")):
        if block.box != frame:
            parts.append("</td></tr></table>" if frame else "")
            parts.append('<table border="1"><tr><td>' if block.box else "")
            frame = block.box
        if block.kind is BlockKind.TABLE:
            cells = [
                "".join(f"<td>{escaped(cell)}</td>" for cell in line.split("\t")) for line in block.text.split("\n")
            ]
            parts.append('<table border="1"><tr>' + "</tr><tr>".join(cells) + "</tr></table>")
        else:
            parts.append(f"<p>{escaped(block.text)}</p>")
    return "<html><head><meta charset=utf-8></head><body>" + "\n".join(parts) + "</body></html>"


def escaped(text: str) -> str:
    return escapes.escape(text).replace(" ", "&nbsp;")


def shape_of(block: Block) -> tuple[str, BlockKind, tuple[tuple[str, ...], ...], bool]:
    return block.text, block.kind, block.rows, block.box is not None


def test_the_plan_as_a_page_gives_the_same_tree_tables_and_passages():
    text = read_file(PLAN, PLAN.read_bytes())
    page = page_of(as_page(text))
    assert [shape_of(block) for block in page.blocks] == [shape_of(block) for block in text.blocks]
    first, second = (
        parse(source, document="plan", file="f", sha256="", known={}, fallback_title="规划") for source in (text, page)
    )
    assert second.sections == first.sections
    assert list(passages_of(second)) == list(passages_of(first))

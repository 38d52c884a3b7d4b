"""OFD: words in the order in which they are read, wherever the file puts them, and nothing lost without a name."""

import io
import zipfile

import pytest

from kb.errors import FileRefused
from kb.model import BlockKind, OmissionKind, Source
from kb.read import ofd
from kb.read.ofd.types import deltas, number, numbers

NAMESPACE = "http://www.ofdspec.org/2016"


def text(words: str, x: float, y: float, size: float = 5.6, code: str = "", **attributes: object) -> str:
    """A TextObject whose base line begins at (x, y); its characters are one em apart."""
    steps = " ".join([str(size)] * (len(words) - 1))
    code = code or f'<TextCode X="0" Y="{size}" DeltaX="{steps}">{words}</TextCode>'
    more = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<TextObject Boundary="{x} {y - size} {len(words) * size} {size}" Size="{size}" {more}>{code}</TextObject>'


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<PathObject Boundary="{x0} {y0} {x1 - x0} {y1 - y0}">'
        f"<AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</AbbreviatedData></PathObject>"
    )


def page(*objects: str, template: str = "") -> str:
    used = f'<Template TemplateID="{template}"/>' if template else ""
    return f'<Page xmlns="{NAMESPACE}">{used}<Content><Layer>{"".join(objects)}</Layer></Content></Page>'


def package(*pages: str, common: str = "", rest: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    listed = "".join(f'<Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    members: dict[str, str | bytes] = {
        "OFD.xml": f'<OFD xmlns="{NAMESPACE}"><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>',
        "Doc_0/Document.xml": (
            f'<Document xmlns="{NAMESPACE}"><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>'
            f"{common}</CommonData><Pages>{listed}</Pages>{rest}</Document>"
        ),
        **{f"Doc_0/Pages/Page_{i}/Content.xml": content for i, content in enumerate(pages)},
        **(more or {}),
    }
    return zipped(members)


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def read(content: bytes) -> Source:
    source = ofd.read(content)
    texts = [block.text for block in source.blocks] + [each.text for each in source.omissions]
    assert source.characters == sum(len("".join(text.split())) for text in texts)
    return source


def texts(content: bytes) -> list[str]:
    return [block.text for block in read(content).blocks]


def omitted(content: bytes) -> dict[OmissionKind, str]:
    found: dict[OmissionKind, str] = {}
    for each in read(content).omissions:
        found[each.kind] = found.get(each.kind, "") + each.text
    return found


LETTER = (
    text("关于同意设立中心的函", 60, 40, 7.7),
    text("甲区人民政府：", 28, 60),
    text("你区《关于设立知识产权保护中心的请示》收悉。经研究", 39.2, 70),
    text("，同意设立。", 28, 80),
    text("此函。", 39.2, 90),
    text("乙市人民政府办公室", 120, 120),
    text("2021年3月10日", 130, 130),
)
PARAGRAPHS = [
    "关于同意设立中心的函",
    "甲区人民政府：",
    "你区《关于设立知识产权保护中心的请示》收悉。经研究，同意设立。",
    "此函。",
    "乙市人民政府办公室",
    "2021年3月10日",
]


def test_a_letter_is_read_as_its_paragraphs() -> None:
    source = read(package(page(*LETTER)))
    assert [block.text for block in source.blocks] == PARAGRAPHS
    assert {block.page for block in source.blocks} == {1}


def test_the_order_of_the_file_does_not_count() -> None:
    assert texts(package(page(*LETTER[::-1]))) == PARAGRAPHS


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org", ""])
def test_the_namespace_does_not_count(namespace: str) -> None:
    assert texts(package(page(*LETTER).replace(NAMESPACE, namespace))) == PARAGRAPHS


def test_characters_one_by_one_make_lines() -> None:
    singles = [text(char, 28 + 5.6 * i, 60) for i, char in enumerate("第一条为了促进创新")]
    assert texts(package(page(*singles[::-1]))) == ["第一条为了促进创新"]


@pytest.mark.parametrize(
    ("written", "count", "found"),
    [
        ("1 2 3", 3, [1, 2, 3]),
        ("g 3 5.5", 3, [5.5] * 3),
        ("g 2 5 7 g 2 1", 5, [5, 5, 7, 1, 1]),
        ("5", 3, [5, 5, 5]),
        ("g 999999999 5", 2, [5, 5]),
        ("5 x 7", 3, [5, 5, 5]),
        ("", 2, []),
        (None, 2, []),
        ("g", 2, []),
        ("1e9", 1, [0]),
    ],
)
def test_distances_are_written_short(written: str | None, count: int, found: list[float]) -> None:
    assert deltas(written, count) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [("0 0 210 297", [0, 0, 210, 297]), ("1,2", [1, 2]), ("a", []), ("nan", []), ("inf", []), ("", []), (None, [])],
)
def test_arrays(written: str | None, found: list[float]) -> None:
    assert numbers(written) == found
    assert number(written, 7.0) == (found[0] if found else 7.0)


def test_distances_place_the_characters() -> None:
    code = '<TextCode X="0" Y="5" DeltaX="g 2 6 60 g 2 6">甲乙丙丁戊己</TextCode>'
    assert texts(package(page(text("甲乙丙丁戊己", 20, 60, code=code)))) == ["甲乙丙 丁戊己"]


def test_a_second_code_of_an_object_keeps_the_height_of_the_first() -> None:
    code = '<TextCode X="0" Y="5" DeltaX="6">甲乙</TextCode><TextCode X="12" DeltaX="6">丙丁</TextCode>'
    assert texts(package(page(text("甲乙丙丁", 20, 60, code=code)))) == ["甲乙丙丁"]


def test_a_scaled_object_stands_where_its_matrix_puts_it() -> None:
    code = '<TextCode X="0" Y="12" DeltaX="12 12">甲乙丙</TextCode>'
    scaled = '<TextObject Boundary="40 60 20 5" CTM="0.3528 0 0 0.3528 0 0" Size="12">' + code + "</TextObject>"
    assert texts(package(page(text("前", 34, 64.2), scaled, text("后", 53, 64.2)))) == ["前甲乙丙后"]


def test_words_of_latin_letters_are_parted_and_not_torn() -> None:
    code = '<TextCode X="0" Y="5" DeltaX="4 2 2 2 2.8 2 2">Word OFD</TextCode>'
    assert texts(package(page(text("Word OFD", 20, 60, 5, code=code)))) == ["Word OFD"]


def test_a_table_between_rules_keeps_its_rows() -> None:
    rules = [rule(20, y, 140, y) for y in (50, 60, 70)] + [rule(x, 50, x, 70) for x in (20, 80, 140)]
    cells = [text("指标", 22, 57), text("数值", 82, 57), text("专利", 22, 67), text("120", 82, 67)]
    table = read(package(page(text("主要指标", 80, 45), *rules, *cells))).blocks[-1]
    assert table.kind is BlockKind.TABLE
    assert table.rows == (("指标", "数值"), ("专利", "120"))


def test_a_cell_without_rules_inside_covers_several_places() -> None:
    rules = [rule(20, y, 140, y) for y in (50, 60, 80)]
    rules += [rule(80, 70, 140, 70)] + [rule(x, 50, x, 80) for x in (20, 80, 140)]
    cells = [text("区县", 22, 57), text("数值", 82, 57), text("海曙", 22, 72), text("120", 82, 67), text("35", 82, 77)]
    (table,) = read(package(page(*rules, *cells))).blocks
    assert table.rows == (("区县", "数值"), ("海曙", "120"), ("海曙", "35"))


def test_rules_that_are_thin_filled_shapes_make_a_table_too() -> None:
    def bar(x: float, y: float, wide: float, high: float) -> str:
        data = f"M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C"
        return (
            f'<PathObject Boundary="{x} {y} {wide} {high}" Stroke="false" Fill="true">'
            f"<AbbreviatedData>{data}</AbbreviatedData></PathObject>"
        )

    rules = [bar(20, y, 120, 0.3) for y in (50, 60, 70)] + [bar(x, 50, 0.3, 20) for x in (20, 80, 140)]
    cells = [text("指标", 22, 57), text("数值", 82, 57), text("专利", 22, 67), text("120", 82, 67)]
    (table,) = read(package(page(*rules, *cells))).blocks
    assert table.rows == (("指标", "数值"), ("专利", "120"))


def test_a_template_stands_on_each_page_that_uses_it() -> None:
    common = '<TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    more: dict[str, str | bytes] = {"Doc_0/Tpls/Tpl_0/Content.xml": page(text("申请人：", 28, 60))}
    pages = [page(text(words, 50.4, 60), template="9") for words in ("甲公司", "乙公司")]
    content = package(*pages, common=common, more=more)
    assert [(block.text, block.page) for block in read(content).blocks] == [
        ("申请人：甲公司", 1),
        ("申请人：乙公司", 2),
    ]


def test_running_heads_and_page_numbers_are_set_aside() -> None:
    pages = [
        page(
            text("乙市人民政府公报", 70, 15, 4),
            text(f"第{word}条本条规定第{word}件事。", 28, 60),
            text(f"— {i} —", 98, 285, 4),
        )
        for i, word in enumerate("一二三四", start=1)
    ]
    assert len(texts(package(*pages))) == 4
    found = omitted(package(*pages))
    assert found[OmissionKind.RUNNING_HEAD] == "乙市人民政府公报" * 4
    assert found[OmissionKind.PAGE_NUMBER] == "— 1 —— 2 —— 3 —— 4 —"


ANNOTATIONS = "<Annotations>Annots/Annotations.xml</Annotations>"


@pytest.mark.parametrize(
    ("kind", "subtype", "expected"),
    [
        ("Watermark", "Watermark", OmissionKind.WATERMARK),
        ("Stamp", "Stamp", OmissionKind.WATERMARK),
        ("Stamp", "FreeText", OmissionKind.COMMENT),
        ("Highlight", "", OmissionKind.COMMENT),
    ],
)
def test_stamps_and_remarks_are_set_aside(kind: str, subtype: str, expected: OmissionKind) -> None:
    note = f'<Annot Type="{kind}" Subtype="{subtype}"><Appearance>{text("内部资料", 30, 90)}</Appearance></Annot>'
    more: dict[str, str | bytes] = {
        "Doc_0/Annots/Annotations.xml": '<A><Page PageID="0"><FileLoc>Page_0/Annot.xml</FileLoc></Page></A>',
        "Doc_0/Annots/Page_0/Annot.xml": f"<PageAnnot>{note}</PageAnnot>",
    }
    content = package(page(*LETTER), rest=ANNOTATIONS, more=more)
    assert texts(content) == PARAGRAPHS
    assert omitted(content) == {expected: "内部资料"}


def test_slanted_words_and_patterns_are_watermarks() -> None:
    slanted = text("保密资料", 30, 90, CTM="0.7 0.7 -0.7 0.7 0 0")
    pattern = (
        '<PathObject Boundary="0 0 210 297"><FillColor><Pattern><CellContent>'
        f"{text('严禁复制', 0, 5)}</CellContent></Pattern></FillColor></PathObject>"
    )
    content = package(page(*LETTER, slanted, pattern))
    assert texts(content) == PARAGRAPHS
    assert omitted(content) == {OmissionKind.WATERMARK: "保密资料\n严禁复制"}


def test_words_that_are_not_shown_are_set_aside() -> None:
    content = package(page(*LETTER, text("看不见", 28, 200, Visible="false"), text("页外", 500, 60)))
    assert omitted(content) == {OmissionKind.HIDDEN: "看不见页外"}


def test_words_drawn_twice_to_look_bold_count_once() -> None:
    content = package(page(*LETTER, text("甲区人民政府：", 28.1, 60)))
    assert texts(content) == PARAGRAPHS
    assert omitted(content) == {OmissionKind.HIDDEN: "甲区人民政府："}


def test_a_drawing_that_a_page_refers_to_holds_words() -> None:
    unit = f'<Res><CompositeGraphicUnits><CompositeGraphicUnit ID="7"><Content>{text("图中字", 0, 6)}</Content>'
    content = package(
        page(text("甲", 28, 60), '<CompositeObject ResourceID="7" Boundary="100 100 50 50" CTM="1 0 0 1 0 0"/>'),
        common="<DocumentRes>DocumentRes.xml</DocumentRes>",
        more={"Doc_0/DocumentRes.xml": unit + "</CompositeGraphicUnit></CompositeGraphicUnits></Res>"},
    )
    assert texts(content) == ["甲", "图中字"]


def test_drawings_that_hold_each_other_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    many = '<CompositeObject ResourceID="7"/>' * 12
    content = package(
        page(text("甲", 28, 60), many),
        common="<DocumentRes>DocumentRes.xml</DocumentRes>",
        more={"Doc_0/DocumentRes.xml": f'<Res><CompositeGraphicUnit ID="7">{many}</CompositeGraphicUnit></Res>'},
    )
    monkeypatch.setattr(ofd, "ROOM", 20_000)
    with pytest.raises(FileRefused, match="多得不正常"):
        ofd.read(content)


def test_two_documents_of_one_package_follow_each_other() -> None:
    members: dict[str, str | bytes] = {
        "OFD.xml": "<OFD>"
        + "".join(f"<DocBody><DocRoot>Doc_{i}/Document.xml</DocRoot></DocBody>" for i in (0, 1))
        + "</OFD>"
    }
    for i, word in enumerate("甲乙"):
        members[f"Doc_{i}/Document.xml"] = '<Document><Pages><Page ID="1" BaseLoc="Content.xml"/></Pages></Document>'
        members[f"Doc_{i}/Content.xml"] = page(text(word, 28, 60))
    assert [(block.text, block.page) for block in read(zipped(members)).blocks] == [("甲", 1), ("乙", 2)]


@pytest.mark.parametrize("location", ["/Doc_0/P.xml", "Doc_0/P.xml", "P.xml", "p.XML", "./P.xml", "..\\Doc_0\\P.xml"])
def test_a_page_is_found_however_its_path_is_written(location: str) -> None:
    members: dict[str, str | bytes] = {
        "OFD.xml": "<OFD><DocBody><DocRoot>/Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        "Doc_0/Document.xml": f'<Document><Pages><Page ID="1" BaseLoc="{location}"/></Pages></Document>',
        "Doc_0/P.xml": page(text("甲", 28, 60)),
    }
    assert texts(zipped(members)) == ["甲"]


def test_missing_resources_cost_no_text() -> None:
    content = package(
        page(*LETTER, '<ImageObject ResourceID="3" Boundary="0 0 9 9"/>', template="77"),
        common="<PublicRes>PublicRes.xml</PublicRes><DocumentRes>DocumentRes.xml</DocumentRes>",
        rest=ANNOTATIONS,
    )
    assert texts(content) == PARAGRAPHS


@pytest.mark.parametrize("broken", ["", "<Page><Content>"])
def test_a_page_that_is_lost_is_named(broken: str) -> None:
    source = read(package(page(*LETTER), broken, page(*LETTER)))
    assert [block.page for block in source.blocks] == [1] * 6 + [3] * 6
    assert any("第 2 页" in warning for warning in source.warnings)


def test_a_page_that_is_a_picture_is_named() -> None:
    source = read(package(page(*LETTER), page('<ImageObject ResourceID="3" Boundary="0 0 210 297"/>')))
    assert any("第 2 页" in warning and "图片" in warning for warning in source.warnings)


def test_a_page_of_codes_without_meaning_is_set_aside_and_named() -> None:
    codes = "".join(chr(0xE100 + i) for i in range(30))
    content = package(page(*LETTER), page(text(codes, 20, 60), text("." * 40, 20, 80, 2)))
    assert [block.text for block in read(content).blocks] == PARAGRAPHS
    assert any("第 2 页的文字是乱码" in warning for warning in read(content).warnings)


def test_attachments_are_named() -> None:
    more: dict[str, str | bytes] = {"Doc_0/Attachments.xml": '<Attachments><Attachment Name="名单"/></Attachments>'}
    source = read(package(page(*LETTER), rest="<Attachments>Attachments.xml</Attachments>", more=more))
    assert any("名单" in warning for warning in source.warnings)


@pytest.mark.parametrize("name", ["Encryptions.xml", "Doc_0/encryption.xml", "Decryptseed.dat"])
def test_an_encrypted_package_is_refused(name: str) -> None:
    with pytest.raises(FileRefused, match="加了密"):
        ofd.read(package(page(*LETTER), more={name: b"<a/>"}))


def test_signatures_and_checksums_lock_nothing() -> None:
    more: dict[str, str | bytes] = {"OFDEntries.xml": b"<a/>", "Doc_0/Signs/Signatures.xml": b"<a/>"}
    assert texts(package(page(*LETTER), more=more)) == PARAGRAPHS


@pytest.mark.parametrize(
    "pages", [[page(rule(20, 20, 90, 20))], [page('<ImageObject ResourceID="3" Boundary="0 0 210 297"/>')], [page()]]
)
def test_an_ofd_without_words_says_what_to_do(pages: list[str]) -> None:
    with pytest.raises(FileRefused, match=r"没有文字.*PDF"):
        ofd.read(package(*pages))


@pytest.mark.parametrize(
    "members",
    [
        {"OFD.xml": "<OFD"},
        {"OFD.xml": "<OFD/>"},
        {"OFD.xml": "<OFD><DocRoot>Doc_0/Document.xml</DocRoot></OFD>"},
        {
            "OFD.xml": "<OFD><DocRoot>D.xml</DocRoot></OFD>",
            "D.xml": '<D><Pages><Page ID="1" BaseLoc="P.xml"/></Pages></D>',
        },
        {"OFD.xml": "<OFD><DocRoot>D.xml</DocRoot></OFD>", "D.xml": "<D"},
    ],
)
def test_a_package_without_its_parts_is_damaged(members: dict[str, str | bytes]) -> None:
    with pytest.raises(FileRefused, match="损坏"):
        ofd.read(zipped(members))


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd, "PAGES", 2)
    with pytest.raises(FileRefused, match="拆成几份"):
        ofd.read(package(*[page(*LETTER)] * 3))


def test_stray_codes_and_comments_lose_no_character() -> None:
    stray = "<TextCode>丙</TextCode>"
    code = '<TextCode X="0" Y="5" DeltaX="6">甲<!-- 注 -->乙</TextCode>'
    clip = f"<Clips><Clip><Area>{text('丁', 0, 5)}</Area></Clip></Clips>"
    content = package(page(text("甲乙", 28, 60, code=clip + code), stray))
    assert texts(content) == ["甲乙"]
    assert omitted(content) == {OmissionKind.HIDDEN: "丁丙"}

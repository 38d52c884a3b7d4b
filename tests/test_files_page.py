"""文件与索引: what everybody sees, what only the operator may do, and that each act is done, said and written down."""

import re
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.build import build, job
from kb.collect import TRASH
from kb.library import Library
from kb.model import Document, Fact, Field, ParseReport
from kb.model.validity import Standing
from kb.operate import audit, trial
from kb.operate.attempts import FREE
from kb.operate.audit import Act, latest
from kb.operate.holding import waiting
from kb.operate.stock import Changes
from kb.pages.html import inventory, operated
from kb.settings import ROOT, Settings
from kb.store.generation import writing
from tests.page import markup_of, text_of

PASSWORD = "正确的管理密码"
POLICY = "丙市商业秘密保护办法\n第一条　为了保护商业秘密，制定本办法。\n第二条　每年评选二十家示范企业。\n"
FILES = {
    "甲办法.md": "# 甲市专利资助办法\n\n第一条 为了鼓励发明创造，制定本办法。\n\n第二条 每件发明专利资助三千元。\n",
    "乙规定.txt": "乙市商标奖励规定\n第一条　获得驰名商标的企业，奖励五十万元。\n第二条　本规定自公布之日起施行。\n",
    "空.txt": "",
}
TRICKY = "<img src=x onerror=alert(1)>&amp;"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small base with its index and a file that was refused; nobody changes it."""
    folder = tmp_path_factory.mktemp("built")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    settings.corpus.mkdir()
    for name, text in FILES.items():
        (settings.corpus / name).write_text(text, "utf-8")
    build(settings)
    return settings


@pytest.fixture
def base(built: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of it, with an operator's password."""
    mine = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    shutil.copytree(built.corpus, mine.corpus)
    shutil.copytree(built.index, mine.index)
    return use(mine, monkeypatch, PASSWORD)


def use(settings: Settings, monkeypatch: pytest.MonkeyPatch, password: str = "") -> Settings:
    monkeypatch.setenv("KB_CORPUS", str(settings.corpus))
    monkeypatch.setenv("KB_INDEX", str(settings.index))
    monkeypatch.setenv("KB_OPERATOR_PASSWORD", password)
    return replace(settings, operator_password=password or None)


def opened(part: str = "") -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.switch_page("kb/pages/files.py").run()
    return seen(page, part) if part else page


def seen(page: AppTest, part: str) -> AppTest:
    page.segmented_control(key="part").set_value(part).run()
    return page


def logged_in(part: str = "管理") -> AppTest:
    page = opened("管理")
    page.text_input(key="kb-files-password").set_value(PASSWORD)
    press(page, "kb-files-login-submit")
    return seen(page, part)


def press(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


def keys(page: AppTest) -> set[str]:
    return {each.key for each in page.button if each.key}


def press_first(page: AppTest, prefix: str) -> AppTest:
    """Press the first of the buttons that several rows have."""
    return press(page, next(each.key for each in page.button if each.key and each.key.startswith(prefix)))


def shown(page: AppTest) -> str:
    return text_of(markup_of(page))


def uploaded(page: AppTest, *files: tuple[str, bytes], settings: Settings) -> AppTest:
    page.file_uploader(key="kb-files-upload").set_value([(name, content, "") for name, content in files]).run()
    reading = trial.latest(settings.corpus)
    if reading:
        reading.wait(120)
    return page.run()


def rebuilt(page: AppTest, settings: Settings, key: str = "kb-files-rebuild") -> AppTest:
    press(page, key)
    running = job.latest(settings)
    assert running is not None
    running.wait(120)
    return page.run()


# What everybody sees.


def test_everybody_sees_what_is_in_the_base_and_what_is_not(base: Settings) -> None:
    page = opened()
    text = shown(page)
    assert "现用版本gen-000001库内文件2 份" in text
    assert "待入库没有" in text
    assert "甲市专利资助办法" in text
    assert "甲办法.md·3 个章节·" in text
    assert "解析核对一字不少" in text
    outside = shown(seen(page, "没有入库"))
    assert "空.txt：文件是空的" in outside
    assert "文件夹里的文件都已入库，没有改动" in outside


def test_what_a_build_would_change_is_said_honestly(base: Settings) -> None:
    (base.corpus / "丙.txt").write_text(POLICY, "utf-8")
    (base.corpus / "丁.txt").write_text(POLICY.replace("丙市", "丁市"), "utf-8")
    (base.corpus / "乙规定.txt").unlink()
    page = opened()
    assert "有 2 份文件还没有入库、1 份已不在文件夹里，请重建索引" in shown(page)
    assert "待入库3 份" in shown(page)
    assert "已不在文件夹里" in shown(page)
    outside = shown(seen(page, "没有入库"))
    assert "还没有入库（2 份）" in outside
    assert "丙.txt" in outside


def test_without_a_password_the_page_only_shows_and_says_how_to_set_one(
    base: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(base, monkeypatch)
    page = opened("管理")
    assert "python -m kb password" in shown(page)
    assert [each.key for each in page.text_input] == []
    for part in ("库内文件", "没有入库", "索引版本", "管理"):
        assert not any("remove" in key or "rebuild" in key or "back" in key for key in keys(seen(page, part)))


def test_who_is_not_logged_in_finds_no_act(base: Settings) -> None:
    page = opened()
    for part in ("库内文件", "没有入库", "索引版本", "管理"):
        acts = keys(seen(page, part)) - {"kb-files-verify", "kb-files-login-submit", "kb-files-missing"}
        assert acts == set()
        assert not page.file_uploader


def test_the_documents_are_filtered_by_words(base: Settings) -> None:
    page = opened()
    page.text_input(key="kb-files-filter").set_value("商标  乙").run()
    assert "共 1 份文件" in shown(page)
    assert "乙市商标奖励规定" in shown(page)
    assert "甲市专利资助办法" not in shown(page)
    page.text_input(key="kb-files-filter").set_value("商标 甲").run()
    assert "没有符合" in shown(page)


def test_many_documents_come_fifty_at_a_time(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(120):
        text = f"第{number}号通知\n第一条　本通知讲第{number}件事。\n"
        (settings.corpus / f"通知{number:03}.txt").write_text(text, "utf-8")
    build(settings)
    use(settings, monkeypatch)
    page = opened()
    assert "共 122 份文件，第 1 / 3 页" in shown(page)
    files = []
    for _ in range(3):
        files += re.findall(r"(\S+\.(?:txt|md))·\d+ 个章节", shown(page))
        if not page.button(key="kb-files-page-documents-on").disabled:
            press(page, "kb-files-page-documents-on")
    assert len(files) == len(set(files)) == 122
    page.text_input(key="kb-files-filter").set_value("通知119").run()
    assert "共 1 份文件" in shown(page)


def test_the_missing_documents_are_looked_for_on_demand_only(base: Settings) -> None:
    (base.corpus / "丙.txt").write_text("丙市办法\n第一条　依据《丁市产业促进条例》，制定本办法。\n", "utf-8")
    build(base)
    page = opened("缺少的文件")
    assert "丁市产业促进条例" not in shown(page)
    press(page, "kb-files-missing")
    assert "《丁市产业促进条例》" in shown(page)
    assert "《丙市办法》第一条" in shown(page)


def test_the_index_is_verified_on_demand_only(base: Settings) -> None:
    page = opened("索引版本")
    assert "完好" not in shown(page).replace("核对索引是否完好", "")
    press(page, "kb-files-verify")
    assert "索引 gen-000001 完好" in shown(page)
    dictionary = base.index / "gen-000001/dictionary.txt"
    dictionary.write_bytes(dictionary.read_bytes() + b"x")
    press(page, "kb-files-verify")
    assert "文件 dictionary.txt 的内容与清单不符" in shown(page)


def test_a_damaged_index_or_a_wrong_catalog_is_said_and_the_rest_is_shown(base: Settings) -> None:
    (base.corpus / "catalog.toml").write_text("[[document]\n", "utf-8")
    (base.index / "CURRENT").write_text("gen-000009", "utf-8")
    text = shown(opened("索引版本"))
    assert "索引的当前版本 gen-000009 不在" in text
    assert "catalog.toml 写得不对" in text
    assert "gen-000001" in text


# Who may.


def test_the_operator_logs_in_and_out_in_one_session_only(base: Settings) -> None:
    page = logged_in()
    assert "已登录" in shown(page) or "操作记录" in shown(page)
    assert {"kb-files-rebuild", "kb-files-logout"} <= keys(page)
    assert page.file_uploader
    assert keys(opened("管理")) == {"kb-files-login-submit"}
    press(page, "kb-files-logout")
    assert "已退出登录" in shown(page)
    assert keys(page) == {"kb-files-login-submit"}
    assert [each.act for each in latest(base.corpus)] == ["退出", "登录"]


def test_wrong_passwords_are_counted_for_all_sessions_and_never_written_down(base: Settings) -> None:
    for left in (4, 3, 2, 1, 0):
        page = opened("管理")
        page.text_input(key="kb-files-password").set_value("猜猜看")
        press(page, "kb-files-login-submit")
        assert (f"还可以试 {left} 次" if left else "请等 60 秒再试") in shown(page)
    page = opened("管理")
    page.text_input(key="kb-files-password").set_value(PASSWORD)
    press(page, "kb-files-login-submit")
    assert re.search(r"密码错得太多，请等 \d+ 秒再试", shown(page))
    assert not page.file_uploader
    written = (base.corpus / audit.FILE).read_text("utf-8")
    assert len(written.splitlines()) == FREE
    assert "猜猜看" not in written
    assert PASSWORD not in written


def test_a_mangled_hash_is_a_sentence(base: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    use(base, monkeypatch, "scrypt$改坏了")
    page = opened("管理")
    page.text_input(key="kb-files-password").set_value("scrypt$改坏了")
    press(page, "kb-files-login-submit")
    assert "KB_OPERATOR_PASSWORD 写得不对" in shown(page)
    assert not page.file_uploader


# What the operator does.


def test_an_upload_is_tried_taken_in_built_and_found(base: Settings) -> None:
    page = uploaded(logged_in(), ("甲/丙办法.txt", POLICY.encode()), settings=base)
    assert "丙办法.txt可以加入" in shown(page)
    assert "《丙市商业秘密保护办法》·3 个章节" in shown(page)
    assert not (base.corpus / "丙办法.txt").exists()
    press_first(page, "kb-files-add-")
    assert "已加入“丙办法.txt”" in shown(page)
    assert "有 1 份文件还没有入库，请重建索引。" in shown(page)
    assert waiting(base.corpus) == ()
    rebuilt(page, base)
    assert "已建成 gen-000002：3 份文件，1 份没能入库" in shown(page)
    assert Library.open(base).search("商业秘密")[0].document == "丙办法"
    acts = [(each.act, each.what, each.outcome) for each in latest(base.corpus)]
    assert acts[0] == ("重建索引结束", "", "建成 gen-000002，3 份文件，1 份没能入库")
    assert acts[2][:2] == ("加入", "丙办法.txt")
    assert acts[3] == ("上传", "丙办法.txt", "等着加入")


def test_uploads_that_will_not_do_are_said_one_by_one(base: Settings) -> None:
    held = (base.corpus / "乙规定.txt").read_bytes()
    page = uploaded(
        logged_in(),
        (TRICKY + ".exe", b"MZ"), ("空.txt", b""), (".隐藏.txt", b"x"), ("坏.pdf", b"%PDF-1.7\nno"), ("副本.txt", held),
        settings=base,
    )  # fmt: skip
    text = shown(page)
    assert "还不能读取 .exe 的文件" in text
    assert "文件是空的" in text
    assert "隐藏文件" in text
    assert "与库里的“乙规定.txt”内容相同" in text
    assert "坏.pdf不能加入" in text
    assert not any(key.startswith("kb-files-add") for key in keys(page))
    assert "<img" not in markup_of(page)
    press_first(page, "kb-files-drop-")
    assert len(waiting(base.corpus)) == 1


def test_the_words_of_a_document_under_another_name_are_recognised(base: Settings) -> None:
    again = (base.corpus / "乙规定.txt").read_bytes().replace(b"\n", b"\n\n")
    page = uploaded(logged_in(), ("乙规定（新版式）.txt", again), settings=base)
    assert "与库里的“乙规定.txt”正文一字不差" in shown(page)


def test_several_are_taken_in_at_once_and_a_name_that_is_there_is_replaced_only_when_asked(base: Settings) -> None:
    newer = "乙市商标奖励规定\n第一条　获得驰名商标的企业，给予一次性奖励八十万元。\n".encode()
    files = (("丙.txt", POLICY.encode()), ("丁.txt", POLICY.replace("丙", "丁").encode()), ("乙规定.txt", newer))
    page = uploaded(logged_in(), *files, settings=base)
    press(page, "kb-files-add-all")
    assert "已加入 2 份文件" in shown(page)
    assert (base.corpus / "乙规定.txt").read_bytes() != newer
    press_first(page, "kb-files-add-")
    assert "已更新“乙规定.txt”" in shown(page)
    assert (base.corpus / "乙规定.txt").read_bytes() == newer
    assert len(list((base.corpus / TRASH).rglob("乙规定.txt"))) == 1


def test_a_document_is_removed_in_two_steps_and_lies_in_the_trash(base: Settings) -> None:
    page = logged_in("库内文件")
    press_first(page, "kb-files-remove-")
    assert "确定移走“甲办法.md”吗" in shown(page) or "确定移走“乙规定.txt”吗" in shown(page)
    press(page, "kb-files-remove-no")
    assert len(list(base.corpus.glob("*.*"))) >= 3
    press_first(page, "kb-files-remove-")
    press_first(page, "kb-files-remove-yes")
    assert "已移走" in shown(page)
    assert "有 1 份已不在文件夹里，请重建索引。" in shown(page)
    assert len([path for path in (base.corpus / TRASH).rglob("*") if path.is_file()]) == 1
    assert latest(base.corpus)[0].act == "移走"


def test_a_refused_file_can_be_removed_too(base: Settings) -> None:
    page = logged_in("没有入库")
    press_first(page, "kb-files-remove-")
    press_first(page, "kb-files-remove-yes")
    assert not (base.corpus / "空.txt").exists()


def test_after_going_back_the_pages_answer_from_the_old_generation(base: Settings) -> None:
    page = logged_in("索引版本")
    assert "kb-files-back" not in keys(page)
    (base.corpus / "丙.txt").write_text(POLICY, "utf-8")
    build(base)
    page.run()
    press(page, "kb-files-back")
    assert "确定退回 gen-000001" in shown(page)
    press(page, "kb-files-back-no")
    assert Library.open(base).generation == "gen-000002"
    press(page, "kb-files-back")
    press(page, "kb-files-back-yes")
    assert "已退回 gen-000001" in shown(page)
    assert "已退回，不用" in shown(page)
    assert "有 1 份文件还没有入库" in shown(page)
    assert Library.open(base).generation == "gen-000001"
    asked = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    asked.query_params["q"] = "商业秘密示范企业评选多少家"
    assert "丙市商业秘密保护办法" not in shown(asked.run())


def test_a_build_that_fails_is_a_sentence_for_everybody_and_the_old_generation_stays(base: Settings) -> None:
    page = logged_in()
    moved = base.corpus.with_name("搬走了")
    with writing(base.index):
        rebuilt(page, base)
    assert "另一处正在建库" in shown(page)
    assert "另一处正在建库" in shown(opened())
    base.corpus.rename(moved)
    rebuilt(page, base)
    assert f"没有找到文件夹 {base.corpus}" in shown(page)
    assert Library.open(base).generation == "gen-000001"
    moved.rename(base.corpus)
    rebuilt(page, base, "kb-files-rebuild")
    assert "已建成 gen-000002" in shown(opened())


def test_a_build_that_was_killed_is_said(base: Settings) -> None:
    (base.index / "building-gen-000002").mkdir()
    assert "有一次建库中途断了" in shown(opened())


def test_a_session_that_comes_back_sees_the_build_that_goes_on(base: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is closed in mid-build; a new one shows the same build, and pressing again starts no other."""
    gate = threading.Event()
    real = job.build

    def held(*arguments: object, **options: object) -> object:
        assert gate.wait(120)
        return real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "build", held)
    page = logged_in()
    press(page, "kb-files-rebuild")
    running = job.latest(base)
    assert running is not None
    other = opened()
    assert "期间照常查询旧的一版" in shown(other)
    assert "kb-files-rebuild" not in keys(other)
    asked = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    asked.query_params["q"] = "驰名商标奖励多少"
    assert "五十万元" in shown(asked.run())
    assert job.start(base) is running
    gate.set()
    running.wait(120)
    assert "已建成 gen-000002" in shown(other.run())


def test_an_act_of_a_session_that_is_not_logged_in_is_refused(base: Settings) -> None:
    """Even where a button of an earlier login is pressed."""
    page = logged_in("库内文件")
    page.session_state["kb-operator"] = False
    page.session_state["kb-files-removing"] = "甲办法.md"
    page.button(key="kb-files-rebuild").click().run()
    assert "请先登录" in shown(page)
    assert job.latest(base) is None


# The drawings.


def test_everything_is_drawn_letter_for_letter() -> None:
    document = Document("d", TRICKY, TRICKY, "", (), (Fact(Field.FETCHED_ON, "2026-11-01", "", "catalog.toml"),))
    entered = inventory.entered_on(document, 0.0)
    drawings = [
        inventory.row(document, 3, Standing(), entered, TRICKY),
        inventory.wanted(TRICKY, (("d", TRICKY),) * 5, {"d": TRICKY}),
        inventory.differing(Changes(added=(TRICKY,), removed=(TRICKY,))),
        operated.acts([Act("2026-11-28T09:30:00+08:00", TRICKY, TRICKY, TRICKY, TRICKY)]),
        operated.turned_away([(TRICKY, TRICKY)]),
        operated.said(TRICKY, bad=True),
        operated.verified(TRICKY, [TRICKY]),
        operated.asked(TRICKY),
    ]
    for drawn in drawings:
        assert "<img" not in drawn
        assert TRICKY in text_of(drawn)
    assert "2026-11-01 放入" in drawings[0]


def test_a_report_that_does_not_balance_says_by_how_much() -> None:
    document = Document("d", "甲", "甲.pdf", "", (), (), (), ParseReport(characters=10, in_sections=7))
    assert "解析核对差 3 字" in inventory.row(document, 1, Standing(), None, "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (Changes(), ""),
        (Changes(added=("a", "b")), "有 2 份文件还没有入库，请重建索引。"),
        (Changes(catalog=True), "文件都已入库，但 catalog.toml 改过，请重建索引。"),
        (
            Changes(changed=("a",), again=("b",), catalog=True),
            "有 1 份入库后改过、1 份上次没能入库、后来改过、catalog.toml 改过，请重建索引。",
        ),
    ],
)
def test_what_is_due_in_one_sentence(changes: Changes, sentence: str) -> None:
    assert text_of(inventory.changed(changes, "请重建索引")) == sentence


@pytest.mark.parametrize(("count", "words"), [(0, "0 字节"), (2048, "2 KB"), (7 << 20, "7.0 MB"), (3 << 30, "3.0 GB")])
def test_sizes_in_words(count: int, words: str) -> None:
    assert inventory.size(count) == words

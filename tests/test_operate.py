"""The operator's room: who may, what was done, what waits, and what is out of date."""

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import HashEncoder
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kb import cli, collect
from kb.build import build, job, roll_back
from kb.collect import TRASH, Outcome
from kb.corpus import files_of
from kb.errors import BuildBusy, CorpusError, OperatorRefused
from kb.library import Library
from kb.operate import SUFFIXES, audit, fit, generations, holding, stock, trial
from kb.operate.attempts import FIRST, FORGOTTEN, FREE, LONGEST, Attempts, attempts_of, try_password
from kb.operate.audit import act_of, latest, record
from kb.operate.fit import Fit, verdicts
from kb.operate.holding import KEPT, drop, hold, safe_file_name, sweep, waiting
from kb.operate.password import LONGEST as LONGEST_PASSWORD
from kb.operate.password import SHORTEST, hashed, matches
from kb.settings import ROOT, Settings
from kb.store.generation import writing

POLICY = "丙市商业秘密保护办法\n第一条　为了保护商业秘密，制定本办法。\n第二条　每年评选二十家示范企业。\n"
GOOD = "正确的管理密码"
HASHED = hashed(GOOD * 2)


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


# The password.


@hypothesis_settings(max_examples=4, deadline=None)
@given(st.text(min_size=SHORTEST, max_size=40), st.text(max_size=40))
def test_a_hash_opens_to_its_password_and_to_no_other(password: str, other: str) -> None:
    line = hashed(password)
    assert password not in line
    assert line.count("$") == 5
    assert "'" not in line, "它要放在单引号里"
    assert matches(password, line)
    assert matches(other, line) == (other == password)


def test_two_hashes_of_one_password_differ() -> None:
    assert hashed(GOOD * 2) != HASHED
    assert hashed(GOOD * 2, b"salt" * 4) == hashed(GOOD * 2, b"salt" * 4)


@pytest.mark.parametrize("typed", ["", "错", GOOD + " ", GOOD[:-1], HASHED])
def test_a_plain_password_too_is_compared_whole(typed: str) -> None:
    assert matches(GOOD, GOOD)
    assert not matches(typed, GOOD)


def test_the_hash_itself_opens_nothing() -> None:
    assert not matches(HASHED, HASHED)


def test_a_password_composed_otherwise_is_the_same() -> None:
    assert matches("cafe\u0301-12345", "caf\u00e9-12345")


@pytest.mark.parametrize(
    "line",
    [
        "scrypt$", "scrypt$$$", "scrypt$32768$8$1$c2FsdA", "scrypt$3$8$1$c2FsdA$aGFzaA", "scrypt$0$8$1$c2FsdA$aGFzaA",
        "scrypt$1048576$99$1$c2FsdA$aGFzaA", "scrypt$32768$8$0$c2FsdA$aGFzaA", "scrypt$32768$8$1$s*lt$aGFzaA",
        "scrypt$32768$8$1$c2FsdA$a",
    ],
)  # fmt: skip
def test_a_mangled_hash_lets_nobody_in_and_says_so(line: str) -> None:
    with pytest.raises(OperatorRefused, match="python -m kb password"):
        matches(line, line)


@pytest.mark.parametrize("length", [0, SHORTEST - 1, LONGEST_PASSWORD + 1])
def test_a_password_that_keeps_nobody_out_or_cannot_be_typed_gets_no_hash(length: int) -> None:
    with pytest.raises(OperatorRefused, match="8 到 200 个字"):
        hashed("密" * length)


def test_the_command_prints_the_line_for_the_environment() -> None:
    printed = CliRunner().invoke(cli.kb, ["password"], input=f"{GOOD}{GOOD}\n", standalone_mode=False).stdout
    name, _, value = printed.strip().partition("=")
    assert name == "export KB_OPERATOR_PASSWORD"
    assert matches(GOOD * 2, value.strip("'"))
    assert GOOD not in printed


# The tries.


def wrong(attempts: Attempts, times: int) -> list[tuple[bool, int, int]]:
    tried = [attempts.tried(lambda: False) for _ in range(times)]
    return [(each.looked_at, each.wait, each.left) for each in tried]


def test_after_five_wrong_ones_everybody_waits_and_each_time_twice_as_long() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    assert wrong(attempts, FREE) == [(True, 0, 4), (True, 0, 3), (True, 0, 2), (True, 0, 1), (True, 60, 0)]
    assert wrong(attempts, 1) == [(False, 60, 0)]
    waits = []
    for _ in range(8):
        clock.now += attempts.wait()
        waits.append(wrong(attempts, 1)[0][1])
    assert waits == [120, 240, 480, LONGEST, LONGEST, LONGEST, LONGEST, LONGEST]


def test_while_one_waits_the_right_one_is_not_looked_at_and_then_it_is() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    wrong(attempts, FREE)
    clock.now += FIRST - 0.5
    assert not attempts.tried(lambda: pytest.fail("不该看密码")).right
    assert attempts.wait() == 1
    clock.now += 0.5
    assert attempts.tried(lambda: True).right
    assert wrong(attempts, 1) == [(True, 0, FREE - 1)], "对了就从头数"


def test_wrong_ones_are_forgotten_after_a_quiet_hour() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    wrong(attempts, FREE)
    clock.now += FIRST + FORGOTTEN
    assert wrong(attempts, 1) == [(True, 120, 0)]
    clock.now += 120 + FORGOTTEN + 1
    assert wrong(attempts, 1) == [(True, 0, FREE - 1)]


@hypothesis_settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 4000), st.booleans()), max_size=60))
def test_nobody_gets_more_tries_than_the_waits_allow(steps: list[tuple[float, bool]]) -> None:
    """However the tries fall: while a wait lasts none is looked at, and no wait is longer than the longest."""
    clock = Clock()
    attempts = Attempts(clock)
    for passed, right in steps:
        clock.now += passed
        waiting_for = attempts.wait()
        tried = attempts.tried(lambda right=right: right)  # type: ignore[misc]
        assert tried.looked_at == (waiting_for == 0)
        assert tried.right == (right and tried.looked_at)
        assert 0 <= attempts.wait() <= LONGEST
        assert tried.wait == attempts.wait()


def test_many_at_once_get_no_more_tries_than_one_after_the_other() -> None:
    attempts = Attempts(Clock())
    looked_at: list[int] = []
    with ThreadPoolExecutor(20) as threads:
        list(threads.map(lambda n: attempts.tried(lambda: bool(looked_at.append(n))), range(100)))
    assert len(looked_at) == FREE


def test_the_tries_are_shared_by_all_who_have_the_same_settings(tmp_path: Path) -> None:
    here = Settings(corpus=tmp_path, operator_password=GOOD)
    assert try_password(here, "错").sentence == "密码不对，还可以试 4 次"
    assert attempts_of(Settings(corpus=tmp_path, operator_password=GOOD)) is attempts_of(here)
    assert try_password(here, GOOD).sentence == "已登录"
    for _ in range(FREE):
        last = try_password(here, "错")
    assert last.sentence == "密码不对，请等 60 秒再试"
    assert "密码错得太多，请等" in try_password(here, GOOD).sentence


def test_without_a_password_none_is_right(tmp_path: Path) -> None:
    for typed in ("", "None", "x"):
        assert not try_password(Settings(corpus=tmp_path), typed).right


# The log of acts.


def test_an_act_is_read_back_the_newest_first(corpus: Path) -> None:
    assert latest(corpus) == ()
    moment = datetime(2026, 11, 28, 9, 30)
    acts = [act_of("移走", f"第{n}份\n<b>\udc80", "已移走", "10.0.0.8", moment) for n in range(60)]
    for act in acts:
        record(corpus, act)
    shown = latest(corpus)
    assert len(shown) == 50
    assert shown[0] == acts[-1]
    assert shown[0].when.startswith("2026-11-28T09:30:00+")
    assert len((corpus / audit.FILE).read_bytes().splitlines()) == 60


def test_the_log_can_be_read_by_its_owner_only_and_is_no_document(corpus: Path) -> None:
    record(corpus, act_of("登录", "", "已登录"))
    assert os.name == "nt" or (corpus / audit.FILE).stat().st_mode & 0o077 == 0
    assert audit.FILE not in {file.name for file in files_of(corpus)[0]}


def test_threads_add_whole_lines(corpus: Path) -> None:
    def many(thread: int) -> None:
        for n in range(40):
            record(corpus, act_of("加入", f"{thread}-{n} " + "很长的文件名" * 60, "已加入"))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(many, range(8)))
    lines = (corpus / audit.FILE).read_text("utf-8").splitlines()
    assert len(lines) == 320
    assert {json.loads(line)["what"].split()[0] for line in lines} == {f"{t}-{n}" for t in range(8) for n in range(40)}


def test_a_line_cut_short_hides_no_other(corpus: Path) -> None:
    record(corpus, act_of("登录", "", "已登录"))
    with (corpus / audit.FILE).open("ab") as file:
        file.write('{"when": "2026-11-28T09:30:00+08:00", "act": "移'.encode()[:-1])
    record(corpus, act_of("退出", "", ""))
    assert [act.act for act in latest(corpus)] == ["退出", "登录"]


def test_a_log_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / audit.FILE).mkdir()
    with pytest.raises(OperatorRefused, match="操作记录写不进"):
        record(tmp_path, act_of("登录", "", ""))


# Names.


@given(st.text(max_size=400), st.sampled_from([*SUFFIXES, ".PDF", ".Docx"]))
def test_a_kept_name_is_one_plain_segment_that_keeps_its_suffix(words: str, suffix: str) -> None:
    try:
        name = safe_file_name(words + suffix)
    except OperatorRefused:
        return
    assert name.endswith(suffix)
    assert not set(name) & set('/\\:*?"<>|\n\r\t\x00')
    assert not name.startswith((".", "~", " "))
    assert len(name.encode()) <= 255
    assert Path(name).name == name
    assert safe_file_name(name) == name


@pytest.mark.parametrize(
    ("uploaded", "kept"),
    [
        ("甲办法.txt", "甲办法.txt"),
        ("../../etc/甲办法.txt", "甲办法.txt"),
        ("C:\\文件\\甲办法.TXT", "甲办法.TXT"),
        ("甲\n办\x00法?.txt", "甲 办 法_.txt"),
        ("长" * 300 + ".pdf", "长" * 59 + "…" + "长" * 20 + ".pdf"),
        ("CON.txt", "_CON.txt"),
        ("   .txt", None),
        (".txt", None),
        (".隐藏.txt", None),
        ("~$甲.docx", None),
        ("", None),
        ("..", None),
        ("a/..", None),
        ("a/", "a"),
        ("甲.exe", None),
        ("甲", None),
    ],
)
def test_names_that_are_made_safe_and_names_that_are_refused(uploaded: str, kept: str | None) -> None:
    if kept and Path(kept).suffix:
        assert safe_file_name(uploaded) == kept
        return
    with pytest.raises(OperatorRefused, match="没有收下"):
        safe_file_name(uploaded)


# Files on trial.


def tried(corpus: Path, *uploads: tuple[str, str | bytes]) -> list[fit.Verdict]:
    """Uploads on trial, read, with the verdict on each of all that wait."""
    for name, content in uploads:
        hold(corpus, name, content.encode() if isinstance(content, str) else content)
    reading = trial.start(corpus)
    reading.wait(120)
    assert reading.error is None
    return list(verdicts(waiting(corpus), stock.stock(corpus), lambda _: None))


def test_a_file_is_read_before_it_is_taken_in(corpus: Path) -> None:
    (verdict,) = tried(corpus, ("丙/办法.txt", POLICY))
    assert (verdict.fit, verdict.reason, verdict.held.name) == (Fit.READY, "", "办法.txt")
    found = verdict.trial
    assert (found.title, found.sections, found.balanced) == ("丙市商业秘密保护办法", 3, True)
    assert found.characters == len("".join(POLICY.split()))
    assert "办法.txt" not in {file.name for file in files_of(corpus)[0]}, "试读的文件不算库内文件"


def test_what_is_taken_in_and_built_is_found(settings: Settings) -> None:
    (verdict,) = tried(settings.corpus, ("丙办法.txt", POLICY))
    (added,) = collect.add(settings.corpus, [str(verdict.held.path)])
    assert (added.outcome, added.file) == (Outcome.ADDED, "丙办法.txt")
    drop(settings.corpus, verdict.held.id)
    assert waiting(settings.corpus) == ()
    build(settings, encoder=HashEncoder())
    assert Library.open(settings, HashEncoder()).search("商业秘密")[0].document == "丙办法"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("甲.exe", b"MZ", "还不能读取 .exe"),
        ("甲", b"x", "没有后缀名"),
        ("空.txt", b"", "空的"),
        ("空白.txt", b" \n" * 5000, "空的"),
        (".txt", b"x", "隐藏"),
        ("", b"x", "没有名字"),
    ],
)
def test_what_cannot_be_read_is_not_even_held(corpus: Path, name: str, content: bytes, says: str) -> None:
    with pytest.raises(OperatorRefused, match=says):
        hold(corpus, name, content)
    assert waiting(corpus) == ()


def test_a_file_that_is_too_large_is_not_held(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "FILE_LIMIT", 10)
    assert hold(corpus, "十.txt", b"x" * 10).size == 10
    with pytest.raises(OperatorRefused, match="超过 200 MB，没有收下"):
        hold(corpus, "大.txt", b"x" * 11)


def test_a_file_that_its_reader_refuses_says_why(corpus: Path) -> None:
    broken, lying = tried(corpus, ("坏.pdf", b"%PDF-1.7\nnot really"), ("假.docx", "文字"))
    assert (broken.fit, lying.fit) == (Fit.REFUSED, Fit.REFUSED)
    assert "损坏" in broken.reason
    assert lying.reason


def test_doubles_are_found_among_the_held_and_in_the_corpus(corpus: Path) -> None:
    held = (corpus / "乙规定.txt").read_bytes()
    found = tried(corpus, ("甲.txt", POLICY), ("又一份.txt", POLICY), ("乙的副本.txt", held), ("甲.txt", POLICY + "附"))
    assert [each.fit for each in found] == [Fit.READY, Fit.REFUSED, Fit.REFUSED, Fit.REFUSED]
    assert [each.reason for each in found[1:]] == [
        "与一同上传的“甲.txt”内容相同，不必再加",
        "与库里的“乙规定.txt”内容相同，不必再加",
        "前面还有一份同名而内容不同的，请先处理那一份",
    ]


def test_another_content_of_a_name_may_take_its_place(corpus: Path) -> None:
    (verdict,) = tried(corpus, ("乙规定.txt", POLICY))
    assert verdict.fit is Fit.REPLACES
    (added,) = collect.add(corpus, [str(verdict.held.path)], replace=True)
    assert added.outcome is Outcome.CHANGED
    assert (corpus / "乙规定.txt").read_text("utf-8") == POLICY
    assert len(list((corpus / TRASH).rglob("乙规定.txt"))) == 1


def test_a_text_that_the_index_holds_under_another_name_is_said_so(corpus: Path) -> None:
    tried(corpus, ("丙.txt", POLICY))
    files = stock.stock(corpus)
    (verdict,) = verdicts(waiting(corpus), files, lambda _: "乙规定.txt")
    assert (verdict.fit, verdict.reason) == (Fit.REFUSED, "与库里的“乙规定.txt”正文一字不差，建库时不会重复收入")


def test_the_same_text_in_the_place_of_its_own_older_file_is_let_in(corpus: Path) -> None:
    tried(corpus, ("乙规定.txt", POLICY))
    (verdict,) = verdicts(waiting(corpus), stock.stock(corpus), lambda _: "乙规定.txt")
    assert verdict.fit is Fit.REPLACES


def test_what_waited_a_day_is_thrown_away_and_the_rest_stays(corpus: Path) -> None:
    old, fresh = hold(corpus, "旧.txt", b"x"), hold(corpus, "新.txt", b"y")
    for path in (old.path.parent, old.path):
        os.utime(path, (1, 1))
    assert sweep(corpus) == 1
    assert [each.id for each in waiting(corpus)] == [fresh.id]
    assert sweep(corpus, fresh.since + KEPT + 60) == 1
    assert waiting(corpus) == ()


def test_only_a_held_file_is_dropped(corpus: Path) -> None:
    hold(corpus, "甲.txt", b"x")
    for id_ in ("", ".", "..", "../..", "0123456789abcdef", "/"):
        drop(corpus, id_)
    assert len(waiting(corpus)) == 1
    assert (corpus / "乙规定.txt").exists()


def test_a_holding_folder_that_is_a_link_is_not_written_through(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    (corpus / holding.FOLDER).symlink_to(tmp_path / "别处")
    with pytest.raises(OperatorRefused, match="是链接"):
        hold(corpus, "甲.txt", b"x")
    assert list((tmp_path / "别处").iterdir()) == []
    assert waiting(corpus) == ()
    assert sweep(corpus) == 0


CHILD = """
import os, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from kb import collect
from kb.operate import holding, trial, written
corpus = Path({corpus!r})
step = {step!r}

def die(*_, **__):
    os.kill(os.getpid(), 9)

if step == "while it is written":
    os.fsync = die
held = holding.hold(corpus, "丙办法.txt", {content!r})
if step == "before it is read":
    die()
if step == "while its trial is written down":
    trial.write_whole = die
trial.start(corpus).wait(120)
if step == "before it is added":
    die()
if step == "while it is added":
    collect.shelf._sync = die
list(collect.add(corpus, [str(held.path)]))
if step == "before it is thrown away":
    die()
"""
STEPS = {
    "while it is written": ([], False),
    "before it is read": ([Fit.READY], False),
    "while its trial is written down": ([Fit.READY], False),
    "before it is added": ([Fit.READY], False),
    "while it is added": ([Fit.REFUSED], True),
    "before it is thrown away": ([Fit.REFUSED], True),
}
"""Where the process is killed, what is then said of what waits, and whether the corpus has the file."""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 是 POSIX 的信号")
@pytest.mark.parametrize("step", STEPS)
def test_killed_between_any_two_steps_nothing_is_lost_or_half_written(settings: Settings, step: str) -> None:
    build(settings, encoder=HashEncoder())
    code = CHILD.format(root=str(ROOT), corpus=str(settings.corpus), step=step, content=POLICY.encode())
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    fits, there = STEPS[step]
    assert [each.fit for each in tried(settings.corpus)] == fits
    names = {file.name: file.path.read_bytes() for file in files_of(settings.corpus)[0]}
    assert ("丙办法.txt" in names) == there
    assert names.get("丙办法.txt", POLICY.encode()) == POLICY.encode()
    library = Library.open(settings, HashEncoder())
    assert library.verify() == []
    assert {each.file for each in library.documents()} == {"甲办法.md", "乙规定.txt"}


# What is out of date.


def changes_of(settings: Settings) -> stock.Changes:
    library = Library.open(settings, HashEncoder())
    indexed = {each.file: each.sha256 for each in library.documents()}
    built = generations.kept(settings.index)[0].built.timestamp()
    files = stock.stock(settings.corpus)
    return stock.changes(settings.corpus, files, indexed, {each.file for each in library.refusals()}, built)


def test_what_a_build_would_change_is_named(settings: Settings) -> None:
    (settings.corpus / "空.txt").write_bytes(b"")
    (settings.corpus / "也空.txt").write_bytes(b"")
    build(settings, encoder=HashEncoder())
    assert changes_of(settings) == stock.Changes()
    (settings.corpus / "子").mkdir()
    (settings.corpus / "子/丙.txt").write_text(POLICY, "utf-8")
    (settings.corpus / "甲办法.md").write_text("# 甲市专利资助办法\n\n第一条 改了。\n", "utf-8")
    (settings.corpus / "乙规定.txt").unlink()
    (settings.corpus / "空.txt").write_text(POLICY + "附", "utf-8")
    (settings.corpus / "catalog.toml").write_text('[[document]]\nfile = "甲办法.md"\n', "utf-8")
    later = generations.kept(settings.index)[0].built.timestamp() + 10
    for name in ("空.txt", "catalog.toml"):
        os.utime(settings.corpus / name, (later, later))
    found = changes_of(settings)
    assert found == stock.Changes(("子/丙.txt",), ("甲办法.md",), ("乙规定.txt",), ("空.txt",), catalog=True)
    assert found.files == 4
    build(settings, encoder=HashEncoder())
    assert changes_of(settings).files == 0


def test_a_file_rewritten_with_the_same_words_is_no_change(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    path = settings.corpus / "乙规定.txt"
    path.write_bytes(path.read_bytes())
    assert changes_of(settings) == stock.Changes()


def test_a_file_of_equal_size_and_time_but_other_words_is_a_change(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    assert changes_of(settings) == stock.Changes()
    path = settings.corpus / "乙规定.txt"
    status = path.stat()
    path.write_bytes(path.read_bytes().replace("五十".encode(), "八十".encode()))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    assert changes_of(settings).changed == ("乙规定.txt",)


def test_a_corpus_with_a_wrong_catalog_is_a_sentence(corpus: Path) -> None:
    (corpus / "catalog.toml").write_text("[[document]\n", "utf-8")
    with pytest.raises(CorpusError, match="写得不对"):
        stock.stock(corpus)


# Generations, and one build for all.


def test_the_generations_on_the_disk_are_listed_the_newest_first(settings: Settings) -> None:
    assert generations.kept(settings.index) == ()
    for _ in range(2):
        build(settings, encoder=HashEncoder())
    newest, before = generations.kept(settings.index)
    assert (newest.name, newest.current, before.name, before.current) == ("gen-000002", True, "gen-000001", False)
    assert (newest.documents, newest.sections) == (2, 6)
    assert newest.size > 100_000
    (settings.index / "gen-000001/manifest.json").write_text("{}")
    assert generations.kept(settings.index)[1].documents is None


def test_a_build_that_was_stopped_leaves_its_trace_until_the_next(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    assert not generations.unfinished(settings.index)
    (settings.index / "building-gen-000002").mkdir()
    assert generations.unfinished(settings.index)
    build(settings, encoder=HashEncoder())
    assert not generations.unfinished(settings.index)


def test_after_going_back_the_next_build_keeps_the_good_generation(settings: Settings) -> None:
    """What was gone back to must not be thrown away for the sake of the one that was no good."""
    for _ in range(2):
        build(settings, encoder=HashEncoder())
    assert roll_back(settings) == "gen-000001"
    assert build(settings, encoder=HashEncoder()).generation == "gen-000003"
    assert [each.name for each in generations.kept(settings.index)] == ["gen-000003", "gen-000001"]
    assert roll_back(settings) == "gen-000001"


def test_nobody_goes_back_while_a_build_is_at_work(settings: Settings) -> None:
    for _ in range(2):
        build(settings, encoder=HashEncoder())
    with writing(settings.index), pytest.raises(BuildBusy):
        roll_back(settings)
    assert Library.open(settings, HashEncoder()).generation == "gen-000002"


def test_two_at_once_start_one_build_and_its_end_is_told_once(settings: Settings) -> None:
    told: list[str] = []
    gate = threading.Barrier(8)

    def press(_: int) -> job.Job:
        gate.wait()
        return job.start(settings, ended=lambda ended: told.append(ended.report.generation if ended.report else ""))

    with ThreadPoolExecutor(8) as threads:
        jobs = list(threads.map(press, range(8)))
    assert len(set(map(id, jobs))) == 1
    jobs[0].wait(120)
    assert told == ["gen-000001"]
    assert job.latest(settings) is jobs[0]


def test_the_end_of_a_build_that_failed_is_told_too(settings: Settings, tmp_path: Path) -> None:
    told: list[Exception | None] = []
    nowhere = Settings(corpus=tmp_path / "没有", index=settings.index)
    job.start(nowhere, ended=lambda ended: told.append(ended.error)).wait(60)
    assert [type(each) for each in told] == [CorpusError]


def test_whatever_waits_when_a_reading_is_asked_for_is_read(corpus: Path) -> None:
    """Also what comes while an earlier reading is just ending."""
    for number in range(12):
        hold(corpus, f"{number}.txt", POLICY.replace("二十", str(number)).encode())
        reading = trial.start(corpus)
        if number % 3 == 0:
            reading.wait(120)
    trial.start(corpus).wait(120)
    assert [each.fit for each in verdicts(waiting(corpus), {}, lambda _: None)] == [Fit.READY] * 12

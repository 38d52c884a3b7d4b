"""indicators, match and compare as an operator and an enterprise use them, and what they hand out as files."""

import csv
import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result
from conftest import HashEncoder
from test_force import HELD

from kb import cli
from kb.build import build, index
from kb.errors import KbError
from kb.library import Library, papers
from kb.model.comparison import Alignment, Change, Revision
from kb.model.paper import Grid
from kb.records.indicators import indicators_of
from kb.records.measures import measures_of
from kb.records.register import Register
from kb.records.relations import relations_of
from kb.settings import ROOT, Settings
from kb.store.catalog import Catalog
from kb.store.generation import current
from kb.validity import histories

PROFILE = str(ROOT / "docs" / "企业.toml")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("known") / "index"
    build(Settings(corpus=ROOT / "corpus", index=folder), encoder=HashEncoder())
    return folder


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> Library:
    settings = Settings(index=tmp_path_factory.mktemp("compared") / "index")
    index(settings, HELD, encoder=HashEncoder())
    return Library.open(settings, HashEncoder())


@pytest.fixture
def run(plan: Path, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setattr("kb.library.open_encoder", lambda _: HashEncoder())
    return Run(plan)


class Run:
    """Runs a command on the index of the plan."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(cli.kb, [arguments[0], "--index", str(self._folder), *arguments[1:]])


def test_what_is_read_from_the_index_is_what_the_documents_say(force: Library, plan: Path) -> None:
    library = Library.open(Settings(index=plan), HashEncoder())
    document = library.document("ningbo-ip-145")
    assert library.known.indicators() == indicators_of(document)
    catalog = Catalog(current(plan).catalog)
    assert catalog.measures([document.id]) == measures_of(document)
    held = [force.document(each.id) for each in HELD]
    register = Register(held)
    said = {each.id: register.resolved(each.id, relations_of(each)) for each in held}
    histories_ = histories(held, said, {each.id: register.editions(each.id) for each in held})
    for each in held:
        assert force.known.relations(each.id)[0] == said[each.id]
        assert force.known.history(each.id) == histories_[each.id]


def test_csv_is_one_figure_a_line(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("indicators", "--csv").stdout)))
    assert len(rows) == len(run("indicators", "--csv").stdout.splitlines()) - 1
    (row,) = (each for each in rows if each["指标"] == "著作权登记量" and each["年份"] == "2025")
    assert (row["数值"], row["单位"], row["性质"]) == ("8000", "件", "目标")


def test_the_list_shows_growth_and_what_disagrees(run: Run) -> None:
    shown = run("indicators").stdout
    assert "著作权登记量（件）　2020年目标：3500　2020年实际：5302　2025年目标：8000　增长 50.9%（年均 8.6%）" in shown
    assert "677（2020年）" in shown.partition("数字不同")[2]


def test_a_workbook_of_indicators_holds_numbers_as_numbers(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "指标.xlsx"
    assert run("indicators", "--xlsx", str(path)).exit_code == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["指标", "分年对照", "数字不同"]
    values = {(row[0], row[3]): row[1] for row in book["指标"].iter_rows(values_only=True)}
    assert values["著作权登记量", 2025] == 8000
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_filter_leaves_out_other_documents(run: Run) -> None:
    assert run("indicators", "--level", "国家").stdout == "没有读到指标\n"
    assert json.loads(run("indicators", "--json", "--level", "市").stdout)


def test_an_enterprise_gets_its_measures_with_conditions_and_questions(run: Run) -> None:
    told = json.loads(run("match", "--profile", PROFILE, "--json", "--limit", "3").stdout)
    assert [each["verdict"] for each in told["matches"]] == ["符合"] * 3
    assert "质押融资" in told["matches"][0]["offer"]["measure"]["words"]
    assert told["questions"]
    shown = run("match", "--profile", PROFILE).stdout
    assert "再说明这几点" in shown


def test_measures_are_handed_out_as_word_and_excel(run: Run, tmp_path: Path) -> None:
    word, excel = tmp_path / "措施.docx", tmp_path / "措施.xlsx"
    assert run("match", "--profile", PROFILE, "--docx", str(word), "--xlsx", str(excel)).exit_code == 0
    text = "\n".join(each.text for each in docx.Document(str(word)).paragraphs)
    assert "可享受的扶持措施" in text
    assert "质押融资" in text
    assert openpyxl.load_workbook(excel)["扶持措施"]["B2"].value == "符合"


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "读不了"), ("规模 = 9".encode(), "“规模”应是"), ("地区 = “宁波”".encode("gbk"), "UTF-8")],
    ids=["missing", "absurd", "another encoding"],
)
def test_a_wrong_profile_is_one_sentence(run: Run, tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "企业.toml"
    if content is not None:
        path.write_bytes(content)
    result = run("match", "--profile", str(path))
    assert isinstance(result.exception, KbError)
    assert says in str(result.exception)


def test_match_without_a_profile_says_what_is_wanted(run: Run) -> None:
    assert "--profile" in str(run("match").exception)


def test_a_repealed_rule_offers_nothing_any_more(force: Library) -> None:
    offered = {each.offer.document for each in force.known.match(force.known.profile(""))}
    assert "旧" not in offered
    assert "新" in offered


def test_two_editions_are_compared_article_by_article_the_older_first(force: Library) -> None:
    found = force.known.compare("二版", "一版")
    assert isinstance(found, Revision)
    (row,) = (row for row in found.of(Change.CHANGED) if row.old and row.old.sections == ("一版/1",))
    assert [run.old for run in row.runs if not run.new] == ["三千"]
    assert [run.new for run in row.runs if not run.old] == ["五千"]


def test_the_columns_of_the_table_are_called_by_the_days_of_the_editions(force: Library) -> None:
    paper = papers.comparison_paper(force.known.compare("二版", "一版"))
    (grid,) = (piece for piece in paper.pieces if isinstance(piece, Grid))
    assert grid.header == ("修改前（2010年5月1日）", "修改后（2020年10月17日）")


def test_two_documents_are_set_side_by_side(force: Library) -> None:
    found = force.known.compare("旧", "新")
    assert isinstance(found, Alignment)
    assert [(pair.a.sections[0], pair.b.sections[0]) for pair in found.pairs] == [("旧/1", "新/1")]
    assert "新/2" in {part.sections[0] for part in found.only_b}


def test_a_comparison_is_handed_out_as_word(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "对照.docx"
    assert run("compare", "ningbo-ip-145", "ningbo-ip-145", "--docx", str(path)).exit_code == 0
    assert docx.Document(str(path)).tables


def test_a_file_that_cannot_be_written_is_one_sentence(run: Run, tmp_path: Path) -> None:
    result = run("indicators", "--xlsx", str(tmp_path / "没有" / "指标.xlsx"))
    assert result.exit_code == 1
    assert "写不了" in result.output

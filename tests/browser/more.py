"""Documents beside the project's own: two editions of one text, a PDF whose page can be looked at, and a bad file."""

from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tools.browser.scenes import Scene

FIRST = "第一条　为了鼓励戊市的茶农，制定本办法。\n"
OLD = f"戊市茶园办法（2019-03-01）\n{FIRST}第二条　对上一年度新栽的茶园，经审核后每亩补贴三百元。\n"
NEW = f"戊市茶园办法（2022-03-01）\n{FIRST}第二条　对上一年度新栽的茶园，经审核后每亩补贴五百元。\n"


def _pdf(line: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    held = BytesIO()
    drawn = Canvas(held)
    drawn.setFont("STSong-Light", 16)
    drawn.drawString(72, 700, line)
    drawn.save()
    return held.getvalue()


FILES = {
    "旧.txt": OLD.encode(),
    "新.txt": NEW.encode(),
    "通知.pdf": _pdf("关于茶园的通知。茶园要防霜冻。"),
    "坏文件.pdf": b"no pdf",
}
COMPARED = Scene("compared", ".kb-compared ins", parameters={"doc": "新", "with": "旧"})
ORIGINAL = Scene("original", "img[src^='data:image/png']", parameters={"doc": "通知", "page": "1"})

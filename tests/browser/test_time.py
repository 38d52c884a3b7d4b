"""How long a person waits, printed and not judged: the machine may be busy."""

from collections.abc import Callable

from tools.browser.asking import FIELD, answer, reference, type_and_enter
from tools.browser.scenes import QUESTION
from tools.browser.visitor import Visitor

OTHER = "2025年有效发明专利的目标是多少"
ROUNDS = 5
UNTIL_DRAWN = """selector => {
  window.kbWaited = new Promise(done => addEventListener("keydown", pressed => {
    const look = () => document.querySelector(selector) ?
      requestAnimationFrame(() => done(performance.now() - pressed.timeStamp)) : requestAnimationFrame(look);
    look();
  }, { once: true, capture: true }));
}"""
"""From the press of Enter to the frame after the one in which the answer is there."""


def test_how_long_a_known_question_takes(visitor: Visitor, timed: Callable[[str, float], None]) -> None:
    visitor.go()
    for question in (QUESTION, OTHER):
        type_and_enter(visitor, question)
        answer(visitor, question)
    for question in (QUESTION, OTHER) * ROUNDS:
        visitor.page.fill(FIELD, question)
        visitor.page.evaluate(UNTIL_DRAWN, reference(question))
        visitor.page.press(FIELD, "Enter")
        timed("从按下回车到看见答案（问过的问题）", visitor.page.evaluate("kbWaited"))
        assert answer(visitor, question).quotes

"""The manual: a page a topic, in manual/*.md; a terminal has it drawn and page by page."""

import os
import pkgutil
import re

TOPICS = (  # in the order to read them
    *("numbers", "output"),
    *("growth", "target", "project", "track", "decompose", "check", "report", "backtest"),
    *("cases", "months", "rows", "schema", "library"),
    *("definitions", "evidence", "speed", "completion"),
)
WIDEST = 100  # columns of a line that is easy to read


def page(topic: str) -> str:
    """Return the page on a topic, in Markdown."""
    return (pkgutil.get_data("tradecalc", f"manual/{topic}.md") or b"").decode().rstrip("\n")


def contents() -> str:
    """Return the topics, each with the title of its page, which is `# topic: what it says`."""
    titles = {topic: page(topic).partition("\n")[0].partition(": ")[2] for topic in TOPICS}
    return "\n".join(f"  {topic:12} {title}" for topic, title in titles.items())


def leaf_through(text: str) -> None:
    """Show a page at a terminal, in the pager that its user has set."""
    from rich.console import Console  # noqa: PLC0415  a pipe has none of it
    from rich.markdown import Markdown  # noqa: PLC0415  the same
    from rich.theme import Theme  # noqa: PLC0415  the same

    os.environ["LESS"] = (
        f"-FRX {os.environ.get('LESS', '')}"  # with colours, and no waiting where a page fits
    )
    text = re.sub(r"\[[^]]+\]\((\w+)\.md\)", r"`tradecalc help \1`", text)
    theme = Theme({"markdown.code": "bold", "markdown.h1": "bold underline"})
    console = Console(width=min(Console().width, WIDEST), theme=theme)
    with console.pager(styles=True):
        console.print(Markdown(text, code_theme="ansi_light"))

"""HTML of mails as plain text, with what is quoted left out.

Which element holds the history differs from client to client: `_QUOTES` is the list.
"""

from __future__ import annotations

import re

from lxml import etree, html

#: More HTML than this is not read: nobody has written it.
_MOST_HTML = 1_000_000
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "center", "dd", "div", "dl"),
        *("dt", "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr"),
        "ul",
    )
)
_NOTHING = frozenset(("head", "script", "style", "title", "template", "noscript"))
_QUOTED_CLASSES = frozenset(
    (
        *("gmail_quote", "gmail_quote_container", "gmail_attr", "x_gmail_quote"),
        *("moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "zmail_extra"),
        *("tutanota_quote", "quoted-text"),
    )
)
_SIGNATURES = frozenset(
    ("gmail_signature", "moz-signature", "protonmail_signature_block")
)
_SIGNATURE_IDS = frozenset(("signature", "x_signature", "ms-outlook-mobile-signature"))
#: From these on, the rest of the mail is history.
_REST_IDS = frozenset(
    (
        *("divrplyfwdmsg", "x_divrplyfwdmsg", "appendonsend"),
        "mail-editor-reference-message-container",
    )
)
_OUTLOOK_LINE = re.compile(
    r"border-top:\s*solid\s+#(?:E1E1E1|B5C4DF)|border:none;\s*border-top:\s*solid",
    re.IGNORECASE,
)


def html_to_text(source: str, *, keep_quotes: bool = False) -> str:
    """Return the text of an HTML mail, a line per block.

    :param keep_quotes: leave the history in, for a forwarded mail
    """
    source = (source or "")[:_MOST_HTML].replace("\0", "")
    if not source.strip():
        return ""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(
            source.encode("utf-8", "replace"), parser=parser
        )
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    if not keep_quotes:
        _drop_quotes(root)
    pieces: list[str] = []
    _collect(root, pieces)
    text = "".join(pieces).replace("\xa0", " ")
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _drop_quotes(root) -> None:
    for element in list(root.iter("blockquote", "div", "span", "p", "table")):
        if element.getparent() is None:
            continue
        name = (element.get("id") or "").lower()
        classes = {word.lower() for word in (element.get("class") or "").split()}
        if name in _REST_IDS or _is_outlook_line(element):
            _drop_from(element)
        elif (
            classes & (_QUOTED_CLASSES | _SIGNATURES)
            or name in _SIGNATURE_IDS
            or (element.tag == "blockquote" and (element.get("type") or "") == "cite")
        ):
            element.drop_tree()


def _is_outlook_line(element) -> bool:
    """Tell whether this is the line that Outlook draws above the mail before."""
    if element.tag != "div" or not _OUTLOOK_LINE.search(element.get("style") or ""):
        return False
    begin = " ".join("".join(element.itertext()).split())[:300]
    return begin.count(":") > 2


def _drop_from(element) -> None:
    """Remove an element and all that follows it."""
    node = element
    while node.tag not in ("body", "html") and node.getparent() is not None:
        parent = node.getparent()
        for later in list(node.itersiblings()):
            parent.remove(later)
        node.tail = None
        node = parent
    element.drop_tree()


def _collect(root, pieces: list[str]) -> None:
    """Append the text below an element; a loop, since mails nest without end."""
    stack: list = [("open", root)]
    while stack:
        act, item = stack.pop()
        if act == "text":
            pieces.append(re.sub(r"\s+", " ", item))
            continue
        if act == "break":
            pieces.append("\n")
            continue
        tag = item.tag if isinstance(item.tag, str) else "script"
        if tag == "br":
            pieces.append("\n")
            continue
        if tag in _NOTHING:
            continue
        children: list = [("text", item.text)] if item.text else []
        for child in item:
            children.append(("open", child))
            if child.tail:
                children.append(("text", child.tail))
        if tag in _BLOCKS:
            pieces.append("\n")
            children.append(("break", None))
        if tag == "li":
            pieces.append("- ")
        elif tag in ("td", "th"):
            children.append(("text", " "))
        stack.extend(reversed(children))

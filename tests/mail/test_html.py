"""HTML mail → what a reader sees."""

import pytest

from bot.mail import new_text, read_forward, text_of_html

DEEP = 100_000


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">secret</div>',
        '<div style="DISPLAY : None !important">secret</div>',
        '<span style="font-size:0">secret</span>',
        '<span style="font-size:1px;line-height:1px">secret</span>',
        '<span style="visibility:hidden">secret</span>',
        '<span style="opacity:0">secret</span>',
        '<span style="mso-hide:all">secret</span>',
        '<div style="max-height:0;overflow:hidden">secret</div>',
        '<div style="position:absolute;left:-9999px">secret</div>',
        "<p hidden>secret</p>",
        '<font color="#ffffff">secret</font>',
        '<span style="color:white">secret</span>',
        '<span style="color:#fefefe">secret</span>',
        '<span style="color:rgb(255, 255, 255)">secret</span>',
        '<td bgcolor="#000"><font color="black">secret</font></td>',
        '<span style="color:transparent">secret</span>',
        "<style>.pre{display:none}</style><div class='big pre'>secret</div>",
        "<style>#x{visibility:hidden}</style><div id=x>secret</div>",
        "<script>secret</script>",
        "<title>secret</title>",
        "<!-- secret -->",
        "<!--[if mso]>secret<![endif]-->",
        "<template>secret</template>",
        '<div style="display:none"><table><tr><td></div>secret</td></tr></table></div>',
        '<p style="display:none">secret<p>',
        "<!-- secret that never ends",
    ],
)
def test_what_nobody_sees_is_dropped(hidden: str) -> None:
    assert text_of_html(f"<p>seen</p>{hidden}") == "seen"


@pytest.mark.parametrize(
    "html",
    [
        '<td style="font-size:0"><div style="font-size:13px">seen</div></td>',
        '<td style="background:#222222"><a style="color:#fff">seen</a></td>',
        '<table bgcolor="navy"><tr><td><font color="white">seen</font></td></tr></table>',
        "<style>@media print{.x{display:none}}</style><p class=x>seen</p>",
        '<p style="font-size:0.9em">seen</p>',
        "<p>s\u200be\u2060e\ufeffn</p>",
        "<![if !mso]>seen<![endif]>",
        "<p>seen</p></div></div></td>",
    ],
)
def test_what_a_reader_sees_stays(html: str) -> None:
    assert text_of_html(html) == "seen"


def test_blocks_breaks_lists_and_cells_become_lines() -> None:
    html = "<p>One<br>two</p><div>three</div><ul><li>a</li><li>b</li></ul>"
    html += "<table><tr><td>k</td><td>v</td></tr></table>"
    assert text_of_html(html) == "One\ntwo\n\nthree\n\n- a\n- b\n\nk\tv"


def test_quotations_are_marked_and_links_to_people_name_them() -> None:
    html = 'Yes<blockquote>From: <a href="mailto:eva@kiefer.example?x=1">Eva</a></blockquote>'
    assert text_of_html(html) == "Yes\n\n> From: Eva <eva@kiefer.example>"


def test_joiners_stay_in_scripts_that_need_them() -> None:
    assert text_of_html("<p>می\u200cخواهم</p><p>a\u200cb</p>") == "می\u200cخواهم\n\nab"


@pytest.mark.parametrize("tag", ["div", "blockquote", "td"])
def test_deep_nesting_comes_back_with_its_text(tag: str) -> None:
    assert "hello" in text_of_html(f"<{tag}>" * DEEP + "hello" + f"</{tag}>" * DEEP)


GMAIL = """<div dir="ltr">Yours?<br><br><div class="gmail_quote"><div dir="ltr">---------- Forwarded
 message ---------<br>From: <b class="gmail_sendername" dir="auto">Eva Roth</b> <span dir="auto">&lt;<a
 href="mailto:eva@kiefer.example">eva@kiefer.example</a>&gt;</span><br>Date: Wed, May 14, 2025 at 9:31 AM
<br>Subject: Offer<br>To: &lt;<a href="mailto:devi@agency.example">devi@agency.example</a>&gt;<br></div><br><br>
<div>Hello,<br>please quote.</div></div></div>"""
OUTLOOK = """<html><body><div class=WordSection1><p class=MsoNormal>Yours?<o:p></o:p></p><p class=MsoNormal>&nbsp;</p>
<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>Von:</b> Eva Roth
 &lt;eva@kiefer.example&gt; <br><b>Gesendet:</b> Mittwoch, 14. Mai 2025 09:31<br><b>An:</b> Devi
 &lt;devi@agency.example&gt;<br><b>Betreff:</b> Offer</p></div><p class=MsoNormal>&nbsp;</p>
<p class=MsoNormal>Hello,<br>please quote.</p></div></body></html>"""
APPLE = """<body>Yours?<br><div><br><blockquote type="cite"><div>Begin forwarded message:</div><br><div><span><b>From:
 </b></span><span>Eva Roth &lt;<a href="mailto:eva@kiefer.example">eva@kiefer.example</a>&gt;<br></span></div><div><b>
Subject: </b><b>Offer</b><br></div><div><b>Date: </b>14 May 2025 at 09:31:00 CEST<br></div><div><b>To: </b>Devi
 &lt;devi@agency.example&gt;<br></div><br><div>Hello,<br>please quote.</div></blockquote></div></body>"""
THUNDERBIRD = """<p>Yours?</p><div class="moz-forward-container"><br><br>-------- Forwarded Message --------<table
 class="moz-email-headers-table"><tbody><tr><th align="RIGHT">Subject: </th><td>Offer</td></tr><tr><th>Date:
</th><td>Wed, 14 May 2025 09:31:00 +0200</td></tr><tr><th>From: </th><td>Eva Roth <a
 href="mailto:eva@kiefer.example">&lt;eva@kiefer.example&gt;</a></td></tr><tr><th>To: </th><td><a
 href="mailto:devi@agency.example">devi@agency.example</a></td></tr></tbody></table><br><br>Hello,<br>please
 quote.</div>"""


@pytest.mark.parametrize("html", [GMAIL, OUTLOOK, APPLE, THUNDERBIRD], ids=["gm", "ol", "am", "tb"])
def test_a_forward_that_is_only_html_is_read(html: str) -> None:
    text = text_of_html(html)
    found = read_forward(text, None)
    assert found is not None
    assert (found.sender_address, found.sender_name) == ("eva@kiefer.example", "Eva Roth")
    assert (found.subject, found.body, found.note) == ("Offer", "Hello,\nplease quote.", "Yours?")
    assert found.to[0].address == "devi@agency.example"
    assert new_text(text) == "Yours?"

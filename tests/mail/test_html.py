"""HTML mail → what a reader sees."""

import pytest

from bot.mail import new_text, read_forward, text_of_html
from tests.mail.test_hostile import steps

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
        "<noscript>secret</noscript>",
        "<dialog>secret</dialog>",
        "<details><p>secret</p></details>",
        "<p hidden=until-found>secret</p>",
        "<style>.a .b{display:none}</style><div class=a><p class=b>secret</p></div>",
        "<style>.a.b{display:none}</style><p class='b a'>secret</p>",
        "<style>#m > p.x{display:none}</style><div id=m><p class=x>secret</p></div>",
        "<style>@media screen{.a{display:none}}</style><p class=a>secret</p>",
        "<style>.a{font-size:0}</style><p class=a>secret</p>",
        "<style>.a{color:#fff}</style><p class=a>secret</p>",
        "<style>.a{opacity:0}</style><p class=a>secret</p>",
        "<p class=a>secret</p><style>.a{display:none}</style>",
        "<style>.a{display:none!important}</style><p class=a style='display:block'>secret</p>",
        "<style>.a{display:block}#b{display:none}</style><p class=a id=b>secret</p>",
        '<p style="font:0/0 a">secret</p>',
        '<p style="font-size:0.1em">secret</p>',
        '<p style="display: none ! important">secret</p>',
        '<p style="/* x */display:none">secret</p>',
        '<p style="d\\69splay:none">secret</p>',
        '<p style="display:none" style="display:block">secret</p>',
        '<p style="position:absolute;clip:rect(0, 0, 0, 0)">secret</p>',
        '<p style="clip-path:inset(100%)">secret</p>',
        '<p style="transform:scale(0)">secret</p>',
        '<p style="transform:translateX(-9999px)">secret</p>',
        '<p style="position:absolute;right:-9999px">secret</p>',
        '<p style="text-indent:-100em">secret</p>',
        '<p style="max-height:0;overflow:clip">secret</p>',
        '<p style="filter:opacity(0)">secret</p>',
        '<p style="color:rgba(0,0,0,0)">secret</p>',
        '<p style="color:#00000000">secret</p>',
        '<p style="color:hsl(0, 0%, 100%)">secret</p>',
        '<div style="background:navy;color:navy">secret</div>',
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
        "<!--[if !mso]><!-->seen<!--<![endif]-->",
        "<details><summary>seen</summary>secret</details>",
        "<details open>seen</details>",
        '<p style="visibility:hidden">secret<span style="visibility:visible">seen</span></p>',
        "<style>@media only screen and (max-width:600px){.x{display:none}}</style><p class=x>seen</p>",
        "<style>.x{display:none}</style><p class=x style='display:block !important'>seen</p>",
        "<style>.x .y{display:none}</style><p class=y>seen</p>",
        "<style>.x:hover{display:none}</style><p class=x>seen</p>",
        "<style>body{background:black}.w{color:white}</style><body><p class=w>seen</p></body>",
        '<p style="background:url(x.png) #fff;color:#fff">seen</p>',
        '<p style="color:rgb(nan,1,x)">seen</p>',
        '<p style="transform:translate(-50%,-50%)">seen</p>',
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


@pytest.mark.parametrize("tag", ["div", "blockquote", "td", "span", "b", "table", "details open"])
def test_deep_nesting_comes_back_with_its_text(tag: str) -> None:
    assert "hello" in text_of_html(f"<{tag}>" * DEEP + "hello" + f"</{tag}>" * DEEP)


@pytest.mark.parametrize(
    "sheet",
    [".a{color:red}", ".a .a .a{color:red}", "@media screen{", "a,", ".a", "/*", "{", "}", "a{font:\\", ".a{b:c;}"],
)
def test_four_times_the_style_sheet_takes_four_times_the_steps(sheet: str) -> None:
    def read(times: str) -> str:
        return text_of_html(f"<style>{sheet * len(times)}</style>" + "<p class=a id=b>x" * len(times))

    small, large = (steps(read, "x" * count) for count in (200, 800))
    assert large <= 4.5 * small + 5_000


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

"""The style that an HTML file carries with it: a column to be read, light and dark, and good on paper."""

STYLE = """\
:root { color-scheme: light dark; --ink: #1f2421; --soft: #5b625d; --line: #8a8779; --paper: #fffdfa; --link: #0b5f57;
  --wash: #f1ece3; --mark: #ffe9a8; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceae5; --soft: #a9aea9; --line: #767c78; --paper: #1b1d1c;
  --link: #6fd0c4; --wash: #262927; --mark: #5a4a12; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.08rem/1.6 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1.2rem 4rem; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.7em 0 .4em; }
h1 { font-size: 2rem; margin: 0 0 .3em; } h2 { font-size: 1.5rem; } h3 { font-size: 1.3rem; } h4 { font-size: 1.15rem; }
h5, h6 { font-size: 1rem; }
p { margin: 0 0 1em; } ul, ol { margin: 0 0 1em; padding-left: 1.6em; } li > p { margin-bottom: .35em; }
a { color: var(--link); }
.byline, figcaption { color: var(--soft); font-size: .9rem; }
nav { margin: 0 0 2em; padding: .8em 1.2em; border-left: 3px solid var(--line); }
nav p { font-weight: 700; margin: 0 0 .4em; } nav ul { list-style: none; margin: 0; padding: 0; }
nav li { padding: .2em 0; } .depth-1 { padding-left: 1.2em; } .depth-2 { padding-left: 2.4em; }
.tasks { list-style: none; padding-left: 0; }
.tasks li { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: .6em; }
.tasks li > input { margin: .45em 0 0; } .tasks li > :not(input) { grid-column: 2; }
blockquote { margin: 1.2em 0; padding-left: 1.1em; border-left: 3px solid var(--line); color: var(--soft); }
.callout { margin: 1.2em 0; padding: .8em 1em; border-left: 4px solid var(--link); background: var(--wash); }
.callout > :last-child, blockquote > :last-child, td > :last-child, th > :last-child { margin-bottom: 0; }
.callout-kind { font-weight: 700; margin-bottom: .3em; }
pre { background: var(--wash); padding: .9em 1em; overflow-x: auto; font-size: .92rem; }
code { font-family: ui-monospace, monospace; } mark { background: var(--mark); color: inherit; }
table { border-collapse: collapse; width: 100%; margin: .6em 0 1.4em; font-size: .98rem; }
th, td { text-align: left; vertical-align: top; padding: .45em .6em; border: 1px solid var(--line); }
th { background: var(--wash); }
figure { margin: 1.4em 0; } img { max-width: 100%; height: auto; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0; }
details { border: 1px solid var(--line); padding: .5em 1em; margin: 0 0 1em; } summary { font-weight: 650; }
.notes { border-top: 1px solid var(--line); margin-top: 3em; font-size: .94rem; } sup, sub { line-height: 0; }
.mention { font-weight: 600; }
.page-break { break-after: page; }
@page { size: A4; margin: 20mm 18mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --line: #767676; --paper: #fff; --link: #000; --wash: #f3f3f3;
    --mark: #ffe9a8; }
  body { font-size: 11pt; } main { max-width: none; padding: 0; }
  h1, h2, h3, h4, h5, h6, .callout-kind { break-after: avoid; }
  tr, figure, .callout { break-inside: avoid; } thead { display: table-header-group; }
  p, li { orphans: 2; widows: 2; } pre { white-space: pre-wrap; } mark, .callout, pre, th { print-color-adjust: exact; }
  a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .85em; overflow-wrap: anywhere; }
  .note a::after, .notes a[href^="#"]::after { content: none; }
  details::details-content { content-visibility: visible; display: block; }
}
"""

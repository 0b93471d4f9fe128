import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { longestRecord } from './format.ts'
import { evidence } from './laws.ts'
import type { XmlElement } from './xml-element.ts'
import { readXml, type XmlPiece, type XmlRecords } from './xml-records.ts'

const utf8 = new TextEncoder()
const mail: XmlRecords = {
  step: ({ name }, around) =>
    name === 'm' ? 'record' : name === 'box' && around.length < 3 ? 'enter' : 'pass',
  resumes: ({ name }) => name === 'm' || name === 'box',
}

async function piecesOf(source: string | Uint8Array, sizes = [65_536], records = mail): Promise<XmlPiece[]> {
  const bytes = typeof source === 'string' ? utf8.encode(source) : source
  const pieces: XmlPiece[] = []
  for await (const some of readXml(evidence('x.xml', bytes, { sizes }), records)) pieces.push(...some)
  return pieces
}

const brief = (piece: XmlPiece): string =>
  piece.kind === 'record'
    ? `record ${piece.element.text}`
    : piece.kind === 'damage' || piece.kind === 'unread'
      ? `${piece.kind} ${piece.code}`
      : 'tag' in piece
        ? `${piece.kind} ${piece.tag.name}`
        : piece.kind
const briefs = async (source: string | Uint8Array, sizes?: number[]) =>
  (await piecesOf(source, sizes)).map(brief)
const firstRecord = async (source: string | Uint8Array) => {
  const found = (await piecesOf(source)).find((piece) => piece.kind === 'record')
  assert.ok(found)
  return found
}

test('hands over records with their exact bytes and the tags around them', async () => {
  const source = '<?xml version="1.0"?>\n<box a="1"><m>да</m> <note>x</note><m/></box>'
  const bytes = utf8.encode(source)
  const pieces = await piecesOf(source)
  assert.deepEqual(pieces.map(brief), [
    'comment',
    'open box',
    'record да',
    'passed note',
    'record ',
    'close box',
  ])
  const said = pieces.map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end)))
  assert.deepEqual(said.slice(1, 5), ['<box a="1">', '<m>да</m>', '<note>x</note>', '<m/>'])
})

test('resolves references, pairs surrogates, keeps CDATA and unknown entities as written', async () => {
  const record = await firstRecord(
    '<box><m a="&#10;&quot;&#55357;&#56832;" b=\'"\'>a &amp;&lt;&#x41; &xxe; &toString; &nbsp; 1 < 2</m></box>',
  )
  assert.equal(record.element.text, 'a &<A &xxe; &toString; &nbsp; 1 < 2')
  assert.deepEqual(
    [...record.element.attributes],
    [
      ['a', '\n"😀'],
      ['b', '"'],
    ],
  )
  assert.equal(
    (await firstRecord('<box><m> <![CDATA[&amp; <b> ]]]]><![CDATA[>]]>\n</m></box>')).element.text,
    '&amp; <b> ]]>',
  )
})

test('shows forbidden characters and wrong bytes as substitutes and says so', async () => {
  const { element, repairs } = await firstRecord('<box><m>a&#x0;b\u0001c&#31;</m></box>')
  assert.equal(element.text, 'a␀b␁c␟')
  assert.deepEqual(repairs, ['substituted-character'])
  const wrong = await firstRecord(Buffer.from('<box><m>a\xe9b</m></box>', 'latin1'))
  assert.deepEqual([wrong.element.text, wrong.repairs], ['a�b', ['substituted-character']])
})

test('reads the encodings that exports come in', async () => {
  const source = '<box><m a="ж">да</m></box>'
  const wide = Buffer.from(`\ufeff${source}`, 'utf16le')
  const cyrillic = Buffer.from(
    '<?xml version="1.0" encoding="windows-1251"?><box><m a="\xe6">\xe4\xe0</m></box>',
    'latin1',
  )
  for (const bytes of [
    wide,
    wide.subarray(2),
    Buffer.from(wide).swap16(),
    cyrillic,
    Buffer.from(`\ufeff${source}`),
  ]) {
    const { element, start, end } = await firstRecord(bytes)
    assert.equal(element.text + element.attributes.get('a'), 'даж')
    assert.equal(bytes[start === 0 ? 0 : bytes.indexOf('<', start)] === 0x3c, true)
    assert.equal(end, bytes.length - (bytes.includes(0) ? 12 : 6))
  }
  assert.deepEqual(await briefs(Buffer.concat([wide, Buffer.from([0x20])])), [
    'open box',
    'record да',
    'close box',
    'text',
  ])
})

test('never expands an entity nor looks outside', async () => {
  const bomb =
    '<!DOCTYPE box [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
  assert.deepEqual(await briefs(`${bomb}<box><m>&b;&x;</m></box>`), [
    'doctype',
    'open box',
    'record &b;&x;',
    'close box',
  ])
})

test('leaves every form of outside or inside entity as written', async () => {
  const declared = [
    '<!ENTITY x "y">',
    '<!ENTITY x SYSTEM "file:///etc/passwd">',
    '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
    '<!ENTITY x SYSTEM "ftp://127.0.0.1:9/x">',
    '<!ENTITY x PUBLIC "p" "jar:file:///x.jar!/x">',
    '<!ENTITY % p SYSTEM "file:///x"> %p;',
    '<!ENTITY % p "<!ENTITY x \'y\'>"> %p;',
    '<!ENTITY x SYSTEM "x.bin" NDATA gif>',
    '<!ATTLIST m a CDATA "y">',
    `<!ENTITY a "${'a'.repeat(9000)}"><!ENTITY x "${'&a;'.repeat(9000)}">`,
  ]
  const types = declared.flatMap((inside) => [
    `<!DOCTYPE box [${inside}]>`,
    `<!DOCTYPE box SYSTEM "http://127.0.0.1:9/d" [${inside}]>`,
  ])
  const heads = [
    ...types,
    '<!DOCTYPE box PUBLIC "p" "file:///d">',
    '<?xml-stylesheet href="http://127.0.0.1:9/x"?>',
    "<!DOCTYPE a [<!-- don't -->]>".repeat(3),
  ]
  for (const head of heads) {
    const text = '&x; &lt;<xi:include href="file:///etc/passwd" parse="text"/>'
    const last = (await piecesOf(`${head}<box><m>${text}</m></box>`)).find(({ kind }) => kind === 'record')
    assert.equal(last?.kind === 'record' && last.element.text, '&x; <', head)
  }
})

test('goes on after damage at the next record, and no longer knows what is around it', async () => {
  assert.deepEqual(await briefs('<box><m>a</m><m>b<i></m><m>c</m></box>'), [
    'open box',
    'record a',
    'damage not-a-record',
    'record c',
  ])
  assert.deepEqual(await briefs('<box><m>a<m>b</m><m>c</m></box>'), [
    'open box',
    'damage not-a-record',
    'record b',
    'record c',
  ])
  assert.deepEqual(await briefs('<box><m a="x><m>b</m><box><m>c</m></box>'), [
    'open box',
    'damage not-a-record',
    'record b',
    'open box',
    'record c',
    'close box',
  ])
  assert.deepEqual(await briefs('<box><m><![CDATA[a]X></m><m><![CDATA[b]]></m><m>c</m></box>'), [
    'open box',
    'damage not-a-record',
    'record b',
    'record c',
  ])
  assert.deepEqual(await briefs('<box><m>a</m></bix><m>b</m></box>'), [
    'open box',
    'record a',
    'damage not-a-record',
    'record b',
  ])
  assert.deepEqual(await briefs('<box><m>a</m><m>b'), ['open box', 'record a', 'damage truncated'])
  assert.deepEqual(await briefs('<box><m>a</m>'), ['open box', 'record a', 'unended'])
})

test('refuses a record that is too long, too deep or too wide, and reads the next', async () => {
  const deep = `${'<i>'.repeat(100_000)}${'</i>'.repeat(100_000)}`
  const wide = Array.from({ length: 2000 }, (_, index) => ` a${index}=""`).join('')
  const long = 'x'.repeat(longestRecord)
  for (const [inside, code] of [
    [`<m>${deep}</m>`, 'not-a-record'],
    [`<m><i${wide}/></m>`, 'not-a-record'],
    [`<m>${long}</m>`, 'record-too-long'],
    [`<m><![CDATA[${long}]]></m>`, 'record-too-long'],
  ] as const)
    assert.deepEqual(await briefs(`<box>${inside}<m>b</m></box>`), [
      'open box',
      `unread ${code}`,
      'record b',
      'close box',
    ])
  assert.deepEqual(await briefs(`<box><m a="${long}${long}"/><m>b</m></box>`), [
    'open box',
    'damage record-too-long',
    'record b',
  ])
})

test('does not slow down on markup made to be looked through again and again', async () => {
  for (const unit of [
    '<m>',
    '<m a="',
    '<!--',
    '<m><!--',
    '<![CDATA[',
    '<m><![CDATA[',
    '&#',
    '<!DOCTYPE [',
    '<m a="1" ',
  ])
    await briefs(`<box>${unit.repeat(200_000)}`)
})

type Tree = { name: string; attributes: [string, string][]; children: (Tree | string)[] }
const word = fc.constantFrom('a', 'b', 'Field', 'x-y')
const text = fc.string({
  unit: fc.constantFrom('a', ' ', '\n', '&', '<', '>', '"', "'", ']', 'ж', '😀'),
  maxLength: 6,
})
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name: word,
    attributes: fc.uniqueArray(fc.tuple(word, text), { maxLength: 3, selector: ([name]) => name }),
    children: fc.array(fc.oneof({ depthSize: 'small' }, text, tie('tree')), { maxLength: 3 }),
  }),
}))
const escaped = (said: string) =>
  said.replace(/[&<>"]/g, (found) => `&#${found.charCodeAt(0)};`).replaceAll('\n', '&#xA;')
const written = ({ name, attributes, children }: Tree): string =>
  `<${name}${attributes.map(([key, value]) => ` ${key} = "${escaped(value)}"`).join('')}>${children
    .map((child) => (typeof child === 'string' ? escaped(child) : written(child)))
    .join('')}</${name}>`

interface Flat {
  name: string
  attributes: Record<string, string>
  children: Flat[]
}
const flat = ({ name, attributes, children }: XmlElement): Flat => ({
  name,
  attributes: Object.fromEntries(attributes),
  children: children.map(flat),
})

function bySaxes(xml: string): { root: Flat; text: string } {
  const parser = new SaxesParser()
  const open: Flat[] = [{ name: '', attributes: {}, children: [] }]
  let said = ''
  parser.on('error', (error) => assert.fail(error))
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes }, children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', (piece) => (said += piece))
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return { root: open[0]!.children[0]!, text: said }
}
const letters = (said: string) => Array.from(said.replace(/\s/g, '')).toSorted().join('')
const allText = ({ children, text: own }: XmlElement): string[] => [own, ...children.flatMap(allText)]

test('reads well-formed XML as another parser does', () =>
  fc.assert(
    fc.asyncProperty(tree, fc.integer({ min: 1, max: 9 }), async (root, size) => {
      const xml = `<m>${written(root)}</m>`
      const [piece] = await piecesOf(xml, [size])
      assert.ok(piece?.kind === 'record')
      const other = bySaxes(xml)
      assert.deepEqual(flat(piece.element), other.root)
      assert.equal(letters(allText(piece.element).join('')), letters(other.text))
    }),
  ))

test('tells of every byte in order, whatever the bytes and however they are cut', () => {
  const bits = fc.constantFrom(
    '<box>',
    '</box>',
    '<m>',
    '</m>',
    '<m a="',
    '"',
    '>',
    '<',
    '/>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    'a',
    ' ',
    '&#0;',
    '<!DOCTYPE',
    '[',
    '<n>',
    '</n>',
  )
  return fc.assert(
    fc.asyncProperty(
      fc.array(bits, { maxLength: 40 }),
      fc.integer({ min: 1, max: 7 }),
      async (some, size) => {
        const source = some.join('')
        const pieces = await piecesOf(source, [size])
        assert.deepEqual(await piecesOf(source), pieces)
        let end = 0
        for (const piece of pieces) {
          assert.ok(piece.start >= end && piece.end >= piece.start)
          assert.match(
            source.slice(end, piece.start),
            pieces.some(({ kind }) => kind === 'damage') ? /^(?:\s|<\/\w+>)*$/ : /^\s*$/,
          )
          end = piece.end
        }
        assert.ok(end <= source.length)
      },
    ),
    { numRuns: 2000 },
  )
})

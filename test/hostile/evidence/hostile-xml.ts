/** XML that tries to read files, reach a network, swell or overwhelm. */

/** Ways to ask a parser for what stands outside the file, as a document type declaration or within the root. */
export function outwardForms(url: string): readonly { readonly before: string; readonly inside: string }[] {
  const targets = [
    'file:///etc/passwd',
    url,
    url.replace('http', 'ftp'),
    'php://filter/resource=/etc/passwd',
    'jar:file:///a!/b',
  ]
  const general = targets.map((to) => ({
    before: `<!DOCTYPE smses [<!ENTITY x SYSTEM "${to}">]>`,
    inside: '&x;',
  }))
  const named = targets.map((to) => ({
    before: `<!DOCTYPE smses [<!ENTITY x PUBLIC "-//a//b" "${to}">]>`,
    inside: '&x;',
  }))
  const parameter = targets.map((to) => ({
    before: `<!DOCTYPE smses [<!ENTITY % p SYSTEM "${to}">%p;]>`,
    inside: '&x;',
  }))
  const external = targets.map((to) => ({ before: `<!DOCTYPE smses SYSTEM "${to}">`, inside: '&x;' }))
  const include = targets.map((to) => ({
    before: '',
    inside: `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${to}" parse="text"/>`,
  }))
  const others = [
    { before: `<?xml-stylesheet type="text/xsl" href="${url}"?>`, inside: '' },
    { before: `<?xml-model href="${url}"?>`, inside: '' },
    {
      before: '',
      inside: `<x xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a ${url}"/>`,
    },
    {
      before: `<!DOCTYPE smses [<!NOTATION n SYSTEM "${url}"><!ENTITY x SYSTEM "${url}" NDATA n>]>`,
      inside: '&x;',
    },
  ]
  return [...general, ...named, ...parameter, ...external, ...include, ...others]
}

const sms = (body: string): string =>
  `<sms address="+447700900001" date="1714554000250" type="1" body="before" /><sms address="+447700900001" date="1714554001250" type="1" body="${body}" />`

/** A backup of text messages with something before its root and in it. */
export function smsBackupWith(before: string, inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${before}<smses count="2">${inside.startsWith('&') ? sms(inside) : sms('after') + inside}</smses>`
}

/** Documents that swell when their entities are put in their place. */
export const swelling: Readonly<Record<string, string>> = {
  laughs: smsBackupWith(
    `<!DOCTYPE smses [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`).join('')}]>`,
    '&a30;',
  ),
  quadratic: smsBackupWith(`<!DOCTYPE smses [<!ENTITY a "${'x'.repeat(50_000)}">]>`, '&a;'.repeat(50_000)),
  numeric: smsBackupWith('', '&#65;'.repeat(200_000)),
  doctypes: smsBackupWith(`<!DOCTYPE smses [<!ENTITY a "x">]>`.repeat(5000), '&a;'),
  shadow: smsBackupWith(`<!DOCTYPE smses [<!ENTITY l. "y"><!ENTITY lt "z">]>`, '&lt;&l.;'),
}

/** Documents that are too deep, too wide or too long for one record. */
export const overwhelming: Readonly<Record<string, string>> = {
  deep: smsBackupWith('', `${'<i>'.repeat(1_000_000)}${'</i>'.repeat(1_000_000)}`),
  wide: smsBackupWith('', `<sms ${Array.from({ length: 200_000 }, (_, n) => `a${n}=""`).join(' ')} />`),
  long: smsBackupWith('', `<sms body="${'x'.repeat(20_000_000)}" />`),
}

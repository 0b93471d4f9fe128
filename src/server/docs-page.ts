/** The look of the page of the API. */
export const docsStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin: 2.5rem 0 .25rem; font-size: 1.05rem } code, pre { font: 13px/1.45 ui-monospace, monospace }
pre { overflow: auto; padding: .75rem; border: 1px solid #8884; border-radius: .4rem }
table { border-collapse: collapse } td, th { text-align: left; padding: .2rem 1rem .2rem 0; vertical-align: top }
`

/** A page of every route made from the OpenAPI document, without script. */
export function renderDocs(document: { readonly paths?: object | undefined }): string {
  const sections = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(recordOf(item)).map(([method, operation]) =>
      renderOperation(`${method.toUpperCase()} ${path}`, recordOf(operation)),
    ),
  )
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Bailey API</title><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/api/docs.css"></head>
<body><h1>Bailey API</h1>
<p>The same as <a href="/api/openapi.json">OpenAPI</a>. Every refusal is <code>{"error": {"code", "message", "remedy"}}</code>. What changes anything needs the header <code>x-bailey: 1</code> and an <code>Origin</code>.</p>
${sections.join('\n')}
</body></html>`
}

function renderOperation(title: string, operation: Readonly<Record<string, unknown>>): string {
  const { summary, description, parameters, requestBody, responses } = operation
  const rows = (Array.isArray(parameters) ? parameters : []).map((parameter: unknown) => {
    const { name, in: place, description: says, schema } = recordOf(parameter)
    return `<tr><td><code>${escape(name)}</code></td><td>${escape(place)}</td><td>${escape(says)}</td><td><code>${escape(JSON.stringify(schema))}</code></td></tr>`
  })
  return `<section><h2><code>${escape(title)}</code></h2><p>${escape(summary)}. ${escape(description)}</p>
${rows.length > 0 ? `<table><tr><th>name</th><th>in</th><th></th><th>shape</th></tr>${rows.join('')}</table>` : ''}
${renderShape('What is sent', requestBody)}${renderShape('What comes back', responses)}</section>`
}

function renderShape(title: string, shape: unknown): string {
  return shape === undefined
    ? ''
    : `<details><summary>${title}</summary><pre>${escape(JSON.stringify(shape, null, 2))}</pre></details>`
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escape(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[&<>"]/g, (mark) => escapes[mark] ?? '') : ''
}

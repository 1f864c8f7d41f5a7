// Opens files in yaml-language-server with the published schemas and compares what it says with what
// it should say. The server is spoken to over its standard input and output.
//
//     node driver.js SERVER_JS SCHEMAS DIR...
//
// A DIR holds `accepted/` and `refused/` with files in them, or a directory for each case with the
// verdict of a real tool in `verdict.json`. Accepted files must be free of complaints; what is refused
// in `refused/` must have one. Of other refused files a schema cannot see all that is wrong: they are
// counted.
'use strict'

const { spawn } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { pathToFileURL } = require('node:url')

const [server, schemas, ...directories] = process.argv.slice(2)
const AT_ONCE = 50
const PATIENCE = 60_000
const kinds = ['charmcraft', 'rockcraft', 'paas-config']
const schemaOf = (kind) => path.join(schemas, `${kind}.schema.json`)

// charmcraft packs these, Juju refuses them, and so do the schemas.
const refusedByJuju = fs.readFileSync(path.join(__dirname, '../refused-by-juju.txt'), 'utf8').split('\n')
// The server misreads the last value before `...`.
const misread = ['yaml-syntax--comments-document-markers']

const kindOf = (file) => kinds.find((kind) => path.basename(file).startsWith(kind))

const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
child.on('exit', (code) => {
  if (!finished) {
    console.error(`yaml-language-server ended with ${code}`)
    process.exit(1)
  }
})

let finished = false
let nextId = 1
const answers = new Map()
const published = new Map()

function send(message) {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message })
  child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

function request(method, params) {
  const id = nextId++
  send({ id, method, params })
  return new Promise((resolve) => answers.set(id, resolve))
}

const settings = {
  yaml: {
    schemas: Object.fromEntries(
      kinds.map((kind) => [pathToFileURL(schemaOf(kind)).href, `**/${kind}.yaml`]),
    ),
    schemaStore: { enable: false },
    validate: true,
    hover: true,
    completion: true,
  },
}

// What the server asks of an editor.
function answer(message) {
  if (message.method === 'workspace/configuration') {
    return message.params.items.map(({ section }) => settings[section] ?? {})
  }
  return null
}

function receive(message) {
  if (message.method === undefined) {
    answers.get(message.id)?.(message.result)
    answers.delete(message.id)
  } else if (message.id !== undefined) {
    send({ id: message.id, result: answer(message) })
  } else if (message.method === 'textDocument/publishDiagnostics') {
    published.get(message.params.uri)?.(message.params.diagnostics)
  }
}

let buffer = Buffer.alloc(0)
child.stdout.on('data', (chunk) => {
  buffer = Buffer.concat([buffer, chunk])
  for (;;) {
    const end = buffer.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())[1])
    if (buffer.length < end + 4 + length) return
    const body = buffer.subarray(end + 4, end + 4 + length).toString()
    buffer = buffer.subarray(end + 4 + length)
    receive(JSON.parse(body))
  }
})

let opened = 0

async function diagnose(file) {
  const uri = `file:///case-${opened++}/${kindOf(file)}.yaml`
  const text = fs.readFileSync(file, 'utf8')
  const diagnostics = new Promise((resolve) => published.set(uri, resolve))
  send({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
  })
  const late = setTimeout(() => {
    console.error(`no answer for ${file}`)
    process.exit(1)
  }, PATIENCE)
  const found = await diagnostics
  clearTimeout(late)
  published.delete(uri)
  send({ method: 'textDocument/didClose', params: { textDocument: { uri } } })
  return found
}

// Warnings that a key is deprecated are no complaints, and syntax is not the schema's business.
const deprecations = kinds.flatMap((kind) => {
  const messages = fs.readFileSync(schemaOf(kind), 'utf8').matchAll(/"deprecationMessage": "([^"]*)"/g)
  return [...messages].map((found) => found[1])
})

function complaintsIn(diagnostics) {
  return diagnostics
    .filter((one) => String(one.source).startsWith('yaml-schema'))
    .filter((one) => !deprecations.includes(one.message))
    .map((one) => `${one.range.start.line + 1}:${one.range.start.character + 1} ${one.message}`)
}

function casesBelow(directory) {
  const files = (below) =>
    fs.existsSync(below) ? fs.readdirSync(below).map((name) => path.join(below, name)) : []
  const named = (ok) => (file) => ({ file, name: path.basename(file), ok, must: true })
  return [
    ...files(path.join(directory, 'accepted')).map(named(true)),
    ...files(path.join(directory, 'refused')).map(named(false)),
    ...files(directory).flatMap(recorded),
  ]
}

// A directory with the verdict of a tool, if it is one. Experimental extensions count as allowed.
function recorded(directory) {
  const verdictFile = path.join(directory, 'verdict.json')
  if (!fs.existsSync(verdictFile)) return []
  const verdict = JSON.parse(fs.readFileSync(verdictFile, 'utf8'))
  Object.assign(verdict, verdict.with_experimental)
  const kind = verdict.tool.startsWith('rockcraft') ? 'rockcraft' : 'charmcraft'
  const file = path.join(directory, `${kind}.yaml`)
  if (!fs.existsSync(file)) return []
  const name = path.basename(directory)
  const ok = verdict.ok && !verdict.pack_errors?.length
  return [{ file, name, ok: ok && !refusedByJuju.includes(name), must: false }]
}

// What is offered at `$0`: these labels have to be there, those must not.
const completions = [
  { file: 'charmcraft', text: 'name: a\n$0', has: ['platforms', 'charm-libs'], lacks: ['charm_libs', 'license'] },
  { file: 'charmcraft', text: 'base: $0', has: ['ubuntu@24.04', 'almalinux@9'], lacks: [] },
  { file: 'charmcraft', text: 'build-base: $0', has: ['ubuntu@devel'], lacks: [] },
  { file: 'charmcraft', text: 'platforms:\n  $0', has: ['amd64', 'riscv64'], lacks: [] },
  { file: 'charmcraft', text: 'platforms:\n  jammy:\n    $0', has: ['build-on', 'build-for'], lacks: [] },
  { file: 'charmcraft', text: 'extensions:\n  - $0', has: ['flask-framework'], lacks: [] },
  { file: 'charmcraft', text: 'config:\n  options:\n    a:\n      type: $0', has: ['secret', 'int'], lacks: [] },
  { file: 'charmcraft', text: 'config:\n  options:\n    a:\n      $0', has: ['type', 'optional'], lacks: [] },
  { file: 'charmcraft', text: 'requires:\n  db:\n    $0', has: ['interface', 'limit'], lacks: [] },
  { file: 'charmcraft', text: 'requires:\n  db:\n    interface: a\n    optional: $0', has: ['true', 'false'], lacks: [] },
  {
    file: 'charmcraft',
    text: 'parts:\n  a:\n    plugin: uv\n    $0',
    has: ['source', 'uv-groups', 'build-packages'],
    lacks: ['poetry-with', 'overlay-script'],
  },
  { file: 'charmcraft', text: 'parts:\n  a:\n    plugin: $0', has: ['uv', 'dump', 'charm'], lacks: [] },
  { file: 'rockcraft', text: 'services:\n  web:\n    $0', has: ['override', 'command'], lacks: ['working_dir'] },
  { file: 'rockcraft', text: 'services:\n  web:\n    override: $0', has: ['replace', 'merge'], lacks: [] },
  { file: 'rockcraft', text: 'checks:\n  up:\n    $0', has: ['level', 'http'], lacks: [] },
  { file: 'rockcraft', text: 'parts:\n  a:\n    plugin: go\n    $0', has: ['go-buildtags'], lacks: ['uv-groups'] },
  { file: 'paas-config', text: 'framework_logging_format: $0', has: ['json'], lacks: [] },
]

async function labelsAt({ file, text }) {
  const uri = `file:///case-${opened++}/${file}.yaml`
  const before = text.slice(0, text.indexOf('$0'))
  const lines = before.split('\n')
  send({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'yaml', version: 1, text: text.replace('$0', '') } },
  })
  const position = { line: lines.length - 1, character: lines.at(-1).length }
  const list = await request('textDocument/completion', { textDocument: { uri }, position })
  send({ method: 'textDocument/didClose', params: { textDocument: { uri } } })
  return (list?.items ?? list ?? []).map((item) => item.label)
}

async function checkCompletions() {
  let wrong = 0
  for (const place of completions) {
    const labels = await labelsAt(place)
    const missing = place.has.filter((label) => !labels.includes(label))
    const superfluous = place.lacks.filter((label) => labels.includes(label))
    if (missing.length + superfluous.length > 0) {
      wrong += 1
      const text = JSON.stringify(place.text)
      console.log(`${place.file} ${text}: lacks [${missing}], has [${superfluous}] in [${labels}]`)
    }
  }
  console.log(`completion: ${completions.length} places, ${wrong} wrong`)
  return wrong
}

async function main() {
  await request('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: null,
    capabilities: { workspace: { configuration: true }, textDocument: { publishDiagnostics: {} } },
  })
  send({ method: 'initialized', params: {} })
  send({ method: 'workspace/didChangeConfiguration', params: { settings } })
  let failures = 0
  for (const directory of directories) {
    const cases = casesBelow(directory)
    const count = { accepted: 0, wrong: 0, refused: 0, found: 0 }
    // The server waits a moment after each change, for each file on its own.
    for (let start = 0; start < cases.length; start += AT_ONCE) {
      const some = cases.slice(start, start + AT_ONCE)
      const found = await Promise.all(some.map(({ file }) => diagnose(file)))
      some.forEach(({ name, ok, must }, index) => {
        const complaints = complaintsIn(found[index])
        count[ok ? 'accepted' : 'refused'] += 1
        if (!ok && complaints.length > 0) count.found += 1
        if (ok && complaints.length > 0 && !misread.includes(name)) {
          count.wrong += 1
          console.log(`${name}: accepted by the tools, but: ${complaints.join('; ')}`)
        }
        if (!ok && must && complaints.length === 0) {
          count.wrong += 1
          console.log(`${name}: nothing found`)
        }
      })
    }
    failures += count.wrong
    if (cases.length === 0) {
      failures += 1
      console.log(`${directory}: no cases`)
    }
    console.log(
      `${directory}: ${count.accepted} accepted, ${count.refused} refused of which ${count.found} found, ${count.wrong} wrong`,
    )
  }
  // Not before the server has read its settings, for which it does not let anyone wait.
  failures += await checkCompletions()
  finished = true
  send({ id: nextId++, method: 'shutdown' })
  send({ method: 'exit' })
  console.log(failures === 0 ? 'passed' : 'failed')
  process.exitCode = failures === 0 ? 0 : 1
}

main()

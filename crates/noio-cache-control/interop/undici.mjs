// What undici reads of some 10,000 legal fields: a row each, as fuzz/src/cache_control/undici.rs
// wants them.

import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
// What the package does not export is asked for by its place in it.
const { parseCacheControlHeader } = require(
  require.resolve('undici/package.json').replace('package.json', 'lib/util/cache.js')
)

// In the order in which directives are shown.
const flags = [
  'public', 'private', 'must-understand', 'no-store', 'no-cache', 'must-revalidate',
  'proxy-revalidate', 'no-transform', 'immutable', 'only-if-cached'
]
const numbers = [
  'max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error', 'max-stale', 'min-fresh'
]

// The rows of PEERS.md.
const rows = [
  ['max-stale'],
  ['max-age=2147483648'],
  ['max-age=60, max-age=5'],
  ['min-fresh=5', 'min-fresh=60'],
  ['max-age=60, max-age=x'],
  ['must-revalidate=1'],
  ['public, public=1'],
  ['private="a,,b"'],
  ['max-age=60 , public']
]

// xorshift32: the same fields in every run.
let state = 2463534242
function below (bound) {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) % bound
}
const one = (list) => list[below(list.length)]

const seconds = [
  '0', '5', '60', '0060', '31536000', '2147483647', '2147483648', '4294967296', '9'.repeat(40),
  'x', '1.5', '1e3', '+5', '-1', '60a'
]
const names = ['a', 'Set-Cookie', 'a,b', 'a , b', '\ta\t', 'a,,b', '', ',', 'a b', 'a,=']
const extensions = [
  'ext', 'ext=1', 'No-Store-Not', 'max-age2=5', 'ext="a, no-store, b"', 'ext="max-age=5"',
  'ext="a\\"b, private"', 'ext="\\\\"', 'ext="no-cache=\\"x"', "ext='a"
]

function spell (name) {
  return below(4) ? name : [...name].map((c) => (below(2) ? c.toUpperCase() : c)).join('')
}

function member () {
  const kind = below(10)
  if (kind < 4) {
    const name = spell(one(numbers))
    const number = one(seconds)
    return one([`${name}=${number}`, `${name}=${number}`, `${name}="${number}"`, name])
  }
  if (kind < 8) {
    const name = one(flags)
    const hasFields = name === 'private' || name === 'no-cache'
    if (hasFields && below(2)) {
      return below(3) ? `${spell(name)}="${one(names)}"` : `${spell(name)}=a`
    }
    return spell(name) + (below(6) ? '' : one(['=1', '=""', '="a, b"']))
  }
  return kind < 9 ? one(extensions) : ''
}

function field () {
  return Array.from({ length: 1 + below(3) }, () =>
    Array.from({ length: below(5) }, () => one(['', ' ', '\t']) + member() + one(['', ' '])).join(',')
  )
}

function show (directives) {
  const invalid = Object.getOwnPropertySymbols(directives)
    .map((symbol) => directives[symbol])
    .find((value) => value instanceof Set) ?? new Set()
  const shown = []
  for (const name of flags) {
    if (name in directives) {
      shown.push(directives[name] === true ? name : `${name}="…"`)
    }
  }
  for (const name of numbers) {
    if (invalid.has(name)) {
      shown.push(`${name}=?`)
    } else if (name in directives) {
      shown.push(`${name}=${directives[name]}`)
    }
  }
  return shown.join(', ') || 'nothing'
}

const seen = new Set()
function ask (lines) {
  const text = lines.join('\n')
  if (!seen.has(text)) {
    seen.add(text)
    const digits = Buffer.from(text, 'latin1').toString('hex')
    process.stdout.write(`${digits}\t${show(parseCacheControlHeader(lines))}\n`)
  }
}

rows.forEach(ask)
while (seen.size < 10_100) {
  ask(field())
}

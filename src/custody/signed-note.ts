import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'

/** A note that is not well formed, or that no key vouches for. */
export class NoteError extends Error {
  constructor(says: string, options?: ErrorOptions) {
    super(says, options)
    this.name = 'NoteError'
  }
}

/** A named Ed25519 key that signs notes. */
export interface Signer {
  readonly name: string
  /** What others verify with: `name+keyid+key`. */
  readonly vkey: string
  readonly key: KeyObject
}

/** A new key: the private part as PKCS 8 in PEM, to be kept by its owner, and the public part. @throws {NoteError} when the name cannot be a key's. */
export function generateSigner(name: string): { readonly privateKey: string; readonly vkey: string } {
  const privateKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  return { privateKey, vkey: openSigner(name, privateKey).vkey }
}

/** The signer of that name with a private key in PEM. @throws {NoteError} when either is unfit. */
export function openSigner(name: string, privateKey: string | Uint8Array): Signer {
  if (!isKeyName(name)) throw new NoteError('A key name holds no spaces, no plus sign and is not empty')
  const key = parsePrivateKey(privateKey)
  const { x } = key.export({ format: 'jwk' })
  if (key.asymmetricKeyType !== 'ed25519' || x === undefined) throw new NoteError('Not an Ed25519 key')
  const material = Buffer.concat([Uint8Array.of(ed25519), Buffer.from(x, 'base64url')])
  return {
    name,
    key,
    vkey: `${name}+${keyIdOf(name, material).toString('hex')}+${material.toString('base64')}`,
  }
}

/**
 * A text with the signer's signature below it. The text ends with a newline.
 * @throws {NoteError} when the text cannot be a note's.
 * @see https://c2sp.org/signed-note
 */
export function signNote(text: string, signer: Signer): string {
  checkText(text)
  const material = Buffer.from(signer.vkey.slice(signer.name.length + 10), 'base64')
  const blob = Buffer.concat([keyIdOf(signer.name, material), sign(null, Buffer.from(text), signer.key)])
  return `${text}\n— ${signer.name} ${blob.toString('base64')}\n`
}

/**
 * The text of a note that at least one of the keys signed. Signatures of other keys are passed over.
 * @throws {NoteError} when the note or a key is malformed, a signature of one of the keys is wrong, or none is theirs.
 */
export function verifyNote(note: string, vkeys: readonly string[]): string {
  const verifiers = vkeys.map(parseVerifier)
  const { text, signatures } = splitNote(note)
  let vouched = false
  for (const { name, keyId, signature } of signatures) {
    const known = verifiers.filter((each) => each.name === name && each.keyId.equals(keyId))
    for (const { key } of known) {
      if (!verify(null, Buffer.from(text), key, signature))
        throw new NoteError(`The signature of ${name} is wrong`)
      vouched = true
    }
  }
  if (!vouched) throw new NoteError('No known key signed the note')
  return text
}

interface Verifier {
  readonly name: string
  readonly keyId: Buffer
  readonly key: KeyObject
}

interface Signature {
  readonly name: string
  readonly keyId: Buffer
  readonly signature: Buffer
}

const ed25519 = 1
const mostSignatures = 100

function parsePrivateKey(privateKey: string | Uint8Array): KeyObject {
  try {
    return createPrivateKey(typeof privateKey === 'string' ? privateKey : Buffer.from(privateKey))
  } catch (error) {
    throw new NoteError('Not a private key', { cause: error })
  }
}

function parseVerifier(vkey: string): Verifier {
  // The base64 may hold plus signs: only the first two part the fields.
  const [, name = '', hex = '', base64 = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(vkey) ?? []
  const material = parseBase64(base64)
  if (!isKeyName(name) || material === null) throw new NoteError('Not a verifier key')
  const keyId = keyIdOf(name, material)
  if (material.length !== 33 || material[0] !== ed25519) throw new NoteError('Not an Ed25519 verifier key')
  if (keyId.toString('hex') !== hex) throw new NoteError('The id of the verifier key is not its own')
  const x = material.subarray(1).toString('base64url')
  return { name, keyId, key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) }
}

function splitNote(note: string): { readonly text: string; readonly signatures: readonly Signature[] } {
  const at = note.lastIndexOf('\n\n')
  if (at < 0 || !note.endsWith('\n')) throw new NoteError('The note has no signatures')
  const text = note.slice(0, at + 1)
  checkText(text)
  const lines = note.slice(at + 2, -1).split('\n')
  if (lines.length > mostSignatures)
    throw new NoteError(`The note has more than ${mostSignatures} signatures`)
  return { text, signatures: lines.map(parseSignature) }
}

function parseSignature(line: string): Signature {
  const [, name = '', base64 = ''] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? []
  const blob = parseBase64(base64)
  if (!isKeyName(name) || blob === null || blob.length < 5)
    throw new NoteError('A signature line is malformed')
  return { name, keyId: blob.subarray(0, 4), signature: blob.subarray(4) }
}

function checkText(text: string): void {
  // oxlint-disable-next-line eslint/no-control-regex -- the specification forbids control characters
  if (!text.endsWith('\n') || !text.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(text)) {
    throw new NoteError('A note is text without control characters that ends with a newline')
  }
}

function isKeyName(name: string): boolean {
  // oxlint-disable-next-line eslint/no-control-regex -- a control character cannot stand in a note
  return name !== '' && name.isWellFormed() && !/[\s+\u0000-\u001f]/u.test(name)
}

function keyIdOf(name: string, material: Uint8Array): Buffer {
  return createHash('sha256').update(`${name}\n`).update(material).digest().subarray(0, 4)
}

/** The bytes, or null for anything but padded base64 in its one canonical form. */
function parseBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

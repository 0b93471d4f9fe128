import { type Address, parseAddress } from '../../core/handle.ts'
import { childOf, type XmlElement } from '../xml-element.ts'

/** A `model` of a report: something Physical Analyzer decoded, with named fields and models inside it. */
export interface Model {
  readonly type: string
  readonly element: XmlElement
}

/** Someone a report names: the address, the name shown, and whether it is the device's owner. */
export interface Party {
  readonly address: Address
  readonly name: string | null
  /** False where the report states a name and no identifier, so that the name stands for the address. */
  readonly identified: boolean
  readonly owner: boolean
  /** `From` or `To` where the report says which. */
  readonly role: string | null
}

/** The element as a model, or null when it is none. */
export function modelOf(element: XmlElement): Model | null {
  const type = element.attributes.get('type')
  return element.name === 'model' && type !== undefined ? { type, element } : null
}

/** The value of a field exactly as written, blank or not; null when the field is missing or empty. */
export function wordsIn({ element }: Model, name: string): string | null {
  const field = element.children.find(
    (child) => isNamed(child, name) && /^(?:field|multiField)$/.test(child.name),
  )
  return field ? valueOf(field) : null
}

/** The value of a field, or null when it is missing or blank. */
export function fieldIn(model: Model, name: string): string | null {
  const words = wordsIn(model, name)
  return words === null || words.trim() === '' ? null : words.trim()
}

/** The first of these fields that is not blank, or null. */
export function firstField(model: Model, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = fieldIn(model, name)
    if (value !== null) return value
  }
  return null
}

/** Every model in the field of that name, in order. */
export function modelsIn({ element }: Model, name: string): readonly Model[] {
  return element.children
    .filter((child) => isNamed(child, name))
    .flatMap((child) => child.children.flatMap((inner) => modelOf(inner) ?? []))
}

/** What a `field` element holds; null when it is empty. */
export function valueOf(field: XmlElement): string | null {
  const value = childOf(field, 'value')
  if (!value) return childOf(field, 'empty') || field.text.trim() === '' ? null : field.text
  return value.attributes.get('format') === 'Base64String' ? unpacked(value.text) : value.text
}

/** The parties in a field: `From`, `To`, `Participants`, `Parties`. */
export function partiesIn(model: Model, ...names: readonly string[]): readonly Party[] {
  return names.flatMap((name) => modelsIn(model, name)).flatMap((inner) => partyOf(inner) ?? [])
}

/** A party by its identifier, or by its name where it has none. */
export function partyOf(model: Model): Party | null {
  const name = fieldIn(model, 'Name')
  const identifier = fieldIn(model, 'Identifier')
  const address = parseAddress(identifier ?? name ?? '')
  if (address === null) return null
  return {
    address,
    name,
    identified: identifier !== null,
    owner: isTrue(fieldIn(model, 'IsPhoneOwner')),
    role: fieldIn(model, 'Role'),
  }
}

/** Whether a field says yes. */
export function isTrue(value: string | null): boolean {
  return value !== null && /^true$/i.test(value)
}

/** A number as reports write it, some with a decimal comma; null for anything else. */
export function numberIn(model: Model, ...fields: readonly string[]): number | null {
  const text = firstField(model, ...fields)?.replace(',', '.')
  return text !== undefined && /^[+-]?\d{1,15}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?$/.test(text)
    ? Number(text)
    : null
}

function isNamed(element: XmlElement, name: string): boolean {
  return element.attributes.get('name') === name
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

function unpacked(text: string): string {
  try {
    return utf8.decode(Uint8Array.fromBase64(text))
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}

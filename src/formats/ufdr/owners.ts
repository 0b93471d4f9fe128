import type { Address } from '../../core/handle.ts'
import { addressOf } from '../source-address.ts'
import type { XmlElement, XmlTag } from '../xml-element.ts'
import type { XmlStep } from '../xml-records.ts'
import { fieldIn, firstField, type Model, modelOf, modelsIn, partyOf, valueOf } from './model.ts'

/** The device owner's own address in each application of a report, by the application's name in small letters. */
export type Owners = ReadonlyMap<string, Address>

/** The address of the owner in an application; null where the report shows none, or several. */
export function ownerAt(owners: Owners, application: string | null): Address | null {
  return owners.get(application?.trim().toLowerCase() ?? '') ?? null
}

/** Collects what a report shows of its owner's addresses. */
export interface OwnerVotes {
  openChat(): void
  /** A field of the chat last opened. */
  chatField(field: XmlElement): void
  closeChat(): void
  account(account: Model): void
  owners(): Owners
}

/** What of a report's decoded data is read for its owner's addresses: `around` begins below that data. */
export function ownerStep({ name, attributes }: XmlTag, around: readonly XmlTag[]): XmlStep {
  const type = attributes.get('type') ?? ''
  if (around.at(-1)?.name === 'model') return chatFields.has(attributes.get('name') ?? '') ? 'record' : 'pass'
  if (name === 'model') return type === 'Chat' ? 'enter' : type === 'UserAccount' ? 'record' : 'pass'
  return name === 'models' || (name === 'modelType' && (type === 'Chat' || type === 'UserAccount'))
    ? 'enter'
    : 'pass'
}

const chatFields: ReadonlySet<string> = new Set(['Source', 'Account', 'Participants'])

/** What shows an owner's address, the surest first. */
const signs = ['participant', 'chat', 'account'] as const
type Sign = (typeof signs)[number]

/**
 * One phone has an account in each application. Its address is that of the parties marked as the owner in the
 * application's chats; where none is, the account its chats name; where they name none, the application's account.
 * Where the surest of these that is there shows two addresses, the phone had two accounts and none is taken for both.
 */
export function ownerVotes(): OwnerVotes {
  const seen = new Map<string, Record<Sign, Set<Address>>>()
  const see = (application: string, sign: Sign, address: Address | null): void => {
    if (application === '' || address === null) return
    const known = seen.get(application) ?? { participant: new Set(), chat: new Set(), account: new Set() }
    seen.set(application, known)
    if (known[sign].size < 2) known[sign].add(address)
  }
  let fields: XmlElement[] = []
  return {
    openChat() {
      fields = []
    },
    chatField(field) {
      fields.push(field)
    },
    closeChat() {
      const application = (textIn(fields, 'Source') ?? '').toLowerCase()
      see(application, 'chat', addressOf(textIn(fields, 'Account')))
      for (const party of fields
        .flatMap(({ children }) => children)
        .flatMap((child) => modelOf(child) ?? [])) {
        const found = partyOf(party)
        if (found?.owner && found.identified) see(application, 'participant', found.address)
      }
      fields = []
    },
    account(account) {
      const ids = modelsIn(account, 'Entries').filter(({ type }) => type === 'UserID')
      const [id = null] = ids.map((entry) => addressOf(fieldIn(entry, 'Value')))
      const address = id ?? addressOf(firstField(account, 'Username', 'Identifier'))
      const application = firstField(account, 'Source', 'ServiceType') ?? ''
      see(application.toLowerCase(), 'account', ids.length > 1 ? null : address)
    },
    owners: () =>
      new Map(
        [...seen].flatMap(([application, found]) => {
          const sign = signs.find((one) => found[one].size > 0)
          const [address, other] = sign ? [...found[sign]] : []
          return address !== undefined && other === undefined ? [[application, address] as const] : []
        }),
      ),
  }
}

function textIn(fields: readonly XmlElement[], name: string): string | null {
  const field = fields.find(({ attributes }) => attributes.get('name') === name)
  const text = field ? valueOf(field)?.trim() : undefined
  return text === undefined || text === '' ? null : text
}

import { type Network, parseNetwork } from '../core/handle.ts'

const known: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'whatsapp-business': 'whatsapp',
    'whatsapp-messenger': 'whatsapp',
    'facebook-messenger': 'facebook',
    messenger: 'facebook',
    'instagram-direct': 'instagram',
    'telegram-messenger': 'telegram',
    'telegram-x': 'telegram',
    'signal-private-messenger': 'signal',
    'native-messages': 'sms',
    messages: 'sms',
    'sms-mms': 'sms',
    mms: 'sms',
    text: 'sms',
    'text-message': 'sms',
    'text-messages': 'sms',
    'android-messages': 'sms',
    'google-messages': 'sms',
    native: 'phone',
    phone: 'phone',
    'call-log': 'phone',
    'microsoft-teams': 'teams',
    'ms-teams': 'teams',
    'e-mail': 'email',
    mail: 'email',
  }),
)

/**
 * The network of an application as an export names it: its own name in small letters, with hyphens for what is neither
 * letter nor digit, but one name for what goes by several. `otherwise` where the export names none.
 */
export function networkOf(application: string | null, otherwise: string): Network {
  const slug = (application ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+/, '')
    .slice(0, 32)
    .replace(/-$/, '')
  const plain = slug.startsWith('imessage') ? 'imessage' : slug
  const network = parseNetwork(known.get(plain) ?? plain) ?? parseNetwork(otherwise)
  if (network === null) throw new TypeError(`${otherwise} is no name of a network`)
  return network
}

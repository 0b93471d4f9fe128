/**
 * How notices begin that a client or a server writes into the words of a message, lower case. They say that something
 * could not be delivered or decrypted; nobody said them.
 *
 * Sources: OTR version 3, whitespace and query messages (https://otr.cypherpunks.ca/Protocol-v3-4.1.1.html); the texts of
 * Pidgin's OTR plug-in and of Psi+ in English and Russian, in English also as machine-translated in published logs; the
 * delivery errors of ejabberd and Prosody (RFC 6120 stanza errors) as clients word them; OMEMO's fallback body (XEP-0384).
 */
export const noticeBeginnings: readonly string[] = [
  '?otr',
  '[ошибка: сообщение зашифровано',
  '[error: message is encrypted',
  '[error: message encrypted',
  '[error: the message is encrypted',
  '[error: message was encrypted',
  'the encrypted message received from',
  'you sent encrypted data',
  'you received an encrypted message',
  'the following message received from',
  'we received an unreadable encrypted message',
  'encrypted message was received but cannot be decrypted',
  'i sent you an omemo encrypted message',
  'you sent an omemo encrypted message',
  'сообщение зашифровано otr',
  'your message was not sent',
  'message delivery failed',
  'unable to deliver message',
  'service unavailable',
  'remote server not found',
  'recipient is not in the conference room',
]

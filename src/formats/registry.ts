import { adiumLog } from './adium-log/adium-log.ts'
import { caseUco } from './case-uco/case-uco.ts'
import { delimited } from './delimited/delimited.ts'
import { discord } from './discord/discord.ts'
import type { Format } from './format.ts'
import { imessage } from './imessage/imessage.ts'
import { ircLog } from './irc-log/irc-log.ts'
import { jabberJson } from './jabber-json/jabber-json.ts'
import { jsonLines } from './json-lines/json-lines.ts'
import { lava } from './lava/lava.ts'
import { matrix } from './matrix/matrix.ts'
import { mbox } from './mbox/mbox.ts'
import { meta } from './meta/meta.ts'
import { negotiation } from './negotiation/negotiation.ts'
import { pidginLog } from './pidgin-log/pidgin-log.ts'
import { rocketchat } from './rocketchat/rocketchat.ts'
import { rsmf } from './rsmf/rsmf.ts'
import { signalDesktop } from './signal-desktop/signal-desktop.ts'
import { signalExport } from './signal-export/signal-export.ts'
import { slack } from './slack/slack.ts'
import { slackDirectory } from './slack/slack-directory.ts'
import { smsBackup } from './sms-backup/sms-backup.ts'
import { telegram } from './telegram/telegram.ts'
import { textLog } from './text-log/text-log.ts'
import { ufdr } from './ufdr/ufdr.ts'
import { whatsappMsgstore } from './whatsapp-msgstore/whatsapp-msgstore.ts'
import { whatsappText } from './whatsapp-text/whatsapp-text.ts'
import { xlsx } from './xlsx/xlsx.ts'

/** Every format Bailey reads, in the order that decides between two that are equally sure of a file. */
export const formats: readonly Format[] = [
  jabberJson,
  rocketchat,
  meta,
  matrix,
  slackDirectory,
  slack,
  discord,
  telegram,
  caseUco,
  negotiation,
  whatsappText,
  whatsappMsgstore,
  imessage,
  signalDesktop,
  lava,
  rsmf,
  mbox,
  ufdr,
  smsBackup,
  signalExport,
  ircLog,
  pidginLog,
  adiumLog,
  textLog,
  jsonLines,
  xlsx,
  delimited,
]

/** Below this a format's recognition of a file is no more than a guess. */
const sureEnough = 0.3

/** The format surest of a file, from its name and first 64 KiB; null when none is more than 0.3 sure. */
export function recogniseFormat(name: string, head: Uint8Array): Format | null {
  let best: Format | null = null
  let sureness = sureEnough
  for (const format of formats) {
    const sure = format.sniff(name, head)
    if (sure <= sureness) continue
    best = format
    sureness = sure
  }
  return best
}

/** The format of that id, or null. */
export function formatById(id: string): Format | null {
  return formats.find((format) => format.id === id) ?? null
}

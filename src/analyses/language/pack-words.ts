import { languages } from '../../core/language.ts'
import { packedKinds, packedValues } from './language.ts'
import { type OwnWords, readOwnWords } from './own-words.ts'
import { sharedScripts } from './scripts.ts'

/** What the words of a message say of its language, as a number that a batch of messages carries. */
export function packOwnWords(body: string): number {
  const own = readOwnWords(body)
  return kindOf(own) * packedValues + valueOf(own)
}

function kindOf(own: OwnWords): number {
  switch (own.says) {
    case 'nothing':
      return packedKinds.nothing
    case 'leaning':
      return packedKinds.leaning
    case 'script':
      return packedKinds.script
    case 'language':
      return own.by === 'words' ? packedKinds.words : packedKinds.ownScript
  }
}

function valueOf(own: OwnWords): number {
  if (own.says === 'nothing') return 0
  return own.says === 'script' ? sharedScripts.indexOf(own.script) : languages.indexOf(own.language)
}

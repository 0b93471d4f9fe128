import { userInfo } from 'node:os'
import type { Asker } from '../store/store.ts'
import { permissions } from '../store/store.ts'

/** Whoever runs the command, by the name the operating system knows them; the folder is theirs, so they may do all. */
export function askerForCli(): Asker {
  return { actor: userName(), via: 'cli', may: permissionNames() }
}

function permissionNames(): Asker['may'] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys of a constant table
  return Object.keys(permissions) as (keyof typeof permissions)[]
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

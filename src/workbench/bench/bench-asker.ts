import { type Asker, permissions } from '../../store/store.ts'

/** Who a benchmark acts as. */
export const benchAsker: Asker = {
  actor: 'bench',
  via: 'cli',
  may: Object.keys(permissions).filter((name): name is keyof typeof permissions => name in permissions),
}

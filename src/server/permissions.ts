import type { FastifyInstance } from 'fastify'
import { permissions } from '../store/store.ts'

/** What a route may name: a permission of the store, or that anyone who reaches the server may use it. */
export const routePermissions = {
  ...permissions,
  public: 'Open to anyone who reaches the server: it tells nothing of the case.',
} as const satisfies Record<string, string>
export type RoutePermission = keyof typeof routePermissions

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RoutePermission
  }
}

/** Makes a forgotten permission a start-up failure rather than an open door. */
export function requirePermissionOnEveryRoute(app: FastifyInstance): void {
  app.addHook('onRoute', ({ config, method, url }) => {
    if (!config?.permission) throw new Error(`Route ${String(method)} ${url} names no permission`)
  })
}

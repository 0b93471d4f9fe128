/** What is used here of WebAssembly, whose types come with those of a browser only. @see https://webassembly.github.io/spec/js-api/ */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
    static imports(module: Module): { readonly name: string }[]
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>)
    readonly exports: Readonly<Record<string, unknown>>
  }
  class Memory {
    readonly buffer: ArrayBuffer
    /** By pages of 64 KiB. */
    grow(pages: number): number
  }
  class Table {
    set(index: number, value: unknown): void
  }
  class RuntimeError extends Error {}
}

/** Hands a text to the browser as a file. */
export function download(name: string, type: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  // A browser that reads it later would find it gone.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

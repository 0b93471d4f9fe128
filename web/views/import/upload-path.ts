/** Where a file of a batch is put: each part of its path encoded on its own, so that no name can leave the batch. */
export function uploadPath(batch: string, path: string): string {
  return `/uploads/${encodeURIComponent(batch)}/${path.split('/').map(encodeURIComponent).join('/')}`
}

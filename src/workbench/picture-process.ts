/**
 * A child process that decodes pictures. It is handed their bytes and runs under Node's permission model with nothing
 * but Bailey's own code to open: no case, no evidence file, no network, no process. See `picture-worker.ts`.
 */
import type { PictureJob, PictureMessage } from './picture-worker.ts'
import { readPicture } from './pictures/read-picture.ts'

process.on('message', ({ file }: PictureJob) => {
  void readPicture(Buffer.from(file.buffer, file.byteOffset, file.byteLength)).then(
    (read) => send({ kind: 'read', read }),
    // A fault of this code costs the picture, as a crash would.
    () => process.exit(1),
  )
})
process.on('disconnect', () => process.exit(0))
send({ kind: 'ready' })

function send(message: PictureMessage): void {
  process.send?.(message)
}

/** A picture that cannot be decoded; the message is the sentence put on record. Anything else thrown is a bug. */
export class PictureFault extends Error {
  constructor(says: string, options?: ErrorOptions) {
    super(says, options)
    this.name = 'PictureFault'
  }
}

/** What is thrown where a file ends before its picture does. */
export function endsEarly(): PictureFault {
  return new PictureFault('The file ends before its picture does.')
}

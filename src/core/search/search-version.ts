/**
 * By which rules a search was read and answered, written into the search journal. `language` is raised when the same text
 * could be read as another search, `folding` when the same search could find other messages of the same case.
 */
export const searchVersion = { language: 1, folding: 1 } as const

import type { MessageDetails } from '../core/message-details.ts'

/** Details as a record states them: each field set, or null (an empty list too) where it says nothing of the kind. */
export type Stated = { readonly [Field in keyof MessageDetails]?: MessageDetails[Field] | null | undefined }

/** What is stated as the details of a message; null when nothing is. An empty `earlier` says something and stays. */
export function statedDetails(stated: Stated): MessageDetails | null {
  const { sourceId, owner, answers, attachments, reactions, call, delivery, earlier, deleted, confidence } =
    stated
  const { forwardedFrom, viewOnce, position } = stated
  const details: MessageDetails = {
    ...(sourceId != null && { sourceId }),
    ...(owner != null && { owner }),
    ...(answers && { answers }),
    ...(attachments && attachments.length > 0 && { attachments }),
    ...(reactions && reactions.length > 0 && { reactions }),
    ...(call && { call }),
    ...(delivery && { delivery }),
    ...(earlier && { earlier }),
    ...(deleted && { deleted }),
    ...(confidence != null && { confidence }),
    ...(forwardedFrom != null && { forwardedFrom }),
    ...(viewOnce && { viewOnce }),
    ...(position && { position }),
  }
  return Object.keys(details).length > 0 ? details : null
}

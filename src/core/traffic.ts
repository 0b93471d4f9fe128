/** What a message is when it is not simply something said: the place in this list is what the store keeps. */
export const trafficMarks = ['plain', 'resend', 'notice', 'broadcast'] as const
export type TrafficMark = (typeof trafficMarks)[number]

/** What a handle is when it is not simply somebody's. */
export const handleMarks = ['plain', 'room', 'automatic'] as const
export type HandleMark = (typeof handleMarks)[number]

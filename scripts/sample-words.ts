/** Who is in Operation Plover and what they say. All of it is invented; no person, place or event is meant. */

/** How somebody writes. */
export interface Style {
  readonly lower: boolean
  readonly short: boolean
  readonly tail: readonly string[]
}

/** A handle, and the exchanges it takes part in by kind. */
export interface Member {
  readonly name: string
  readonly style: Style
}

const plain = { lower: false, short: false, tail: [] }
const brisk = { lower: true, short: true, tail: ['', '', 'mate', 'bro', 'pal'] }
const warm = { lower: false, short: false, tail: ['', '', '', 'x', 'xx', 'love'] }
const loud = { lower: true, short: true, tail: ['', 'lol', '😂', 'fam', 'safe'] }

/** On the Jabber server of the network, the busiest first. */
export const jabber: readonly Member[] = [
  { name: 'kestrel', style: brisk },
  { name: 'heron', style: plain },
  { name: 'wagtail', style: loud },
  { name: 'dunlin', style: brisk },
  { name: 'siskin', style: loud },
  { name: 'bittern', style: plain },
  { name: 'redshank', style: brisk },
  { name: 'curlew', style: warm },
  { name: 'fieldfare', style: brisk },
  { name: 'whimbrel', style: plain },
  { name: 'nuthatch', style: loud },
  { name: 'goldcrest', style: warm },
  { name: 'shoveler', style: brisk },
  { name: 'godwit', style: plain },
  { name: 'linnet', style: warm },
  { name: 'brambling', style: loud },
]

/** On encrypted handsets; known from the hand-over table. */
export const handsets: readonly Member[] = [
  { name: 'quietheron', style: plain },
  { name: 'slategrebe', style: brisk },
  { name: 'copperlark', style: brisk },
  { name: 'amberstoat', style: loud },
]

/** In the room of the haulage yard. */
export const yard: readonly Member[] = [
  { name: 'dispatch', style: plain },
  { name: 'baz.forklift', style: loud },
  { name: 'nights.kel', style: brisk },
  { name: 'trailer9', style: brisk },
  { name: 'yardcat', style: warm },
]

/** What stands for `{name}` in the lines. */
export const slots: Readonly<Record<string, readonly string[]>> = {
  place: [
    'the lay-by',
    'the services',
    'the retail park',
    'the old dairy',
    'the yard',
    'the carwash',
    'the garden centre',
    'the bowls club',
  ],
  town: ['Easterby', 'Wellow Cross', 'Thornley Dock', 'Maddock Green', 'Corve End', 'Little Amering'],
  time: ['half 6', '7', 'quarter past 8', '9ish', '10', '11.30', '2', 'half 3', '4', '5 sharp'],
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday', 'tomorrow'],
  few: ['2', '3', '4', '5', '6'],
  many: ['8', '10', '12', '15', '20', '25'],
  price: ['36', '36.5', '37', '37.5', '38', '38.25', '39'],
  paper: ['40', '75', '80', '110', '114', '150', '185', '190', '228'],
  small: ['200', '350', '500', '800', '1,200'],
  item: ['tops', 'boxes', 'bits', 'the usual', 'tiles', 'white paint', 'the green', 'parts'],
  car: ['the blue Transit', 'the grey Vito', 'the little hatchback', "the old man's estate", 'the flatbed'],
  food: ['curry', 'a roast', 'fish and chips', 'pizza', 'a kebab', 'spag bol'],
  kid: ['the little one', 'our eldest', 'the twins', 'my nephew'],
  who: ['the driver', 'the tall fella', 'the Welsh lad', 'your cousin', 'the accountant', 'the new boy'],
  shop: ['toilet roll', 'pasta', 'flour', 'paracetamol', 'eggs'],
}

/** Exchanges in which the two sides speak in turn: everyday life. */
export const everyday: readonly string[] = [
  'Morning|Morning, you well?|Not bad. Up since 5 with {kid}|Teeth again?|Never ends',
  'You about?|Yeah what is it|Nothing just bored|Go for a walk then|In this rain?',
  'Did you get any {shop}|Not a thing on the shelves|Mad. Try {town}|Queue is round the block there too',
  'What are you having tonight|{food}|Again?|You asked',
  'Gym is shut|Everything is shut|Going to build one in the garage|You will lift twice and sell it',
  'Watching the briefing?|Yeah. So we stay in now|Looks that way|See how long that lasts',
  'Happy birthday to {kid}!|Thank you, will pass it on|Big party?|Cake on the doorstep this year',
  'Can you lend me {small} until {day}|Go on then|Legend|In my hand {day}, I mean it',
  'Clocks go forward Sunday remember|So I lose an hour|You sleep till noon anyway',
  'How is your mum|Better thanks. Home from hospital {day}|Good news|She says hello',
  '{car} failed the MOT|On what|Everything|Scrap it',
  'You see the match replay|Seen it three times|No football is killing me|Card school {day}?|Online only',
  'Put the bins out|Done|And the green one?|Yes boss',
  'Dog ate my slipper|Which one|Left|Then you need one more dog',
  'Neighbour is burning rubbish again|Call the council|I am the council to him|Ha',
  'Need a plumber in {town}|Ask {who}|He charges double|He turns up though',
  'Quiet today|Too quiet|Enjoy it',
  "Happy Mother's Day to yours|And yours|Flowers sold out everywhere|Card and a phone call then",
  'Is school open for {kid}|Only for key workers|Am I one?|Absolutely not',
  'Taught {kid} fractions today|How did it go|We ate the pizza',
]

/** Exchanges about trade, in the words such people use. */
export const trade: readonly string[] = [
  'You working today?|Always|Need {few} of {item}|{price} each|Same as last time?|Same. {time} at {place}|See you there',
  'What is the number on {item}|{price} for one, less if you take {many}|Can you do {price}|For {many} yes|Ok put me down',
  'Landed?|{many} landed, all dry|Count it again|Counted twice. {many}|Good work',
  'Paper ready?|{paper} boxed up|Who brings it|{who}, {time}, {place}|Tell him no phone on him',
  'Drop was one short|Not from my end|{who} counted {few}|Then ask {who}, I sent {many}|I will find out',
  'He owes {paper} since {day}|Says he has half|Half is not a number I like|Give him until {day}|Last time',
  '{who} is at {place}|What is he in|{car}|Tell him two minutes|He says you said that ten minutes ago',
  'Any {item} about|Dry until {day}|Everyone says that|Borders. {who} is stuck at {town}|How long|Two days maybe',
  'Pic of the stamp?|Sending|Looks pressed|It is right, tested it myself|Ok take {few} first, then talk',
  'Put {few} to one side for {town}|Done|And {small} for the driver|From whose end|Yours',
  'Road check by {town}, go round|Cheers|Told {who} as well?|He turned back already',
  'New phone {day}, take this one down|Ok|Wipe it first|Always do',
  'What did he pay|{paper} all in|For {few}?|{few} and the old bill|So he still owes {small}|Less than that',
  'Lads ready?|Two in {car}, one on foot|{time}?|{time}. Text when it is done|Done is done',
  'The {item} are no good|Who says|Both customers|Bring {few} back then, I swap them|And the petrol?|Do not push it',
  'Move everything from {place} tonight|Why|Somebody was parked there all day|On it. Where to|{town}, the usual door',
]

/** What is said in the room of the yard, one line at a time. */
export const room: readonly string[] = [
  'Trailer 9 on bay {few}',
  'Who has the keys to {car}',
  'Gates at {time} {day}, no earlier',
  'Masks in the office please',
  'Forklift needs charging',
  'Two for {town}, one for {place}',
  'Kettle is broken again',
  'Paperwork for {town} is on the desk',
  'Driver wants his {small} today',
  'Running {few} hours late from the port',
  'Somebody left the lights on all night',
  'Ok',
  'On my way',
  '@dispatch which bay?',
]

/** Said once each, on a given day and at a given time: oddities a reader of evidence has to bear. */
export const oddities: readonly (readonly [day: number, clock: string, line: string])[] = [
  [3, '13:05:10', 'my lad sent me this for a joke, does it do anything? <img src=x onerror=alert(1)>'],
  [4, '09:15:44', 'He said "bring all of it" and then "bring none of it"'],
  [6, '21:40:02', 'Zażółć gęślą jaźń, as your wife would say'],
  [9, '18:12:33', 'שלום, tell him the shipment of tiles is fine'],
  [11, '23:58:59', '😂😂😂 stop it'],
  [12, '08:02:00', 'C:\\plover\\accounts is empty, who moved it'],
  [15, '19:30:00', 'https://plover.example/menu?table=4&x=1 order before 8'],
]

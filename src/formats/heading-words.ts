import { allColumnParts, type ColumnPart } from './mapping-profile.ts'

/** What tables call their columns, in English, Dutch, German, French, Spanish and Russian; words of one heading by spaces. */
const words: Readonly<Record<ColumnPart, string>> = {
  time: `time, date, when, datetime, date time, timestamp, time stamp, ts, sent, sent at, date sent, sent time, message time, message date, call time, start time, start, created, created at,
    tijd, datum, tijdstip, datum tijd, datum en tijd, verzonden, verzonden op, verzendtijd, begin, starttijd,
    zeit, wann, uhrzeit, zeitpunkt, zeitstempel, datum uhrzeit, datum zeit, gesendet, gesendet am, sendezeit, beginn,
    heure, horodatage, date heure, date et heure, envoyé le, date d envoi, début,
    hora, fecha, fecha hora, fecha y hora, marca de tiempo, enviado, fecha de envío, inicio,
    время, дата, дата время, дата и время, отправлено, время отправки, дата отправки, начало`,
  date: `date, day, sent date, date sent, message date, call date, start date, datum, dag, tag, jour, fecha, día, дата, день`,
  from: `from, sender, author, source, from handle, sender handle, handle from, sender id, from user, sender username, from number, caller, writer,
    van, afzender, verzender, auteur, beller,
    von, absender, verfasser, anrufer, sender,
    de, expéditeur, émetteur, auteur, appelant,
    remitente, emisor, autor, llamante,
    от, от кого, отправитель, автор`,
  to: `to, recipient, recipients, receiver, to handle, recipient handle, receiver handle, handle to, recipient id, to user, to number, destination, callee, called,
    aan, naar, ontvanger, ontvangers, geadresseerde,
    an, empfänger, adressat, angerufener,
    destinataire, destinataires, vers, pour, appelé,
    para, destinatario, destinatarios, receptor,
    кому, получатель, получатели, адресат`,
  body: `body, text, txt, message, content, msg, message text, message body, message content, chat text, note, note text, words,
    bericht, tekst, inhoud, berichttekst, notitie,
    nachricht, nachrichtentext, inhalt, nachrichteninhalt, notiz,
    texte, contenu, corps, corps du message, note,
    mensaje, texto, contenido, cuerpo, nota,
    сообщение, текст, текст сообщения, содержание, содержимое, заметка`,
  conversation: `conversation, room, channel, thread, group, chat, chat id, conversation id, thread id, room id, group id, chat name, group name,
    gesprek, kanaal, groep, ruimte, gespreksid,
    gespräch, unterhaltung, kanal, gruppe, raum, chatraum,
    salon, canal, groupe, fil, discussion,
    conversación, grupo, sala, hilo,
    чат, беседа, канал, группа, комната, диалог`,
  fromName: `sender name, from name, display name, author name, name of sender, sender display name,
    naam afzender, afzendernaam,
    absendername, name des absenders, anzeigename,
    nom de l expéditeur, nom expéditeur,
    nombre del remitente, nombre remitente,
    имя отправителя`,
  direction: `direction, dir, in out, message direction, call direction, incoming outgoing, type, call type,
    outgoing, incoming, outbound, inbound, is outgoing, is incoming, from me, is from me,
    richting, in uit, soort,
    richtung, ein aus, eingang ausgang, typ,
    sens, entrant sortant,
    dirección, sentido, tipo,
    направление, тип`,
  owner: `owner, account, handle, user, username, user handle, subject, subject handle, device owner, own number,
    eigenaar, gebruiker, gebruikersnaam,
    besitzer, inhaber, konto, benutzer, benutzername,
    propriétaire, compte, utilisateur, titulaire,
    propietario, cuenta, titular, usuario,
    владелец, аккаунт, пользователь, учетная запись`,
  peer: `peer, contact, contact handle, other party, other handle, correspondent, partner, remote, remote handle, remote party,
    tegenpartij, andere partij, contactpersoon, gesprekspartner,
    kontakt, gegenüber, gesprächspartner, gegenstelle,
    correspondant, interlocuteur,
    contacto, interlocutor, corresponsal,
    контакт, собеседник, абонент`,
  duration: `duration, length, call duration, seconds, talk time,
    duur, gespreksduur, dauer, gesprächsdauer, durée, duración, длительность, продолжительность`,
  answered: `answered, status, call status, connected, beantwoord, angenommen, répondu, contestada, отвечен, статус`,
  address: `address, handle, username, contact handle, number, phone, phone number, telephone, mobile, email, e mail, account, id, contact id, user id,
    adres, nummer, telefoonnummer, telefoon, gebruikersnaam,
    adresse, telefonnummer, rufnummer, telefon, benutzername, kennung,
    numéro, téléphone, numéro de téléphone, identifiant, courriel,
    dirección, número, teléfono, usuario, correo,
    адрес, номер, телефон, номер телефона, логин`,
  name: `name, nickname, nick, alias, display name, saved as, contact name, full name, contact,
    naam, bijnaam, contactnaam, schuilnaam,
    spitzname, anzeigename, kontaktname, deckname,
    nom, pseudo, pseudonyme, surnom,
    nombre, apodo, mote,
    имя, псевдоним, ник, никнейм, кличка, прозвище`,
  until: `end, end time, end date, until, last seen, disconnected, einde, eindtijd, tot, ende, endzeit, bis, fin, heure de fin, hasta, конец, окончание`,
  network: `ssid, network, network name, wifi name, wi fi name, wifi, netwerk, netwerknaam, netzwerk, netzwerkname, réseau, nom du réseau, red, nombre de la red, сеть`,
  hardware: `bssid, mac, mac address, access point, mac adres, mac adresse, adresse mac, dirección mac, mac адрес`,
  country: `mcc, country code, mobile country code`,
  operator: `mnc, network code, mobile network code`,
  area: `lac, tac, area code, location area code, tracking area code`,
  cell: `cell id, cellid, cell, cid, ci, cgi, ecgi, eci, cell identifier, cel id, zell id, funkzelle, zelle, cellule, celda, id de celda, сота, номер соты`,
  device: `device, imei, handset, toestel, apparaat, gerät, appareil, dispositivo, устройство`,
}

/** What a heading says of a part, from 0 (nothing) to 1 (exactly a word for it), and the word found. */
export interface HeadingMatch {
  readonly sure: number
  readonly word: string
}

/** How well a heading says that its column holds a part. */
export function matchHeading(heading: string, part: ColumnPart): HeadingMatch {
  const plain = plainWords(heading)
  let best: HeadingMatch = { sure: 0, word: '' }
  if (plain === '') return best
  for (const word of known.get(part) ?? []) {
    const sure = plain === word ? 1 : contains(plain, word) ? 0.4 + 0.4 * (word.length / plain.length) : 0
    if (sure > best.sure) best = { sure, word }
  }
  return best
}

/** Short words such as `a` or `de` only count when they are the whole heading. */
function contains(heading: string, word: string): boolean {
  return word.length >= 4 && ` ${heading} `.includes(` ${word} `)
}

/** A heading in small letters without accents, punctuation or what stands in brackets, as `Date (UTC)`. */
function plainWords(heading: string): string {
  return heading
    .slice(0, 200)
    .replace(/\([^)]{0,60}\)/g, ' ')
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const known = new Map(allColumnParts.map((part) => [part, words[part].split(',').map(plainWords)]))

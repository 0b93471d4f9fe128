/**
 * What the application itself writes into an export, in the languages in which it was found. Compared without invisible
 * marks, without case, without the dot at the end; see {@link plainWording}. A wording that is not here stays a
 * message's words: nothing is lost, only not told apart.
 */

/** A wording as the lists hold it: no invisible marks, plain blanks, lower case, no dot at the end. */
export function plainWording(text: string): string {
  return withoutMarks(text)
    .replace(/[.。।]$/, '')
    .toLowerCase()
}

/** Text without invisible marks of direction, its no-break blanks plain, trimmed. */
export function withoutMarks(text: string): string {
  return text
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .replace(/[\u00A0\u2000-\u200A\u202F]/g, ' ')
    .trim()
}

function wordings(text: string): ReadonlySet<string> {
  return new Set(text.split('|').map(plainWording))
}

/** Android, between angle brackets: a file that was not exported. */
export const omittedMedia = wordings(
  'Media omitted|Medien ausgeschlossen|Medien weggelassen|Multimedia omitido|Archivo omitido|Mídia oculta|Mídia omitida|Arquivo de mídia oculto|Ficheiro não revelado|Médias omis|Média omis|Fichier omis|Media omessi|Media omesso|Media weggelaten|pominięto multimedia|pliki pominięto|Medya dahil edilmedi|Medya atlanmış|Без медиафайлов|Файл пропущен|Медіа пропущено|Media tidak disertakan|Media disingkirkan|تم استبعاد الوسائط|المدיה لא נכללה|המדיה לא נכללה|מדיה לא נכללה|מדיה הושמטה|मीडिया के बिना|मीडिया छोड़ा गया|省略多媒体文件|忽略多媒體檔|略過多媒體檔|メディアは含まれていません|미디어 파일을 생략한 대화내용|미디어 파일 제외됨|Bỏ qua Media|Media har utelämnats|Mediefil udeladt|Uten vedlegg|Média vynechána|Médiá vynechané|Conținut media omis|Hiányzó médiafájl|Εξαίρεση πολυμέσων|Media jätetty pois|پیوست نما/آهنگ حذف شد',
)

/** What a phone says it left out, by what it was. */
const omitted = {
  image:
    'image omitted|Bild weggelassen|imagen omitida|imagem ocultada|imagem não revelada|image absente|immagine omessa|afbeelding weggelaten|obraz pominięty|görüntü dahil edilmedi|изображение отсутствует|зображення відсутнє|gambar tidak disertakan|لم يتم إدراج الصورة|התמונה הושמטה|फ़ोटो हटाई गई|照片已忽略|图像已省略|圖片已略去|圖像已省略|画像は含まれていません|이미지 생략됨|đã bỏ qua hình ảnh|ไม่มีรูปภาพ|bild utesluten|billede udeladt|bilde ikke inkludert|obrázek vynechán|imagine omisă|تصویر حذف شد|εικόνα παραλείφθηκε',
  video:
    'video omitted|video note omitted|Video weggelassen|video omitido|vídeo omitido|vídeo não revelado|vidéo absente|video omesso|video weggelaten|wideo pominięte|video dahil edilmedi|видео отсутствует|відео відсутнє|video tidak disertakan|لم يتم إدراج الفيديوهات|סרטון הווידאו הושמט|वीडियो छोड़ा गया|视频已忽略|影片已略去|影片已省略|ビデオは含まれていません|비디오 생략됨|đã bỏ video|วิดีโอถูกลบ|video utesluten|video udeladt|video utelatt|video vynecháno|clip video omis|ویدیو حذف شد|βίντεο παραλείφθηκε',
  audio:
    'audio omitted|voice message omitted|Audio weggelassen|audio omitido|áudio ocultado|ficheiro de áudio não revelado|audio omis|audio omesso|audio weggelaten|audio pominięte|ses dahil edilmedi|аудиофайл отсутствует|аудіо відсутнє|audio tidak disertakan|لم يتم إدراج المقاطع الصوتية|קטע קול הושמט|ऑडियो हटाई गयी|音频已忽略|音訊已略去|音訊已省略|音声は含まれていません|오디오 생략됨|bỏ qua tệp âm thanh|ไม่มีไฟล์เสียง|ljud utelslutet|lyd udeladt|lyd utelatt|صدا حذف شد|ήχος παραλείφθηκε',
  sticker:
    'sticker omitted|Sticker weggelassen|sticker omitido|figurinha omitida|sticker não revelado|sticker omis|sticker non incluso|sticker weggelaten|pominięto naklejkę|Çıkartma dahil edilmedi|стикер не добавлен|Наклейку не додано|stiker tidak disertakan|تم حذف الملصقات|סטיקר הושמט|स्टिकर छोड़ा गया|贴图已省略|貼圖已略去|貼圖已忽略|スタンプは含まれていません|스티커 제외됨|đã bỏ sticker|ไม่มีสติกเกอร์|sticker utesluten|klistermærke udeladt|klistremerke utelatt|استیکر حذف شد',
  gif: 'GIF omitted|GIF weggelassen|GIF omitido|GIF não revelada|GIF retiré|GIF esclusa|GIF weggelaten|Plik GIF pominięty|GIF dahil edilmedi|GIF отсутствует|GIF-анімацію пропущено|GIF tidak disertakan|لم يتم إدراج صورة GIF|GIF הושמט|GIF छोड़ा गया|GIF 动态图已被忽略|GIF 已略去|GIF 圖片已被省略|GIFは含まれていません|GIF 생략됨|Đã bỏ qua ảnh GIF|ละเว้น GIF|GIF utesluten|GIF udeladt|GIF utelatt|GIF omis|GIF حذف شد',
  document:
    'document omitted|Dokument weggelassen|documento omitido|documento não revelado|document manquant|documento omesso|document weggelaten|dokument pominięty|belge dahil edilmedi|документ отсутствует|документ пропущено|dokumen tidak disertakan|لم يتم إدراج المستند|מסמך הושמט|डॉक्यूमेंट छोड़ा गया|文档已省略|文件已略去|文件已忽略|ドキュメントは含まれていません|문서 생략됨|đã bỏ qua tài liệu|ละเว้นเอกสาร|dokument uteslutet|dokument udeladt|utelatt dokument|سند حذف شد',
  'contact card':
    'Contact card omitted|Kontaktkarte ausgelassen|Tarjeta de contacto omitida|Cartão do contato omitido|Contacto não revelado|Fiche contact manquante|Scheda contatto omessa|Visitekaartje weggelaten|Pominięta wizytówka kontaktu|Kişi kartı dahil edilmedi|Карточка контакта отсутствует|Kartu kontak tidak disertakan|لم يتم إدراج بطاقة جهة اتصال|כרטיס איש קשר הושמט|联系人卡片已忽略|聯絡人卡片已略去|聯絡人卡片已省略|連絡先カードを省略|연락처 카드 생략됨|Kontaktkort uteslutet|Kontaktkort udeladt|Kontaktkort sløyfet|Bỏ qua thẻ liên lạc|บัตรรายชื่อที่ละเว้น',
} as const

const omittedKinds: ReadonlyMap<string, string> = new Map(
  Object.entries(omitted).flatMap(([kind, text]) =>
    [...wordings(text)].map((found) => [found, kind] as const),
  ),
)

/** What kind of file a wording says was left out of the export (`image`, `video`, …), or null. */
export function omittedKind(text: string): string | null {
  return omittedKinds.get(plainWording(text)) ?? null
}

/** Document wordings follow the document's own name and length on the same line. */
export const omittedDocuments: readonly string[] = omitted.document.split('|')

/** Android, in brackets behind a file's name: the file was exported. */
export const attachedBehind = wordings(
  'file attached|Datei angehängt|archivo adjunto|archivo adjuntado|arquivo anexado|ficheiro anexado|fichier joint|file allegato|bestand bijgevoegd|załączony plik|plik załączony|dosya ekli|dosya ekte|файл добавлен|файл додано|file terlampir|fail dilampirkan|الملف مرفق|ملف مرفق|קובץ מצורף|फाइल अटैच कर दी गई है|फाइल संलग्न|文件附件|附件檔案|添付ファイル有り|添付ファイル|파일 첨부됨|첨부된 파일|tệp đính kèm|bifogad fil|fil vedhæftet|vedlagt fil|soubor byl přiložen|súbor pripojený|fișier atașat|fájl csatolva|συνημμένο αρχείο|liitetiedosto|arxiu adjunt|ไฟล์ที่แนบ|پیوست شد|прикачен файл|прикачена датотека|priložena datoteka|datoteka u privitku',
)

/** iOS, before a file's name in angle brackets: the file was exported. */
export const attachedBefore = wordings(
  'attached|angehängt|Anhang|adjunto|anexado|anexo|pièce jointe|allegato|bijgevoegd|załączono|eklendi|прикреплено|додано|terlampir|dilampir|المُرفق|מצורף|अटैच किया गया|संलग्न केले|附件|添付ファイル|첨부됨|đính kèm|bifogat|vedhæftet|vedlagt|příloha|príloha|atașare|csatolva|επισυνάφθηκε|liite|adjunt|แนบ|پیوست|priloženo',
)

/** A message that somebody took back. */
export const deletedMessages = wordings(
  'This message was deleted|You deleted this message|This message was deleted by an admin|You deleted this message as admin|Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht|Se eliminó este mensaje|Este mensaje fue eliminado|Eliminaste este mensaje|Mensagem apagada|Esta mensagem foi apagada|Você apagou esta mensagem|Apagou esta mensagem|Ce message a été supprimé|Vous avez supprimé ce message|Questo messaggio è stato eliminato|Hai eliminato questo messaggio|Dit bericht is verwijderd|U hebt dit bericht verwijderd|Je hebt dit bericht verwijderd|Ta wiadomość została usunięta|Usunąłeś(-ęłaś) tę wiadomość|Bu mesaj silindi|Bu mesajı sildiniz|Данное сообщение удалено|Вы удалили данное сообщение|Вы удалили это сообщение|Це повідомлення було видалено|Ви видалили це повідомлення|Pesan ini dihapus|Pesan ini telah dihapus|Anda menghapus pesan ini|Anda telah menghapus pesan ini|تم حذف هذه الرسالة|لقد حذفت هذه الرسالة|لقد حذَفت هذه الرسالة|הודעה זו נמחקה|מחקת הודעה זו|מחקת את ההודעה הזו|यह मैसेज डिलीट कर दिया गया है|यह संदेश मिटाया गया|आपने यह मैसेज डिलीट किया|这条消息已被删除|您已删除这条消息|此訊息已刪除|您已刪除此訊息|このメッセージは削除されました|このメッセージを削除しました|이 메시지는 삭제되었습니다|이 메시지를 삭제했습니다|삭제한 메시지입니다|Tin nhắn này đã bị xóa|Bạn đã xóa tin nhắn này|Tin nhắn này đã bị xoá|Bạn đã xoá tin nhắn này|ข้อความนี้ถูกลบแล้ว|คุณได้ลบข้อความนี้|คุณลบข้อความนี้|Det här meddelandet raderades|Du raderade det här meddelandet|Denne besked blev slettet|Denne besked er blevet slettet|Du slettede denne besked|Denne meldingen ble slettet|Du slettet denne meldingen|Tato zpráva byla smazána|Acest mesaj a fost șters|Ați șters acest mesaj|Ez az üzenet törlésre került|Αυτό το μήνυμα διαγράφηκε|Tämä viesti poistettiin|این پیام حذف شد|این پیام حذف شده است',
)

/** Between angle brackets behind a message that was edited. */
export const editedMessages = wordings(
  'This message was edited|Diese Nachricht wurde bearbeitet|Se editó este mensaje|Este mensaje fue editado|Mensagem editada|Esta mensagem foi editada|Ce message a été modifié|Questo messaggio è stato modificato|Messaggio modificato|Dit bericht is bewerkt|Ta wiadomość została edytowana|Bu mesaj düzenlendi|Сообщение изменено|Данное сообщение изменено|Це повідомлення змінено|Pesan ini diedit|تم تعديل هذه الرسالة|הודעה זו נערכה|यह मैसेज एडिट किया गया|此消息已编辑|此訊息已編輯|このメッセージは編集されました|이 메시지는 수정되었습니다|Det här meddelandet redigerades|Denne besked blev redigeret|Denne meldingen ble redigert',
)

/** Begins a wording that stands for a message to be looked at once. */
export const viewOnceMessages =
  /^(?:you (?:received|sent) a view once (?:message|photo|video)|view once (?:photo|video|voice message|message)|du hast ein(?:e|en)? .{0,20}(?:einmalansicht|einmal ansehen)|recibiste un mensaje de visualización única|você recebeu uma mensagem de visualização única|vous avez reçu un message à vue unique|hai ricevuto un messaggio visualizzabile una volta)/

/** Calls that nobody took: true where it was a video call. */
export const missedCalls: ReadonlyMap<string, boolean> = new Map(
  [
    [
      'Missed voice call|Missed group voice call|Silenced voice call|Verpasster Sprachanruf|Llamada perdida|Llamada de voz perdida|Chamada de voz perdida|Appel vocal manqué|Chiamata vocale persa|Gemist spraakgesprek|Gemiste spraakoproep|Nieodebrane połączenie|Cevapsız sesli arama|Пропущенный аудиозвонок|Пропущений аудіодзвінок|Panggilan suara tak terjawab|مكالمة صوتية فائتة|שיחה קולית שלא נענתה|未接语音通话|未接語音通話|音声通話不在着信|부재중 전화|Missat röstsamtal|Ubesvaret taleopkald|Tapt taleanrop',
      false,
    ] as const,
    [
      'Missed video call|Missed group video call|Silenced video call|Verpasster Videoanruf|Videollamada perdida|Videochamada perdida|Chamada de vídeo perdida|Appel vidéo manqué|Videochiamata persa|Gemist videogesprek|Gemiste video-oproep|Cevapsız görüntülü arama|Пропущенный видеозвонок|Пропущений відеодзвінок|Panggilan video tak terjawab|مكالمة فيديو فائتة|שיחת וידאו שלא נענתה|未接视频通话|未接視像通話|ビデオ通話不在着信|부재중 영상통화|Missat videosamtal|Ubesvaret videoopkald|Tapt videoanrop',
      true,
    ] as const,
  ].flatMap(([text, video]) => [...wordings(text)].map((found) => [found, video] as const)),
)

/** Stems that stand in a notice only when the chat is a group. */
export const groupNotice =
  /group|grupo|gruppe|groupe|gruppo|groep|grup[ae ]|grupy|группу|группе|группы|групу|skupin|csoport|ομάδα|مجموعة|קבוצה|समूह|ग्रुप|群|グループ|그룹|nhóm|กลุ่ม|communit|\badded\b|\bleft$|\bremoved\b|hinzugefügt|añadió|agregó|a ajouté|ha aggiunto|adicionou|toegevoegd|добавил/i

/** Stems of notices that any chat may hold, for telling them from words where an export writes them under a name. */
export const chatNotice =
  /end-to-end|ende-zu-ende|bout en bout|extremo a extremo|ponta a ponta|ponto a ponto|сквозн|наскрізн|uçtan uca|端到端|端對端|エンドツーエンド|종단간|بين الطرفين|מקצה-לקצה|एंड-टू-एंड|security code|sicherheitsnummer|código de segur|code de sécurité|codice di sicurezza|disappearing messages|selbstlöschende|mensajes temporales|mensagens temporárias|messages éphémères|messaggi effimeri|blocked this contact|unblocked this contact|phone number|is a contact|business account|message timer/i

/** Beginnings of notices that no one writes, for telling them where an export lost its marks. */
export const unmarkedNotice =
  /^(?:messages and calls are end-to-end encrypted|messages to this (?:chat|group) and calls are now secured|your security code with .{1,100} changed|nachrichten und anrufe sind ende-zu-ende|deine sicherheitsnummer|los mensajes y las llamadas están cifrados|cambió tu código de seguridad|les messages et les appels sont chiffrés|votre code de sécurité avec|as mensagens e (?:as )?chamadas são|(?:o )?seu código de segurança (?:com|partilhado)|i messaggi e le chiamate sono crittografati|il tuo codice di sicurezza con|berichten en gesprekken worden end-to-end|сообщения и звонки защищены|ваш код безопасности|повідомлення й дзвінки захищено|mesajlar ve aramalar uçtan uca|wiadomości i połączenia są w pełni|pesan dan panggilan terenkripsi|الرسائل والمكالمات مشفرة|ההודעות והשיחות מוצפנות|मैसेजेस और कॉल्स एंड-टू-एंड|tin nhắn và cuộc gọi được mã hóa|mã bảo mật của bạn với|ข้อความและการโทรได้รับการเข้ารหัส|รหัสความปลอดภัยของคุณ|消息和通话都?进行|訊息和通話經|メッセージと通話は|메시지 및 전화는)/i

/** The one who acts, before the verb of a notice. */
export const actors: readonly RegExp[] = [
  /^(.{1,100}?) (?:created (?:this )?(?:group|community|the group)|added |removed |left$|joined |changed (?:the (?:subject|group|community|settings)|this (?:group|community)|their phone number|to )|turned (?:on|off) |updated the message timer|pinned a message|deleted this group|reset )/,
  /^(.{1,100}?) (?:hat (?:die Gruppe|den Betreff|das Gruppen|die Gruppen|diese Gruppe|.{1,80} (?:hinzugefügt|entfernt)$)|ist .{0,40}beigetreten)/,
  /^(.{1,100}?) (?:creó (?:el|este) grupo|añadió |agregó |eliminó a |salió del grupo|cambió |se unió )/,
  /^(.{1,100}?) (?:a créé (?:le|ce) groupe|a ajouté |a retiré |a supprimé |a quitté |a changé |a modifié |a rejoint )/,
  /^(.{1,100}?) (?:criou (?:o|este) grupo|adicionou |removeu |saiu$|mudou |alterou |entrou )/,
  /^(.{1,100}?) (?:ha creato (?:il|questo) gruppo|ha aggiunto |ha rimosso |ha abbandonato|ha cambiato |ha modificato )/,
  /^(.{1,100}?) heeft (?:de groep|het onderwerp|.{1,80} (?:toegevoegd|verwijderd)$)/,
]

/** How a notice calls whoever made the export. */
export const ownerWords = wordings('You|Du|Sie|Tú|Usted|Vous|Tu|Você|Hai|Je|U|Вы|Siz')

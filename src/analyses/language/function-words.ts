import type { Language } from '../../core/language.ts'

/**
 * Small words that people cannot write a language without, and a few that chat has made of them. A word that several of
 * these languages share says less. Diacritics may be left out in a message, so that each word counts without them too.
 */
export const functionWords: Readonly<Partial<Record<Language, string>>> = {
  en: `the and you your are is was were have has had this that these those with for not but what when where who how why
    will would can could should they them their there here from about just get got going gonna wanna need want know think
    been being did does doing don't didn't can't won't i'm you're it's he's she's we're they're that's i've i'll we'll isn't
    it of if then than some any all out up down now never always again before after because into over only also really
    yeah yes yep nope ok thanks please sorry hello bro mate ur dont cant wont didnt im ive thats whats lol tho cause
    tomorrow today tonight yesterday my our his her him she he we us much many more most make made take come back send
    sent call tell told said say see look let still something anything nothing everything someone good bad money right
    thank thanks already okay which could file files link check ready waiting understand needed different full before
    to so too hi hey in on at by as or an be do go may must might until till even two very well every without between while
    through once such no work works working done first last next same other another new old day days week time people`,
  nl: `de het een en van ik je jij niet dat die dit zijn was ben bent heb hebt heeft had maar ook met voor naar wat waar wie
    hoe waarom wanneer nog wel geen als dan om uit bij aan op over hij zij ze wij we jullie hun hem haar mij mijn jouw
    onze moet moeten kan kunnen wil willen gaat gaan ga doe doen komt kom kunt zou zal zullen worden wordt werd nu hier daar
    morgen vandaag gisteren straks even effe niks iets alles altijd nooit weer omdat want eens goed goeie ja nee jongen
    gewoon broer maat weet zeg zegt zei gezegd denk ff wss idd dus toch mee eruit erbij vanavond alleen
    deze hebben geweest gehad mag mogen weten denken zeggen zien zie kijk laat laten krijg krijgt krijgen geld mensen man dag
    week keer tijd beetje veel meer minder heel echt gelijk zelf iemand andere ander onder tussen zonder totdat zodat tegen
    zo toen terug binnen buiten klaar laten effen moest ging kwam`,
  de: `der die das und ich du er sie es wir ihr nicht ein eine einen einem einer den dem des ist sind war waren bin bist hast
    habe haben hat hatte aber auch mit für von zu zum zur was wo wer wie warum wann noch schon kein keine wenn dann um aus
    bei an auf über mich dich mir dir ihm ihn uns euch mein dein kann kannst können will wollen muss müssen soll geht
    gehen mach machen macht komm kommt kommen wird werden wurde jetzt hier da morgen heute gestern gleich nur etwas nichts
    alles immer nie wieder weil denn mal gut ja nein doch bitte danke alter bruder digga weiß sag gesagt oder ob vom im am
    ne nee nix is hab isch
    diese dieser dieses werde hätte wäre schreib schreibt leute geld mann tag woche zeit bisschen viel mehr weniger ganz echt
    selbst jemand andere anderen ohne gegen unter zwischen bis damit dass daß wirklich einfach lass lassen brauche brauchst`,
  fr: `le la les un une des et je tu il elle on nous vous ils elles ne pas que qui quoi où quand comment pourquoi est sont
    suis es était étais ai as a avez ont avait mais aussi avec pour dans sur chez de du au aux ce cette ces mon ton son ma
    ta sa mes tes ses notre votre leur moi toi lui eux peux peut veux veut faut fait faire va vais vas aller vient viens
    sera encore déjà rien tout tous toujours jamais parce car si oui non ouais merci bonjour salut demain aujourd'hui
    hier maintenant là ici bien c'est j'ai t'as y'a d'accord qu'il j'suis frère mec ça cela être avoir très plus moins
    donc alors même quel quelle pk jsuis
    sans sous entre jusqu'à pendant depuis chaque autre autres personne quelqu'un quelque chose temps jour fois gens argent
    beaucoup peu trop assez vraiment juste comme cette celui celle doit dois devoir prendre voir dire dit sais sait savoir`,
  es: `el la los las un una unos y yo tú él ella nosotros ellos no que quien qué quién cuando cuándo como cómo dónde donde
    porque por para con sin en de del al es son soy eres está están estoy estás era fue he has ha han hay pero también muy
    más menos mi tu su mis tus sus me te se le lo nos les puedo puede puedes quiero quiere quieres tengo tiene tienes hacer
    hace voy va vas vamos ir viene ya todavía nada todo todos siempre nunca si sí bueno bien gracias hola mañana hoy ayer
    ahora luego aquí ahí allí eso esto ese este esa esta algo alguien hermano tío vale pues cuánto cuanto estaba dice dije
    cosa cosas gente tiempo día días noche dinero plata plaza coche calle casa amigo trabajo mismo otro otra mejor nadie mucho
    mucha poco ser haber será sido tan hasta desde entre sobre así aún solo cada año vez veces tranquilo dime mira oye jefe`,
  it: `il lo la i gli le un una uno e io tu lui lei noi voi loro non che chi cosa quando come dove perché è sono sei siamo
    era ero ho hai ha abbiamo hanno ma anche con per da di del della dei delle al alla nel nella su sul se mi ti si ci vi
    mio tuo suo mia tua sua posso puoi può voglio vuoi vuole devo devi deve fare fai fa fatto vado vai va andare andiamo
    vieni già ancora niente nulla tutto tutti sempre mai sì no ciao grazie domani oggi ieri adesso ora qui qua là questo
    questa quello quella qualcosa allora quindi poi bene frate fra zio dai cmq nn xke quanto stai sto sta
    quelli quelle questi queste abbiamo avete sapere so sai sanno detto dice dici anno giorno giorni volta cose gente casa lavoro
    soldi amico parlare parla arriva arrivato ogni molto poco troppo solo senza fino proprio stato stata essere avere tutta`,
  pt: `o a os as um uma e eu você vocês ele ela nós eles não que quem quando como onde porque por para com sem em de do da
    dos das no na nos nas ao é são sou era foi fui está estão estou tem tenho têm tinha há mas também muito mais menos meu
    minha seu sua teu tua me te se lhe isso isto esse essa este esta aquilo posso pode quero quer fazer faz faço vou vai
    vamos ir vem já ainda nada tudo todos sempre nunca sim obrigado oi olá amanhã hoje ontem agora aqui ali lá então depois
    bem mano cara vc tb pra pro tá tô né cadê quanto alguém alguma coisa`,
  ro: `și în un o eu tu el ea noi voi ei ele nu că ce cine când cum unde de la pe cu din pentru este sunt ești suntem era
    am ai are avem au dar mai foarte meu mea tău ta său mă te se îi îl le ne vă pot poate poți vreau vrei vrea trebuie fac
    face faci merge merg vine vin dacă sau deja încă nimic tot toate mereu niciodată da bine mulțumesc salut mâine azi ieri
    acum aici acolo asta ăsta cât ceva cineva frate să fi fost doar după până atunci deci ca`,
  sq: `dhe në një është janë jam je ishte kam ke ka kemi kanë nuk s'ka që çka çfarë kush kur si ku pse për me pa nga te tek
    por edhe shumë më ai ajo ne ju ata unë ti im yt tim tënd mua ty atij asaj mund duhet dua do të bëj bën bëjmë shko shkoj
    vij vjen eja tani sot nesër dje këtu aty asgjë gjithë gjithmonë kurrë po jo mirë faleminderit vëlla vlla qysh qa a
    kjo ky këtë atë kështu ashtu pastaj ose sepse nëse sa veq hiç krejt kena osht ësht o bre`,
  tr: `ve bir bu şu o ben sen biz siz onlar değil ne kim nasıl nerede neden niye için ile ama da de mi mı mu mü var yok çok
    daha en gibi kadar sonra önce şimdi bugün yarın dün burada orada bana sana ona bize beni seni onu benim senin onun
    bizim tamam evet hayır yapma yap yaptı oldu olur olsun olacak gel geldi git gitti gidiyor geliyor iyi kötü her hiç
    şey bişey abi kardeş kanka lan ki ise veya çünkü artık hala sadece var mı nerdesin lazım istiyorum biliyor söyle dedi
    dedim ya işte`,
  pl: `i w z na do nie się to jest są jestem jesteś był była było być mam masz ma mamy mają że co kto kiedy jak gdzie dlaczego
    po od dla przez przy o u za ale też tylko bardzo więcej mój moja twój jego jej nasz mnie mi cię ci go mu ją nam was ich
    mogę może możesz chcę chcesz trzeba muszę robić robi zrobić idę idzie będę będzie będziesz już jeszcze nic wszystko
    zawsze nigdy tak no dobra dobrze dzięki cześć siema jutro dzisiaj dziś wczoraj teraz tu tutaj tam ten ta te tego tej
    coś ktoś bo czy albo jeśli jeżeli kurwa stary ile potem ok`,
  cs: `a v ve z ze na do ne se si to je jsou jsem jsi byl byla bylo být mám máš má máme mají že co kdo kdy jak kde proč po od
    pro přes u za ale taky také jen jenom velmi více můj moje tvůj jeho její náš mě mi tě ti ho mu nám vás jich můžu může
    můžeš chci chceš musím musí dělat dělá udělat jdu jde budu bude budeš už ještě nic všechno vždy nikdy jo ano dobře díky
    ahoj čau zítra dnes včera teď tady tam ten ta ty toho té něco někdo protože nebo jestli když kolik pak`,
  sk: `a v vo z zo na do nie sa si to je sú som si bol bola bolo byť mám máš má máme majú že čo kto kedy ako kde prečo po od
    pre cez u za ale tiež aj len iba veľmi viac môj moje tvoj jeho jej náš ma mi ťa ti ho mu nám vás ich môžem môže môžeš
    chcem chceš musím musí robiť robí idem ide budem bude budeš už ešte nič všetko vždy nikdy áno dobre ďakujem ahoj čau
    zajtra dnes včera teraz tu tam ten tá toho niečo niekto lebo pretože alebo ak keď koľko potom`,
  hr: `i u na se je sam si su smo ste bio bila bilo biti nije nisu nisam nemam nema imam imaš ima imamo da li što šta tko ko
    kad kada kako gdje gde zašto zasto po od za iz s sa do ali samo vrlo više moj tvoj njegov njen naš mene meni tebe tebi
    ga mu joj nam vas ih mogu može možeš hoću hoćeš hoće treba moram mora radim radi idem ide ću ćeš će bit biće već još
    ništa sve uvijek uvek nikad tako dobro hvala zdravo ćao sutra danas jučer juče sada sad tu ovdje ovde tamo ovo ono taj
    ta to nešto neko netko jer ili ako koliko onda brate brat bre`,
  sl: `in v na se je sem si so smo ste bil bila bilo biti ni niso nisem nimam imam imaš ima imamo da kaj kdo kdaj kako kje
    zakaj po od za iz s z do ampak samo zelo več moj tvoj njegov naš mene meni tebe tebi ga mu ji nam vas jih lahko hočem
    hočeš moram mora delam dela grem gre bom boš bo že še nič vse vedno nikoli ja dobro hvala živjo jutri danes včeraj zdaj
    tukaj tam to ta nekaj nekdo ker ali če koliko potem`,
  sv: `och att det som en ett är var inte jag du han hon vi ni de dem den här där på i med för av till om men också från vad
    när vem hur varför har hade kan kunde vill ska skulle måste får gå går gör göra kommer kom mig dig sig oss er min din
    hans hennes vår nu idag imorgon igår ikväll bara något ingenting inget allt alltid aldrig igen eftersom bra ja nej tack
    hej bror bre någon ingen mycket mer så än efter innan eller då väl asså typ vet`,
  da: `og at det som en et er var ikke jeg du han hun vi i de dem den her der på med for af til om men også fra hvad hvornår
    hvem hvordan hvorfor har havde kan kunne vil skal skulle må får gå går gør gøre kommer kom mig dig sig os jer min din
    hans hendes vores nu idag imorgen i går bare noget ingenting intet alt altid aldrig igen fordi godt ja nej tak hej bror
    nogen ingen meget mere så end efter før eller jo lige hva`,
  no: `og at det som en et er var ikke jeg du han hun vi dere de dem den her der på med for av til om men også fra hva når
    hvem hvordan hvorfor har hadde kan kunne vil skal skulle må får gå går gjør gjøre kommer kom meg deg seg oss min din
    hans hennes vår nå idag imorgen i går bare noe ingenting alt alltid aldri igjen fordi bra ja nei takk hei bror noen
    ingen mye mer så enn etter før eller da jo ikkje eg`,
  fi: `ja on ei se että en mä minä sä sinä hän me te he mutta niin kun kuin mitä mikä missä milloin miksi miten kuka oli olen
    olet ovat ole voi voin voit pitää täytyy haluan haluat tulee tulen tuut mennä menee meen nyt tänään huomenna eilen vain
    vaan kaikki aina joo kyllä kiitos moi hei tää tämä tuo siellä täällä siitä sitä mun sun sen jos vielä jo myös sitten
    koska tai hyvä paljon`,
  hu: `és a az hogy nem van vagyok vagy volt lesz egy ez azt ezt mi mit ki mikor hol hogyan miért de is csak még már meg
    nekem neked neki velem veled tudom tudsz kell akarok akarsz jön jövök megy megyek menni most ma holnap tegnap itt ott
    minden semmi mindig soha igen jó köszi köszönöm szia tesó valami valaki mert ha vagy mennyi aztán nincs akkor`,
  ms: `yang dan di ke dari ini itu tidak tak nggak gak saya aku kamu kau dia kita kami mereka ada bisa boleh sudah udah belum
    akan mau untuk dengan pada apa siapa kapan bila mana kenapa bagaimana tapi juga saja aja lagi sekarang hari besok
    kemarin esok nanti sini sana semua jangan terima kasih bang kak orang kalau karena atau lebih banyak`,
  vi: `và là của có không tôi bạn anh em nó chúng ta này đó gì ai khi nào đâu sao được cho với trong ngoài nhưng cũng rất nhiều
    hơn đã đang sẽ phải muốn làm đi đến về bây giờ hôm nay ngày mai rồi chưa thì mà nếu vì hoặc cảm ơn`,
  tl: `ang ng mga sa na ay ko mo siya niya kami tayo sila hindi wala may meron ano sino kailan saan bakit paano kung dahil pero
    din rin lang naman ba po opo salamat ngayon bukas kahapon dito doon lahat kasi yung ito iyan gusto kailangan pa`,
  lt: `ir yra nėra buvo aš tu jis ji mes jūs jie ne kad kas ką kada kaip kur kodėl su be į iš ant už po bet taip tik labai
    daugiau mano tavo jo man tau jam mums galiu gali noriu nori reikia daryti eiti bus jau dar nieko viskas visada niekada
    gerai ačiū labas rytoj šiandien vakar dabar čia ten tai šis ar jei nes arba kiek`,
  lv: `un ir nav bija es tu viņš viņa mēs jūs viņi ne ka kas ko kad kā kur kāpēc ar bez uz no pie par bet tikai ļoti vairāk
    mans tavs man tev viņam mums varu var gribu grib vajag iet būs jau vēl nekas viss vienmēr nekad jā nē labi paldies
    sveiki rīt šodien vakar tagad šeit tur tas šis vai ja jo cik`,
  et: `ja on ei see et ma mina sa sina ta me te nad aga kui mis mida kus millal miks kuidas kes oli olen oled pole võib saab
    saan peab pean tahan tahad tuleb tulen minna läheb nüüd täna homme eile ainult kõik alati jah aitäh tere siin seal mul
    sul tal veel juba ka siis sest või hea palju`,
  ru: `и в не на я ты он она мы вы они что как это то так но а да нет же бы по к у из за от до для с со о об при если или уже
    ещё еще только очень все всё его её ее их мне тебе ему нам вам им меня тебя нас вас мой твой наш ваш свой кто где когда
    куда почему зачем какой какая какие сколько там тут здесь сейчас сегодня завтра вчера потом тоже был была было были есть
    будет буду быть может можно могу можешь надо нужно хочу хочешь знаю знаешь сделать делать давай ладно ок привет спасибо
    пожалуйста хорошо ничего чего чтобы вот ну просто тогда пока понял сам этот эта эти того этого тебя бро брат нету чё че
    щас короче блин ага угу норм скинь нас него неё нее них ней ним ними ей ею свои своих своего которые который которая которое
    которых почему-то кстати вообще вроде наверное конечно значит больше меньше много мало два раз день дня неделю деньги
    говорит сказал пишет написал отправил делаю делает сделал понятно доброе утро добрый сорри плиз окей спс чел чувак ребят без под через тот тех работа работать работает нужен нужна нужны готов срочно сразу опять либо друг
    друже скоро связи сообщение ответь напиши напишу скажи смотри вопрос дай дал даст возьми жду отпиши privet kak dela chto eto menya tebya nado spasibo horosho seychas zavtra poka
    davai tebe mne budet gde`,
  uk: `і в не на я ти він вона ми ви вони що як це то так але а та ні же би по до у з із за від для про при якщо або вже ще
    тільки дуже все його її їх мені тобі йому нам вам їм мене тебе нас вас мій твій наш ваш хто де коли куди чому навіщо
    який яка які скільки там тут зараз сьогодні завтра вчора потім теж був була було були є буде буду бути може можна
    можу треба потрібно хочу знаю зробити робити давай добре привіт дякую нічого щоб ось ну просто тоді поки зрозумів`,
  be: `і ў не на я ты ён яна мы вы яны што як гэта так але а ды не ж бы па да у з са за ад для пра пры калі або ужо ўжо яшчэ
    толькі вельмі усё усе яго яе іх мне табе яму нам вам мяне цябе хто дзе куды чаму які колькі там тут зараз сёння заўтра
    учора потым таксама быў была было былі ёсць будзе можа можна трэба хачу ведаю добра дзякуй прывітанне нічога каб`,
  bg: `и в не на аз ти той тя ние вие те че какво кой къде кога как защо това тази този тези но а да ли със с за от до по при
    ако или вече още само много всичко него нея ми му ѝ ни ви им ме те го я ги мой твой наш съм си е сме сте са беше бях
    ще има няма може мога трябва искам искаш знам знаеш прави правя хайде добре здравей благодаря нищо сега днес утре вчера
    тук там после също тогава ама брато`,
  sr: `и у на се је сам си су смо сте био била било бити није нису нисам немам нема имам имаш има да ли шта ко кад када како
    где зашто по од за из с са до али само врло више мој твој његов њен наш мене мени тебе теби га му јој нам вас их могу
    може можеш хоћу хоћеш треба морам радим иде идем ћу ћеш ће биће већ још ништа све увек никад тако добро хвала здраво
    сутра данас јуче сада сад ту овде тамо ово оно нешто неко јер или ако колико онда брате`,
  hi: `है हैं था थी थे का की के को से में पर और यह वह तुम आप हम नहीं क्या कौन कब कहाँ कैसे क्यों भी ही तो लेकिन अगर या अब आज कल
    यहाँ वहाँ सब कुछ हाँ जी भाई कर रहा रहे गया हो मुझे मैं ने`,
  mr: `आहे आहेत होता होती मी तू तो ती आम्ही तुम्ही ते नाही काय कोण कधी कुठे कसे का पण आणि किंवा आता आज उद्या काल इथे तिथे सर्व काही
    हो मला तुला त्याला च्या चा ची चे ला मध्ये`,
  am: `ነው ናቸው ነበር እና አይደለም ምን ማን መቼ የት እንዴት ለምን ዛሬ ነገ ትናንት አሁን እዚህ እዚያ አዎ እሺ ግን ወይም እኔ አንተ እሱ እኛ`,
  ar: `في من على الى إلى عن مع هذا هذه ذلك التي الذي انا أنا انت أنت هو هي نحن هم ما ماذا متى اين أين كيف لماذا هل لا نعم لم لن
    قد كان كانت يكون ليس لو اذا إذا ثم او أو كل بعد قبل الان الآن اليوم غدا امس هنا هناك شو ليش وين كيفك مش بدي عشان يعني
    كمان هيك تمام خلاص والله اخي يا ان أن إن بس عليكم السلام شكرا`,
  fa: `در از به که را با این آن من تو او ما شما آنها است هست نیست بود شد می نمی برای هم یا اگر اما ولی چی چه کی کجا چرا چطور
    یک همه هیچ دیگر دیگه خیلی الان امروز فردا دیروز اینجا اونجا بله نه آره خوب مرسی ممنون سلام داداش باید میشه دارم داری
    داره کنم کن کرد میکنم باشه تا هنوز`,
  ur: `میں ہے ہیں تھا تھی کے کی کا کو سے پر اور یہ وہ تم آپ ہم نہیں کیا کون کب کہاں کیسے کیوں بھی ہی تو لیکن اگر یا اب آج کل
    یہاں وہاں سب کچھ ہاں جی شکریہ بھائی کر رہا رہے گا گے ہو مجھے تمہیں`,
}

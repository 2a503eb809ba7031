"""Given names of many languages without accents, and the words that speak against a name; data, no rules."""
# ruff: noqa: RUF001 - names in Greek and Cyrillic are meant to be in Greek and Cyrillic

from __future__ import annotations

import unicodedata


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def fold(word: str) -> str:
    """Lower case without accents, sharp s and slashed letters written out."""
    low = word.lower().translate(_PLAIN)
    if low.isascii():
        return low
    return "".join(char for char in unicodedata.normalize("NFKD", low) if not unicodedata.combining(char))


_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "ı": "i", "œ": "oe", "þ": "th", "ð": "d"})
_GIVEN = """
aaron abdul abdullah abdulrahman abebe abel abena abigail abraham achim ada adaeze adam adama adele adelina aditi
aditya adnan adrian adriana adrien adunni aga agata agnes agnese agnieszka ahmad ahmed aicha aida aidan aiko aileen
aimee aino aisha aishwarya aiza ajay akash akiko akin akira aksel alain alan alana alba albert alberto albin
alejandra alejandro aleksandar aleksander aleksandr aleksandra aleksei alena alessandra alessandro alessia alessio
alex alexander alexandra alexandre alexandria alexandros alexei alexey alexia alexis alfie alfons alfonso alfred
alfredo ali alice alicia alicja alin alina aline alison alistair allan allison alma alois alonso alvaro alvin alya
amadou amalia amanda amaya ambra amelia amelie amina aminata amir amira amit amparo amy ana anabel anahit anais
anand ananya anastasia anastasiia anatoly anders andre andrea andreas andree andrei andrej andres andrew andrey
andrii andrzej andy aneta angela angelika angelina angelo angelos angus ania anika anil anila anish anita anja
ankita anna annabel annalena anne anneke annelie anneliese annemarie annette annie annika anouk anselm anthony antje
antoine antoinette anton antonella antonia antonin antonina antonio antonios anushka anya apolline apurva ararat
arash archana archie ariadna ariana ariane arianna ariel arif arjan arjun arlene arlo armand armando arnaud arne
arno arnold artem arthur artur arturo arun arya asa asger ashley ashok asma assia astrid athanasios athena atsushi
audrey august auguste augustin aurelia aurelie aurelien aurora ava avery ayaan ayako ayda ayesha ayla ayman ayo ayse
aysel aziz aziza babak babette baptiste barbara barbora barnaby barry bart bartek bartosz basil bastian bastien
beata beate beatrice beatrix beatriz becky belen ben benedetta benedict benedicte benedikt benita benjamin bente
beppe berenice berit bernadette bernard bernardo bernd bernhard bert berta bertil bertrand beth bethany betty bianca
bilal birgit birgitta bjarne bjorn blanca blanka blazej bogdan boglarka bohdan bojan bonnie boris borja bozena brad
bradley brahim brandon branislav branko brenda brendan brian bridget brigitte britt britta bronwen bruce bruna bruno
bryan bulent burak bushra caitlin callum calvin cameron camila camilla camille candice cara carina carl carla carlo
carlos carlotta carmela carmen carol carole carolin carolina caroline carolyn carsten cassandra cassie catalina
catarina caterina catherine cathy cecile cecilia cecilie cedric celeste celia celina celine cem cesar chantal
charles charlie chiara chidi chidinma chika chinedu chinwe chioma chloe chloé chris christa christel christian
christiane christina christine christoph christophe christopher chukwuemeka ciara cillian claire clara clarissa
claude claudette claudia claudine claudio claus clemens clement clementine cleo cleopatra clive clotilde colette
colin colleen concetta conchita connor conor conrad constance constantin consuelo cora coralie cordula corentin
corinna corinne cornelia cornelis cornelius cosima cosimo courtney craig cristian cristiano cristina cristobal csaba
curtis cynthia cyril cyrille dagmar dagny daisuke damian damiano damien damir dan dana daniel daniela daniele
danielle danil danilo danny danuta daphne daria dario dariusz darko darren daryl dave david davide dawid debbie
deborah declan deepa deepak deepika deirdre delphine demetrius denis denise dennis denys derek desmond detlef devika
diana diane didier diederik diego dieter dietmar dilip dimitra dimitri dimitrios dimitris dina dinesh dino dirk
divya djamila dmitri dmitrii dmitry dmytro dolores domenico dominic dominik dominika dominique donald donatella
donna dora doreen doris dorota dorothea dorothy dorte dorthe douglas dragan dries duncan dusan dwayne dylan eamonn
ebba ebru eddie edgar edith edmund edoardo eduard eduarda eduardo edward edwin edwina eero efua egon eileen eilidh
einar eirik ekaterina ekua elaine eleanor eleftheria elena eleni eleonora elham elia eliana elias elif elin elina
elio elisa elisabeth elisabetta elise eliska eliza elizabeth elke ella ellen ellie elliot elliott elsa elsbeth
elvira emanuel emanuela emanuele emeka emil emilia emilie emilio emily emine emir emma emmanuel emmanuelle emmi emre
ender enrico enrique enya enzo eoin eric erica erich erik erika erin erkki erna ernest ernesto ernst erwin esin esme
esmeralda espen esperanza esra esteban estefania estelle esther ethan etienne eugene eugenia eugenie eugenio eun eva
evan evangelos eve evelina eveline evelyn evgeni evgenia evgeny ewa ewan ewelina fabian fabien fabienne fabio
fabiola fabrice fabrizio fadi fahad faisal farah farid farida fatima fatimah fatma fatou fatoumata federica federico
fedor felicia felicity feliks felipe felix femke fenna ferdinand ferenc fergus fernanda fernande fernando filip
filippa filippo filomena finn fiona flavia flavio fleur florent florian floriane florin folake francesca francesco
francine francis francisca francisco franck franco francois francoise franz franziska fred freddie freddy frederic
frederica frederick frederik frederique fredrik frida frieda friederike friedrich fritz fumiko gabor gabriel
gabriela gabriele gabriella gabrielle gaelle gaetan gaetano galina gareth gary gaspard gaurav gavin geert gemma
genevieve geoff geoffrey georg george georges georgia georgina georgios georgy gerald geraldine gerard gerardo gerd
gerda gerhard gerlinde germain germaine gerrit gert gertrud gerwin ghislaine giacomo gianluca gianna gianni gilbert
gilberto gildas giles gillian gina ginevra gino gintaras giorgia giorgio giorgos giovanna giovanni gisela gisele
giselle gita gitte giulia giuliana giuliano giulio giuseppe giuseppina gizem gloria gonzalo goran gordon gosia
gottfried graciela graham greg gregoire gregor gregory greta gretchen grete grzegorz guadalupe gudrun guenter
guenther guido guillaume guillermo gulsen gunilla gunnar gunter gunther gustaf gustav gustave gustavo guy gwen
gwendolyn gyorgy hadi hadiza hafsa hakan halima halina hamid hamza hana hanna hannah hanne hannelore hannes hans
hansjorg harald haresh hari harold haroon harriet harry haruka haruki harvey hasan hassan hatice hazel heather
hector hedda hedwig heidi heike heiko heinrich heinz helen helena helene helga helge helmut hendrik henk hennie
henning henri henriette henrik henrike henry herbert heribert herman hermann herve hilary hilda hilde hildegard
hiroko hiroshi hiroto holger holly horst hortense houda hubert hugh hugo hui huseyin hussein ian ibrahim ida idris
ieva ifeoma ignacio ignacy igor ikram ilaria ilona ilse ilya imane imke imogen imran ines inga inge ingeborg ingo
ingrid inna ioana ioannis iolanda ion ionut irena irene irina iris irma irmgard isa isaac isabel isabela isabella
isabelle isadora isaiah iskander ismael ismail istvan itziar iva ivan ivana ivar iveta ivo ivona iwan iwona izabela
jaakko jaap jacek jacinta jackie jacky jacob jacqueline jacques jaime jakob jakub jamal james jamie jamila jan jana
jane janek janet janez jani janice janina janine janis janka janne jannik janos janusz jari jarmo jaroslav jaroslaw
jasmin jasmina jasmine jason javier jaya jean-luc jeanne jeannette jeannine jeff jeffrey jelena jenna jennie
jennifer jenny jens jeremiah jeremy jerome jerry jerzy jesper jessica jessie jill jim jimena jimmy jindrich jiri
jitka joan joana joanna joanne joao joaquin jochen jodie joe joel joelle joerg joey johan johann johanna johannes
john johnny jolanda jolanta jonas jonathan joni joop joost jorg jorge jorgen jorgos joris jorn jose josef josefa
josefina josefine josep joseph josephine josette josh joshua josiane josip jovan jovana joyce juan juana juanita
juergen juha juho jules julia julian juliana juliane julie julien julienne juliet julieta juliette julio julius
juliusz junko juraj jurek jurgen jussi justin justine justyna jutta jyoti kacper kadir kai kaisa kamal kamil kamila
karel karen karim karima karin karina karine karl karla karlheinz karol karolina karoline karsten kasia kasper kata
katarina katarzyna kate katerina katharina katherine kathleen kathrin kathryn kathy katia katie katja katrin katrine
katya kavita kay kayla kazimierz kazuki keiko keith kelechi kelly kemal ken kenji kenneth kenta kerstin kevin
khadija khaled khalid kieran kim kimberly kimiko kinga kirsi kirsten kirstie kjell klaas klara klaudia klaus klemens
kofi koji konrad konstantin konstantina konstantinos kostas kristian kristiina kristin kristina kristine kristof
kristofer kristoffer krisztina krystian krystyna krzysztof kumar kunal kurt kwabena kwadwo kwame kyle kyra ladislav
laila lajos lakshmi lamine lara larissa lars lasse laszlo latifa laura laure laurel lauren laurence laurens laurent
lauri laurie lavinia lawrence layla lea leah leandro leanne leena leif leila lena lennart leo leon leona leonard
leonardo leonhard leoni leonie leonor leonora leopold leszek leticia lev levente levi lewis lia liam libor lidia
liesbeth lieselotte lilia lilian liliana lilli lillian lina linda lindsay lindsey ling linnea linus lionel lisa
lisbeth lise liselotte lisette livia liz liza lizzie ljiljana loic lola lore loredana lorena lorenz lorenza lorenzo
loretta lorna lorraine lothar lotta lotte lou louis louisa louise lubomir luc luca lucas lucia lucian luciana
luciano lucie lucien lucile lucille lucja lucrezia lucy ludek ludmila ludovic ludwig luigi luis luisa luise lukas
lukasz luke luna lutz luz lydia lynn lyudmila maarten maciej madeleine madeline mads mae maeve magali magda
magdalena magnus mahdi mahmoud maite maja makoto malcolm malgorzata malik malin malte mamadou mamta mandy manfred
manisha manoj manon mantas manu manuel manuela marc marcel marcela marcello marcin marco marcos marcus marek
margaret margareta margarete margarida margarita margaux margherita margit margot margrit marguerite maria mariam
mariama marian mariana marianna marianne mariano marica marie marieke mariella marielle marietta marija marijke
marika marilyn marin marina marine mario marion maris marisa marisol marissa marit marita marius mariusz marja
marjan marjorie marko markus marleen marlene marlies marta marten martha marthe martijn martin martina martine
martino marty marwa mary maryam maryse masako masha massimo mateo mateus mateusz mathias mathieu mathilda mathilde
mathis matias matilda matilde matous matt matteo matthew matthias matthieu matti mattia mattias maud maura maureen
maurice mauricio maurizio mauro maxence maxim maxime maximilian maximiliano maya mayumi mcarthur megan mehdi mehmet
mei melanie melina melinda melissa melita mercedes mercy meret merete merve meryem mette mia micha michael michaela
michal michalina micheal michel michela michele micheline michelle michiel michiko mickael miguel mihaela mihai
mihail mika mikael mike mikel mikhail mikko mikolaj milan milena milica milos mina minh minna mira miranda mireia
mireille mirella miriam mirjam mirko miroslav miroslava miroslaw misaki mitchell mitja mladen moa modou moe mohamed
mohammad mohammed mohan moira moises momoko mona monica monika monique montserrat morag morgane moritz morten
mostafa moussa muhammad muhammed murat muriel murray mustafa myriam myrtle nabil nadege nadezhda nadia nadine nadja
nael naima nancy naoko naomi narges nasrin nasser natacha natalia natalie nataliia natalya natascha natasha nathalie
nathan nathaniel navid nazli neha neil nele nelly nelson nerea nestor ngoc ngozi nguyen nia niamh nicholas nicki
nicky nico nicola nicolai nicolas nicole nicoletta nicolo niels nigel nihal nikita niklas niko nikola nikolai
nikolaos nikolas nikolaus nikolay nils nina nisha nitin nkechi noa noah noel noelia noemi noemie nora norbert noriko
norma norman nour nuno nuria nwachukwu obinna octavia octavio odette odile oksana olaf olav ole oleg oleksandr
oleksii olena olga oliver olivia olivier olumide olusegun oluwaseun omar onur orazio oriane oriol orla orlando
orsolya oscar oskar ottavia otto oumar owen oyvind ozge ozgur ozlem pablo padraig paivi palle paloma pamela
panagiotis paola paolo pascal pascale pascual pasquale pat patrice patricia patricio patrick patrik patrizia patryk
paul paula paulette pauli paulina pauline paulo pavel pavla pavol pawel pedro pekka pelle penelope penny per perrine
perry pertti pete peter petr petra petros petter petteri phil philip philipp philippa philippe phillip phoebe phuong
pia pier piero pierre pierrette pieter pietro pilar pinar piotr pirjo polina pooja poppy pradeep pranav prasad
pratik preeti priscilla priya priyanka przemyslaw quentin rachel rachele rachid radek radka radomir radoslaw rafael
rafaela rafal raffaele raffaella raghav rahel rahul raimund rainer raj rajesh rakesh ralf ralph ram rama ramiro
ramon ramona randall randy rania raphael raquel rashid rashida raul raven ravi raymond rebeca rebecca rebekka reiko
reina reiner reinhard reinhold rekha remco remi remo renata renate renaud rene renee renuka reto reza ricardo
riccardo richard rick ricky rikke rina rita ritika roar rob robbert robert roberta roberto robyn rocio roderick
rodolfo rodrigo roger rohan rohit roisin roland rolande rolando rolf roma romain roman romana romane romina romy ron
ronald ronan ronja ronnie rosa rosalia rosalie rosalind rosanna rosaria rosario rosemarie rosemary rosie rositsa
roswitha roxana roxane roy ruben rudi rudolf rui rukhsana rupert ruslan russell ruta ruth ryan ryo ryszard sabina
sabine sabrina sachiko sadia sahar said saida saif sakina sakura salim sally salma salome salvador salvatore sam
samantha samir samira samson samuel samuele sandeep sander sandra sandrine sandro sandy sanja sanjay sanna sanne
santiago santosh saoirse sara sarah sarita sascha sasha saskia satoshi saul saverio sayed scott sean sebastian
sebastiano sebastien selim selin selina selma serena serge sergei sergey sergio serhii servane severin severine
seydou shabnam shane shannon sharon shaun shauna shawn sheila shelley sherry shigeru shinji shirin shirley shiva
shivani shreya shruti siavash sibel sibylle siegfried siegmar siegrid sigrid sigrun silja silke silvan silvana
silvia silvio simao simon simona simone simonetta sina sinead siobhan siri sissel siv slavica slavko slavomir
slawomir snezana sofia sofie sofija soile solange solene sonia sonja sonya sophia sophie soraya soren spyros sri
stacey stan stanislav stanislaw stanley stavros stefan stefania stefanie stefano stefanos steffen steffi stein
stella stephan stephane stephanie stephen steve steven stijn stina stoyan stuart sue suleiman sunil sunita susan
susana susann susanna susanne susie suzanne suzette svea svein sven svenja svetlana sybille sylvain sylvia sylvie
sylwia szymon tabea tadeusz taiwo takashi takeshi tamar tamara tamas tamika tania tanja tanya tara tarek tariq taru
tatiana tatjana tatyana teemu temitope terence teresa terez tereza terhi terje terry tess tessa thea thelma theo
theodor theodora theodore theresa therese theresia thiago thibault thibaut thierry thijs thomas thor thorsten tiago
tibor tiffany tihomir tijana tilda till tilman tilo tim timo timothee timothy timur tina tine tiziana tjark tobias
todd todor tom tomas tomasz tomaz tommaso tommy tomoko toni tony tor tore torsten tracey tracy trevor trine tristan
trond trudy truls tuan tuomas tuula tyler ugo ulf ulla ulrich ulrik ulrika ulrike umar umberto urs ursula urszula
usha ute uwe vaclav valentin valentina valentine valeria valerie valerio valery vanessa vanja vanya varun vasco
vasile vasiliki vasilis vasily vera verena verna vernon veronica veronika veronique vesna vicente vicki vicky victor
viktor viktoria viktoriia vinay vincent vincenzo vineet viola violeta violetta virginie vishal vit vito vitor
vittoria vittorio vivek vivian viviana vivien vivienne vladimir vladislav vojtech volha volker volodymyr waldemar
walter waltraud wanda wanjiku wassim wei wendy wenzel werner wesley wibke wiebke wieslaw wiktor wilfried wilhelm
wilhelmina willem william wilma winfried winston wioletta wladyslaw wojciech wolf wolfgang wouter xavier xenia
xiaoming xiomara yael yahya yan yana yann yannick yannis yara yaroslav yasemin yasin yasmin yasmina yasmine yassine
yasuko yoann yohan yoko yolanda yosef yoshiko youssef yuki yukiko yuko yulia yuliya yumi yuri yuriy yusuf yuto yves
yvette yvonne zaara zacharie zachary zahra zainab zaneta zara zbigniew zdenek zdravko zehra zeynep zhanna zina
zlatan zoe zofia zoltan zora zoran zsofia zuzana zuzanna
"""
_OTHER_SCRIPTS = """
αννα βασιλης γιαννης γιωργος δημητρης ελενη κατερινα κωνσταντινος μαρια νικος παναγιωτης σοφια χρηστος александр
александра алексей алена алина алла анастасия анатолий андрей андрій анна антон артем богдан борис вадим валентина
валерий валерия василий вера виктор виктория виталий владимир владислав володимир вячеслав галина георги георгий
григорий дарья денис дмитрий дмитро евгений евгения екатерина елена елизавета иван игорь илья инна ирина катерина
кирилл константин ксения лариса лев леонид любовь людмила максим марина мария микола михаил михайло надежда наталия
наталья наталія никита николай оксана оксана олег олександр олексій олена ольга павел петр полина роман руслан
светлана сергей сергій софия станислав степан тамара татьяна тетяна тимур ульяна федор юлия юлія юрий яна ярослав
ірина
"""

# Given names that are also everyday words, places, brands or figures: alone they prove nothing.
_ALSO_WORDS = _set(
    """
ada alba alex alexa alexandria alexis ali alma amalia amber amy an angel ann anna anne apr april ariel art arya
atlas aug august aurora austin autumn barbie ben bill blanca bob carlos carol celeste celina chance charity charlie
charlotte chase chelsea chris christa christian clara clement cliff con cortana crystal dale dan dana daniel das
david dawn dean dec del delta den der det diana die diego dina dolly dolores don donald dora drew duke earl elena
ella ellen elsa emma eric esn esther eva eve faith feb fleur flora florence florin francisco frank fred gay gene
george georgia gina gloria grace grant guy hana hannah harry hazel heather helena henry holly hope hunter ida india
ion iris isa isaac isis israel ivy jack jackie jade jamal james jamie jan jasmine java jay jean jerry jersey jessica
jesus jill jim joe john jordan jose joshua joy juan judith jul jules julia juliet jun june justice kai kay kelly ken
kent kim king lance lara las laura laurel layla leila lena leo leon les levi lily lincoln linda linux lion lola los
lou luca lucky luke luna luz madison mae maja malta mar marc marco maria marine mario mark martin mary mason matthew
max may maya med mercedes mercy merry mia michael mickey miles mina minh mini minnie miranda moa moe monica morgan
nancy nelson nia nina noa noah nora norma nov nova och oct olive oliver omar orlando oscar otto owen paris pat paul
pearl penny per perry pete peter phil pia poppy por potter prince ralph ram rama raven ray reed regina rich rita rob
robin roger roma roman romeo rosa rose ruby rui russell ruth sage sakura sally sam samson samuel san sana sandy
santa santiago sara savannah scott sep sept serena sharon shell sierra simon simone sina siri sky sofia som sonia
sri stan stanley stefan stein stella sue summer sydney tan tara terry tesla tess thomas till tim tom tony tor tore
trinity una une urs vera via victor victoria vienna viola violet virginia vit wade walter wei will winston wolf
xavier yuki zara zoe
"""
)

# Words that stand in titles, products and questions: a pair of words with one of them is no person.
COMMON = _set(
    """
a about account accounting acer actor actress adapter admin advanced ag agb age agenda airport album alte am an
analysis and android anfrage angebot anleitung anmeldung annual antrag app application applications apps april are
as asus at attorney auf august aus auto autumn avec avenue background bag band bank banking banner basic bathroom
battery bay beach bed beef beer bei belt benefits bericht best beste bestellung bewertung bg big bike bild bilder
bio biography birthday black blue board body boiler book books boots born bosch bracelet brake bread bridge brochure
brown burger business butter button by cable cake camera canon cap car card carpet cars cart casa case cast castle
catalog catalogue center centre chair chapter charger cheap checklist checkout cheese chicken chocolate chords
church citta city ciudad class classic client clinic close club co coat coats coche coffee cold college color colour
com come comment como company complete computer con concert conference consent contact contract copy corp
corporation country county course courses court cover crack credit creek cross cuando curtain curtains customer
customers da dans dark das data database date datenschutz day days de dead death december deep deere default dell
deluxe demo dental dentist der des design development di die diet district doc doctor doll donde door dove download
downloads draft dress dresses drill drive driver drivers dsc earrings east easy ecole edition een ein eine einen el
enfant engine engineering episode epson error errors est estate et example extra face facebook fahrrad falls farm
fast february feedback fence ferienwohnung field fields file files film films filter final finance first fish
fitness flight flights floor flower flowers flyer font football footer for forest form forms formular frage
fragrance free friday from fuer full fur gadget game games garden garten gebraucht general gift gifts gli gloves
gmbh gold good google gratis gratuit gray great green grey grid group guest guide guides gut gutschein hair hall
hammer handbuch hard hardware hat haus header health heater height help her hero het high hill hills his hoe holiday
holidays home honey hoodie hose hospital hot hotel hotels house how hp huawei huis human husband icon icons il im
image images img impressum in inc index information instagram insurance internet interview invoice invoices ipad
iphone is island item items its jacke jacket jahresbericht january jeans juice july june katalog kaufen key kg
kinder kit kitchen kleid kontakt kurs kurse lake lamp lane laptop large las last law lawyer leaflet leaflets left
legal lego lenovo les lesson letter lg light limited linux lipstick list lite live llc lo loan login logo long los
low ltd lyrics mac main maison makeup management manual map maps march marketing married mattress max may medical
medium meeting mega meilleur mejor menu menus met method methods miele mieten milk mini minutes mit modern module
moebel monday month mountain movie movies museum music my naar nach nachricht nachrichten nail nails necklace net
network neu neue new news next nieuw nieuwe nikon no north northern not notes nouveau nouvelle nova novel novels
november novo nueva nuevo nuova nuovo o october of offer offers oil old on online op open or orange order orders
organic original os our overview page pages paint painting paintings palace paper papers para parfum park part parts
party password pasta pattern pdf per perfume personal phone phones photo photos picture pictures pillow pink pizza
place plan planning plans player plc plus podcast point policy pool por port poster pour precio preis preise
preisliste premium presentation prezzo price prices prijs privacy private prix pro process product products produkt
profile program programme project projects prospekt protokoll public pump purple puzzle quando que qui quiz quoi
quote quotes rabatt radio ramen receipt receta recette rechnung recipe recipes red reise reisen reklamation report
research resources result results rezepte rice ricetta ridge right ring river road roof rueckgabe rug salad sale
sales salt sample samsung saturday satzung saw scan scarf school schuhe schule screenshot search season second
section security seite seminar september serial series server service services set sets settings sheet sheets shirt
shoes shop short siemens silver singer site size skin slides slow small sneakers sofa software song songs sony soup
south southern special speech speisekarte sport sports spring springs square stadium stadt standard start state
station statute stop store strap stream streaming street studies study style sugar summary summer sunday super
support sur sweater system systems table tasche tax tea team technical template templates termin terms terrace test
testing tests texture that the these thesis third this those thumb thumbnail thursday ticket tickets tile tiles time
timetable to tool tools top torrent tour tours towel tower town toy toys tractor trailer training travel trip
tuesday tv twitter tyre tyres uber ueber uhr ultra um uma una und une unit university update upload uploads urlaub
user users vaccination valley van vanilla vegan versand version video videos village ville voiture von voor waar
wall wallet was wat watch water way weather web website wedding wednesday week weight west wetter what whatsapp
wheel when where which white who why wide widget wie wife wiki window windows wine winter with wo wohnung wood woods
workout workshop world worth year years yellow yoga your youtube zu
"""
)

# Frequent surnames: beside one of them a given name that is also a word is a name.
SURNAMES = _set(
    """
adams adeyemi ahmed albrecht alexander ali allen almeida alonso alves andersen anderson andersson andre bailey baker
bakker barnes bauer baumann beck becker begum bell bennett berger bernard bertrand bianchi blanc blanco bohm
bondarenko bonnet bos boyer braun brooks bruno bryant butler campbell carter carvalho castro celik cerny chen choi
christensen clark clarke coleman collins colombo connor conti cook cooper correia costa cox cruz dabrowski david
davies davis deboer degroot dejong dekker delgado deluca demir devries diaz dijkstra doe dominguez dubois dupont
durand dvorak edwards ellis eriksson esposito evans fedorov fernandes fernandez ferrari ferreira fischer fisher
flores fontaine foster fournier frank franke freeman friedrich fuchs gallo garcia garnier gauthier gibson gil
giordano girard gomes gomez goncalves gonzalez graham greco griffin guerin gunther gupta gustafsson gutierrez hahn
hall hamalainen hamilton hansen harris harrison hartmann hayes henderson hendriks hernandez herrmann hoffmann
hofmann horak horvath howard huang huber hughes hussain ionescu ivanov ivanova jackson jager jansen jenkins jensen
jesus johansen johansson johnson jones jonsson jordan jung kaiser kaminski karlsson kaya keller kelly khan kim kiss
klein koch koehler koenig korhonen kovacs kovalenko kowalczyk kowalski kramer kraus krause krueger kruger kucera
kumar kuznetsov kuznetsova laine lambert lang lange larsen larsson laurent le lebedev lee lefebvre lefevre legrand
lehmann leroy lewandowski lewis li liu lombardi lopes lopez lorenz ludwig maier makela makinen mancini marino
marques marshall martin martinez martins mayer mcdonald meier meijer mensah mercier meyer michel mikhailov miller
mitchell moeller molina molnar moore morales moreau moreira morel moretti morgan morozov morris mueller mulder
muller murphy murray musterfrau mustermann mwangi myers nagy navarro nelson neumann nguyen nielsen nieminen nilsson
novak novikov novotny nowak obrien oconnor okafor okonkwo oliveira olsen olsson ortega ortiz otto owens ozturk
papadopoulos park parker patel patterson pedersen pereira perez perrin persson peters peterson petit petrov petrova
pettersson pham phillips pinto popa popescu popov popova prochazka ramirez ramos rasmussen reed reynolds ribeiro
ricci richard richardson richter rivera rizzo robert roberts robinson rodrigues rodriguez rogers romano romero ross
rossi roth rousseau roussel roux russell russo sahin sanchez sanders santos sato schaefer schafer schmid schmidt
schmitt schneider scholz schroeder schubert schulz schulze schumacher schuster schwarz scott serrano sharma
shevchenko sidorov sidorova silva simmons simon singh smirnov smirnova smit smith sokolov sommer sorensen sousa
stein stewart suarez sullivan suzuki svensson svoboda szabo szymanski tanaka taylor teixeira thomas thompson torres
toth tran turner varga vasiliev vazquez vesely vincent virtanen visser vogel vogt volkov vos wagner walker wallace
walter wang ward washington watanabe watson weber weiss werner west williams wilson winkler winter wisniewski wojcik
wolf woods wozniak wright wu yamamoto yang yildiz yilmaz zhang zhao zhou zielinski zimmermann
"""
)

# Public people and figures whom searches and pages speak of.
FAMOUS = frozenset(
    pair.strip()
    for pair in [
        "\nabraham lincoln",
        " ada lovelace",
        " agatha christie",
        " alan turing",
        " albert einstein",
        " alexander the",
        " alfred hitchcock",
        "\nangela merkel",
        " angelina jolie",
        " anne frank",
        " audrey hepburn",
        " barack obama",
        " ben jerry",
        " bill gates",
        " bob dylan",
        "\nboris johnson",
        " brad pitt",
        " bruce wayne",
        " bruno mars",
        " calvin klein",
        " charles darwin",
        " charles dickens",
        " charlie chaplin",
        "\nclark kent",
        " claude monet",
        " cristiano ronaldo",
        " dan brown",
        " david bowie",
        " dolce gabbana",
        " don quixote",
        " donald trump",
        "\nelon musk",
        " elvis presley",
        " emma watson",
        " emmanuel macron",
        " ernest hemingway",
        " franz kafka",
        " frida kahlo",
        "\nfriedrich schiller",
        " george orwell",
        " george washington",
        " giorgio armani",
        " grace hopper",
        " hans zimmer",
        " harry potter",
        "\nhillary clinton",
        " hugo boss",
        " indiana jones",
        " isaac newton",
        " jack daniels",
        " james bond",
        " jane austen",
        " jean paul",
        "\njoe biden",
        " johann sebastian",
        " johann wolfgang",
        " john deere",
        " john lennon",
        " john steinbeck",
        " john williams",
        " johnny depp",
        "\njulius caesar",
        " justin bieber",
        " karl marx",
        " karl may",
        " king arthur",
        " lady gaga",
        " lara croft",
        " leonardo da",
        " lionel messi",
        "\nlouis vuitton",
        " ludwig van",
        " luke skywalker",
        " marc jacobs",
        " marie curie",
        " marilyn monroe",
        " mario kart",
        " mark zuckerberg",
        "\nmartin luther",
        " martin scorsese",
        " mary poppins",
        " max payne",
        " michael jackson",
        " michael jordan",
        " nelson mandela",
        "\nolaf scholz",
        " oscar wilde",
        " pablo picasso",
        " paul mccartney",
        " paul smith",
        " peter pan",
        " peter parker",
        " quentin tarantino",
        "\nrafael nadal",
        " ralph lauren",
        " robin hood",
        " roger federer",
        " san francisco",
        " santa claus",
        " santa cruz",
        " santa maria",
        "\nserena williams",
        " sherlock holmes",
        " sigmund freud",
        " stephen king",
        " steve jobs",
        " super mario",
        " taylor swift",
        "\nthomas jefferson",
        " thomas mann",
        " tom cruise",
        " tommy hilfiger",
        " tony stark",
        " vincent van",
        " vladimir putin",
        " walt disney",
        "\nwolfgang amadeus",
        " yves saint\n",
    ]
)

PARTICLES = _set(
    "abu af al ap av ben bin da de del della den der di do dos du e el i ibn la le mac mc o st ten ter van von y zu zur"
)
GIVEN = frozenset(fold(name) for name in (_GIVEN + _OTHER_SCRIPTS).split())
SURE = GIVEN - _ALSO_WORDS - COMMON

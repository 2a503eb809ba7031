"""What has words of people and is none: makers, artists and figures by their two names, goods, the public pages of a site; data, no rules."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> frozenset[str]:
    return frozenset(" ".join(pair.split()) for pair in text.split(","))


# First and second word, folded; whoever searches for them searches for goods, works, places or somebody whom all know.
PAIRS = (
    _pairs(
        """
    adolfo dominguez, alexander mcqueen, alexander wang, anna sui, armand basi, ben sherman, bruno banani, carl zeiss, carl hansen, carolina herrera, cath kidston,
    charlotte tilbury, christian dior, christian louboutin, christian lacroix, daniel wellington, david yurman, diane von, donna karan, dr martens, dr oetker,
    dr hauschka, eddie bauer, eileen fisher, elie saab, elie tahari, elizabeth arden, emilio pucci, emma bridgewater, ermenegildo zegna, estee lauder,
    ferdinand porsche, fred perry, fritz hansen, georg jensen, george foreman, gianni versace, giuseppe zanotti, guy laroche, harley davidson, helena rubinstein,
    helly hansen, henry ford, herman miller, issey miyake, jack wills, jack wolfskin, jamie oliver, jil sander, jim beam, jimmy choo, jo malone, john frieda, john lobb,
    johnnie walker, juan valdez, julius meinl, karen millen, karl lagerfeld, kate spade, keith haring, kenneth cole, laura ashley, laura biagiotti, linda mccartney,
    liz claiborne, lucky luke, luis trenker, lulu guinness, marie claire, marina rinaldi, mario badescu, mark levinson, mary katrantzou, massimo dutti, max mara,
    max factor, melissa doug, michael kors, miss sixty, nicole farhi, nina ricci, oliver peoples, olivia burton, otto versand, otto waalkes, paco rabanne,
    paloma picasso, patrizia pepe, paul shark, paul hewitt, perry ellis, peter rabbit, peter pilotto, philipp plein, philip treacy, pierre cardin, pierre lang,
    rachel roy, rebecca minkoff, robert bosch, robert mondavi, roberto cavalli, roger dubuis, roger vivier, rocco forte, salvatore ferragamo, sam edelman,
    simone perele, sonia rykiel, stella mccartney, stella artois, steve madden, stuart weitzman, ted baker, thierry mugler, thomas sabo, tom ford, tom tailor,
    tommy bahama, tony hawk, tony robbins, tory burch, trina turk, vera bradley, vera wang, victoria beckham, victoria secret, victoria secrets, vince camuto,
    vivienne westwood, walter knoll, yves rocher, yohji yamamoto, uncle ben, aunt jemima, charles tyrwhitt, joseph joseph, emma matratze, emma mattress, charles vogele,
    bruno maine
    """
    )
    | _pairs(
        """
    adam malysz, adam mickiewicz, alejandro sanz, alice bob, amelie poulain, andre hazes, andre rieu, barbara schoeneberger, claire redfield,
    claude francois, dieter bohlen, dominic toretto, enrique iglesias, felix magath, fernando alonso, frank ocean, fryderyk chopin, guenther jauch,
    heidi klum, henryk sienkiewicz, jan boehmermann, jill valentine, john marston, johnny hallyday, johnny rockets, julio iglesias, kai pflaume, kevin spacey,
    lorena bobbitt, max payne, monica geller, nathan drake, oliver pocher, pablo alboran, robert lewandowski, rosalia motomami,
    sarah connor, saul goodman, sergio ramos, sheldon cooper, shirley temple, stefan raab, toni erdmann, trevor philips, valentino rossi, walter white, willem alexander,
    albert camus, alice cooper, amy winehouse, anders celsius, andrea bocelli, andy warhol, anna karenina, anne hathaway, anton bruckner, anton tschechow,
    ariana grande, arnold schwarzenegger, astrid lindgren, ava max, bart simpson, beatrix potter, ben hur, benjamin franklin, benjamin bluemchen, bernie sanders,
    bertolt brecht, betty boop, bibi blocksberg, bilbo baggins, billie eilish, billie holiday, billy elliot, billy joel, billy idol, bob marley, bob ross, brian may,
    bridget jones, britney spears, bruce springsteen, bud spencer, buffalo bill, buster keaton, carl orff, caspar david, cate blanchett, celine dion, che guevara,
    chris rea, christopher columbus, christopher nolan, chuck norris, clint eastwood, coco chanel, courtney love, daniel craig, daniel radcliffe, davy crockett,
    daisy duck, donald duck, dolly parton, don juan, donna summer, dorian gray, duke ellington, ed sheeran, edgar allan, edgar wallace, edith piaf, edvard munch,
    edward hopper, elena ferrante, ella fitzgerald, elton john, emily bronte, emily dickinson, enid blyton, eric clapton, erich kaestner, etta james, evelyn waugh,
    federico fellini, fidel castro, florence nightingale, florence pugh, forrest gump, frank sinatra, frank zappa, frank lloyd, franklin roosevelt, franz schubert,
    franz liszt, fred astaire, freddie mercury, friedrich nietzsche, galileo galilei, george clooney, gerhart hauptmann, giuseppe verdi, greta garbo, greta thunberg,
    guenter grass, gustav klimt, gustav mahler, gustave eiffel, hannah montana, hannah arendt, hans albers, harrison ford, harry styles, heinrich heine, heinrich boell,
    helene fischer, helmut kohl, henri matisse, herbert groenemeyer, hermann hesse, homer simpson, ian fleming, igor stravinsky, immanuel kant, ingmar bergman,
    ingrid bergman, iris apfel, isaac asimov, isabel allende, jack nicholson, jack reacher, jack sparrow, jackie chan, jacques brel, james cameron, james dean,
    james joyce, jane eyre, jane fonda, janis joplin, jason bourne, jason statham, jeff bezos, jennifer aniston, jennifer lawrence, jeremy clarkson, jim carrey,
    jim morrison, jimi hendrix, joan miro, joan baez, joe cocker, joe rogan, joaquin phoenix, johannes brahms, johannes vermeer, john cena, john coltrane, john grisham,
    john travolta, john wayne, john wick, jon snow, johnny cash, jose saramago, joseph beuys, joseph haydn, judy garland, juergen klopp, jules verne, julia roberts,
    julie andrews, justin timberlake, kamala harris, kate middleton, kate winslet, katy perry, keanu reeves, ken follett, kendrick lamar, kevin costner, kim kardashian,
    kim jong, king kong, kurt cobain, kylie minogue, kylie jenner, lance armstrong, lauren bacall, lenny kravitz, leonard cohen, leonard bernstein, lewis carroll,
    lewis hamilton, lionel richie, lisa simpson, liv tyler, lou reed, louis armstrong, louise bourgeois, luciano pavarotti, lucy liu, manuel neuer, marc chagall,
    marco polo, margaret atwood, margaret thatcher, maria callas, maria montessori, maria theresia, mariah carey, mario vargas, mark twain, mark wahlberg,
    marlene dietrich, marlon brando, mary shelley, matt damon, max frisch, max liebermann, max planck, max verstappen, megan fox, meryl streep, michael buble,
    michael schumacher, michelle obama, mick jagger, mickey mouse, miles davis, miley cyrus, molly malone, monica bellucci, morgan freeman, muhammad ali,
    naomi campbell, natalie portman, neil armstrong, neil diamond, nick cave, nicki minaj, nicolas cage, nicole kidman, nikola tesla, nina simone, noam chomsky,
    norah jones, novak djokovic, olivia rodrigo, olivia newton, oprah winfrey, orson welles, otto dix, owen wilson, ozzy osbourne, paul cezanne, paul gauguin,
    paul klee, paulo coelho, penelope cruz, percy jackson, peter maffay, phil collins, philip glass, pippi langstrumpf, pippi longstocking, pina bausch, rembrandt van,
    rene magritte, richard branson, rick astley, ringo starr, rita ora, robbie williams, robert downey, robert pattinson, robinson crusoe, rocky balboa, roald dahl,
    rod stewart, roman polanski, romeo juliet, ronald reagan, ronald mcdonald, rosa luxemburg, rosa parks, roy lichtenstein, rudolf steiner, rudolf diesel,
    ryan gosling, ryan reynolds, salma hayek, salman rushdie, salvador dali, samuel beckett, sandra bullock, scarlett johansson, sean connery, selena gomez,
    simone biles, simon garfunkel, sofia coppola, sophia loren, stanley kubrick, stefan zweig, stephen hawking, steven spielberg, stevie wonder, stevie nicks,
    susan sontag, sylvia plath, sylvester stallone, ted lasso, terry pratchett, theodor fontane, theodor heuss, theodor storm, thomas gottschalk, thomas edison,
    til schweiger, tim burton, tiger woods, toni kroos, toni morrison, tom hanks, tom holland, tom hardy, tom sawyer, tom waits, tom clancy, tracy chapman,
    truman capote, udo juergens, udo lindenberg, uma thurman, umberto eco, usain bolt, victor hugo, virginia woolf, vivien leigh, wassily kandinsky, wilhelm tell,
    will ferrell, william shakespeare, william blake, willie nelson, willy brandt, willy wonka, winnie pooh, winnie the, winston churchill, woody allen, xavier naidoo,
    yoko ono, zoe saldana, jesus christ, lech walesa, mother teresa
    """
    )
    | _pairs(
        """
    dr best, dr dre, dr house, dr pepper, dr scholl, dr strange, dr who, madame bovary, madame butterfly, madame tussauds, miss marple, miss universe, miss world, mr bean, mr clean, mr coffee, mr proper,
    mr robot, mrs doubtfire, mrs sporty, frau holle, monsieur claude, pan tadeusz, pan european,
    albert heijn, albert cuyp, albert hall, albert schweitzer, alexander platz, austin texas, carolina panthers, catalina island, charles schwab, charlotte nc,
    chelsea fc, christian science, florence italy, georgia tech, houston texas, jackson hole, jackson mississippi, johns hopkins, john hopkins, jones lang, jp morgan,
    lincoln memorial, madison wisconsin, merrill lynch, morgan stanley, paris saint, saint germain, saint martin, saint tropez, san antonio, san diego, san jose,
    san juan, san marino, san siro, santa barbara, santa fe, santa monica, santa teresa, sao paulo, sierra nevada, sint nicolaas, sofia bulgaria, sydney opera,
    taylor wessing, victoria bc, victoria falls, victoria line, victoria park, victoria station, virginia beach, virginia tech, wells fargo, angel falls, rio grande,
    lourdes france, rosa klebb, adam opel, dora maar
    """
    )
)

# Goods, works and what is asked about them: a search phrase with one of these asks for a thing, though it may be called after somebody.
GOODS = _set(
    "wallpaper tapete vinyl lipstick lippenstift rouge mascara serum cream creme shampoo mug coat mantel shirt tshirt hemd bluse kleid kleider dress skirt rock hose jeans"
    " pullover sweater hoodie socks socken underwear boxers bra bh schal scarf gloves handschuhe belt guertel wallet portemonnaie purse handbag handtasche bolso bolsos sac sacs borsa"
    " zapatos zapatillas chaussures scarpe schoenen boty buty sandalen sandals sneaker sneakers stiefel slippers lens lenses objektiv akku batterie battery drill staubsauger"
    " vacuum kettle toaster lamp lampe lampada lampara sofa sessel chair stuhl desk schreibtisch bett mattress matratze duvet pillow kissen teppich rug vase teller geschirr cutlery"
    " ring ringe necklace kette bracelet armband earrings ohrringe schmuck jewellery jewelry bijoux sonnenbrille gafas lunettes occhiali magazine magazin zeitschrift zeitung newspaper"
    " journal revista rivista openingstijden oeffnungszeiten horaires horarios orari preis preise prices prix precio precios prezzo prezzi prijs cena angebot angebote offer offers deals"
    " prospekt katalog catalogue kaufen buy acheter comprar comprare kopen gebraucht occasion usado usato tweedehands outlet sale sales rabatt discount gutschein gutscheincode voucher"
    " coupon promo cadeau cadeaux geschenk geschenke gift gifts regalo regalos filiale filialen store stores shop boutique versand lieferung ersatzteile manual bedienungsanleitung"
    " handbuch anleitung manual notice reparatur repair review reviews testbericht vergleich comparison avis opiniones recensioni zoo aquarium markt market strand beach island"
    " wetter meteo stadtplan map karte hotels hostel camping flug fluege flights vuelos voli tickets karten konzerte concerts tour tourdaten setlist mp3 cd dvd bluray soundtrack ost chord"
    " tabs tab remix cover biographie biografia biografie vermoegen networth alter age tot dead gestorben geboren film filme serien netflix"
    " streaming trailer kino cinema theater musical oper opera buehne hoerbuch hoerspiel audiobook ebook pdf epub kindle zusammenfassung summary analyse analysis inhaltsangabe zitat"
    " quote kunstwerk kunstdruck gemaelde bilder painting paintings prints print ausstellung exhibition galerie gallery expo exposition mostra skulptur museum musee museo"
    " fc sc vfb tsv united rovers trikot jersey maglia maillot camiseta fussball football soccer tennis golf racing f1 rennen team kader tabelle statistik stats rekord record"
    " whiskey bourbon vodka bier beer wein wine vino vin champagner champagne sekt likoer kaffee coffee tee tea chocolate schokolade kekse cookies sauce suppe soup pasta eis"
    " traktor traktoren tractors maeher mower saege saw motor engine motorrad motorcycle roller bike bikes fahrrad auto autos car cars reifen tyres felgen wohnmobil boot boat yacht"
    " kreuzfahrt cruise wallfahrt verlag terrier spaniel retriever welpen puppy puppies hundefutter katzenfutter cocktail cocktails drink drinks compiler query plugin api tutorial"
    " framework library github docker python javascript typescript php sql library font fonts schriftart icon icons recipe ricetta cuadro cuadros plage playa spiaggia air airlines airways tech tips"
    " puppe doll puppen dolls figur figuren funko pop plush plueschtier malvorlage coloring halloween karneval fasching cosplay perruque peruecke wig frisur haircut hairstyle"
    " syndrom syndrome disease krankheit theorem theorie theory effekt effect methode method skala scale prinzip principle paradox experiment konstante"
    " stiftungen institute university uni college kolleg grundschule realschule gesamtschule kita kindergarten clinic klinikum krankenhaus apotheke bahnhof station flughafen haltestelle"
    " bruecke bridge tower turm schloss castle burg palais palast dom cathedral kathedrale basilica basilika kapelle chapel friedhof cemetery denkmal monument memorial wanderweg trail"
)

# Forms for everybody.
TEMPLATES = _set(
    "muster mustervorlage vorlage vorlagen vordruck vordrucke template templates sample samples beispiel beispiele specimen blank exemple modele plantilla ejemplo modello esempio wzor voorbeeld"
    " sjabloon modelo exemplo modulo example examples blanko ausfuellhilfe merkblatt"
)

# Pages about customers, patients, students and the like, in eight languages; none is an account of one.
PAGES = _set(
    "handbook life aid rights hours visiting benefits benefit stories story centre center services guidance resources resource faq faqs rules charter conduct safety training career careers"
    " jobs vacancies openings apply application applications admission admissions enrolment enrollment eligibility requirements fees tuition scholarships scholarship finance financial funding"
    " housing accommodation wellbeing wellness health dental insurance pension payroll parking transport travel library campus sport sports clubs societies union council events news newsletter"
    " blog magazine videos gallery press media awards award recognition spotlight testimonials feedback survey surveys complaints complaint experience satisfaction engagement retention advocacy"
    " relations visitors information info infos referral referrals refer appointments appointment booking checklist preparation education learn learning classes workshops helpdesk directory team community forum"
    " discounts discount offers deals perks rewards loyalty gift gifts vouchers program programme programs programmes partners partnership sponsors enterprise business individuals companies"
    " organisations organizations industries retail wholesale resellers developers agencies investors friends parents carers schools existing former future prospective international domestic online mobile apps"
    " tools calculator quick started getting welcome intro introduction tour onboarding tips tricks practices success care hotline desk lounge zone corner hub join joining become membership memberships"
    " renew renewal upgrade cancel cancellation refund refunds returns return exchange warranty shipping delivery payment payments method methods agreement agreements conditions cookie cookies"
    " disclaimer imprint accessibility sitemap map maps near find finder locator browse compare ranking rankings report reports insight insights research study studies case our your their meet spotlights"
    " referenzen handbuch hilfe werben freunde vorteile vorteil vorteilsprogramm programm bereich beratung informationen anleitung anleitungen fragen antworten haeufige haeufig kontakt formulare antrag antraege"
    " aufnahme anmeldung registrierung neukunden bestandskunden geschaeftskunden privatkunden firmenkunden geschichten stimmen meinungen bewertungen zufriedenheit bindung gewinnung karte karten"
    " bonus rabatt rabatte aktion aktionen gutscheine magazin zeitung termine termin kurse fortbildung weiterbildung ausbildung schulung schulungen material materialien unterlagen stellen"
    " stellenangebote karriere ueber werden rechte pflichten regeln ordnung satzung hausordnung versammlung wohnen verein reise reisen parken anfahrt besuch besuchszeiten beirat vertretung wahl"
    " portal service aide espace guide guides droits inscription connexion compte temoignages actualites nouvelles offre offres avantages fidelite parrainage carte questions"
    " frequentes professionnels particuliers entreprises formation formations documents horaires accueil tarifs bourses logement"
    " ayuda preguntas frecuentes condiciones uso registro nuevos nuevas ventajas opiniones servicios atencion soporte contacto noticias descargas espacio guia derechos horario horarios becas vida"
    " matricula admision empresas particulares registrazione registrati nuova nuovo nuovi aiuto domande frequenti riservata servizi assistenza condizioni guida orari diritti notizie vantaggi"
    " recensioni contatti modulistica borse aziende privati handleiding hulp vragen veelgestelde voorwaarden voordelen ervaringen aanmelden inloggen nieuws informatie rechten tarieven zakelijk particulier"
    " pomoc pytania regulamin rejestracja logowanie opinie informacje oferta dokumenty ajuda perguntas condicoes registo cadastro vantagens opinioes suporte contato direitos horarios novos empresas"
)

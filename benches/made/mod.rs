//! Resolutions that are made up, in any number: sentences repeated and varied, with page breaks and footnotes.

use std::fmt::Write as _;

/// The lengths that documents are made in, in turn.
const LENGTHS: [usize; 4] = [30_000, 42_000, 54_000, 60_000];
const PREAMBLE_SHARE: f64 = 0.45;
/// How much text stands on a page.
const PAGE: usize = 3_200;

/// So many bytes of documents, the same ones every time.
pub fn texts(size: usize) -> Vec<String> {
    let mut maker = Maker { state: 0x2545_F491_4F6C_DD1D };
    let (mut texts, mut made) = (Vec::new(), 0);
    while made < size {
        let number = texts.len();
        let text = maker.document(number, LENGTHS[number % LENGTHS.len()]);
        made += text.len();
        texts.push(text);
    }
    texts
}

/// Makes texts, always the same ones.
struct Maker {
    state: u64,
}

/// A text while it is made.
struct Pages {
    text: String,
    page: usize,
    broken_at: usize,
    notes: usize,
    pending: Vec<usize>,
}

impl Maker {
    fn document(&mut self, number: usize, length: usize) -> String {
        let mut pages = Pages { text: String::new(), page: 1, broken_at: 0, notes: 0, pending: Vec::new() };
        let _ = write!(
            pages.text,
            "Nations Unies\nA/C.2/81/L.{}\n\nAssemblée générale\n\nDistr. limitée\n12 novembre 2026\nFrançais\n\
             Original : anglais\n\nQuatre-vingt-unième session\nDeuxième Commission\nPoint 19 de l'ordre du jour\n\
             Développement durable\n\n{}, {} et {} : projet de résolution\n\nProtection des {} des petites îles\n\n\
             L'Assemblée générale,\n\n",
            number + 1,
            self.one_of(COUNTRIES),
            self.one_of(COUNTRIES),
            self.one_of(COUNTRIES),
            self.one_of(THINGS),
        );
        let mut place = number;
        while (pages.text.len() as f64) < length as f64 * PREAMBLE_SHARE {
            let paragraph = self.filled(PREAMBLE[place % PREAMBLE.len()], &mut pages);
            pages.add(&paragraph, number);
            place += 1;
        }
        let mut paragraph = 1;
        while pages.text.len() < length {
            let body = self.filled(OPERATIVE[(number + paragraph) % OPERATIVE.len()], &mut pages);
            pages.add(&format!("{paragraph}. {body}"), number);
            paragraph += 1;
        }
        pages.add(&format!("{paragraph}. Décide de rester saisie de la question."), number);
        pages.text
    }

    /// A sentence with its gaps filled: `{who}`, `{whom}`, `{thing}`, `{do}`, `{number}`, `{year}`, `{mark}`.
    fn filled(&mut self, sentence: &str, pages: &mut Pages) -> String {
        let mut filled = String::new();
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let (gap, after) = after.split_once('}').unwrap_or((after, ""));
            match gap {
                "who" => filled.push_str(self.one_of(WHO)),
                "whom" => filled.push_str(self.one_of(WHOM)),
                "thing" => filled.push_str(self.one_of(THINGS)),
                "do" => {
                    filled.push_str(self.one_of(DO));
                    filled.push_str(self.one_of(TAILS));
                }
                "number" => filled.push_str(&(self.next(90) + 3).to_string()),
                "year" => filled.push_str(&(self.next(12) + 2027).to_string()),
                "mark" => filled.push_str(&pages.mark()),
                other => unreachable!("no gap is called {other}"),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.next(words.len())]
    }

    fn next(&mut self, below: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state % below as u64) as usize
    }
}

impl Pages {
    /// Adds a paragraph and, where the page is full, breaks it.
    fn add(&mut self, paragraph: &str, number: usize) {
        self.text.push_str(paragraph);
        self.text.push_str("\n\n");
        if self.text.len() - self.broken_at < PAGE {
            return;
        }
        let _ = write!(self.text, "\n26-{:05} {}/20\n\n", 10_000 + number % 9_000, self.page);
        for note in std::mem::take(&mut self.pending) {
            let source = NOTES[note % NOTES.len()];
            let _ = writeln!(self.text, "{} {source}", raised(note));
        }
        let _ = write!(self.text, "A/C.2/81/L.{}\n\n", number + 1);
        self.page += 1;
        self.broken_at = self.text.len();
    }

    /// The mark of a new footnote, whose text is to stand at the end of the page.
    fn mark(&mut self) -> String {
        self.notes += 1;
        self.pending.push(self.notes);
        raised(self.notes)
    }
}

fn raised(number: usize) -> String {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| digits[usize::from(digit - b'0')]).collect()
}

const COUNTRIES: &[&str] = &["Fidji", "Maurice", "Samoa", "Cabo Verde", "Maldives", "Tuvalu", "Grenade", "Islande"];

const WHO: &[&str] = &[
    "les États Membres",
    "le Secrétaire général",
    "le Programme des Nations Unies pour l'environnement",
    "les gouvernements, le secteur privé et la société civile",
    "l'Organisation météorologique mondiale et la Banque mondiale",
    "les organismes compétents des Nations Unies, agissant dans les limites de leur mandat",
    "les institutions financières internationales et les autres donateurs",
    "la Commission économique et sociale pour l'Asie et le Pacifique",
];

const WHOM: &[&str] = &[
    "aux États Membres",
    "au Secrétaire général",
    "aux gouvernements et aux autorités locales",
    "aux institutions spécialisées",
    "à l'Organisation des Nations Unies pour l'alimentation et l'agriculture",
    "aux États parties qui ne l'ont pas encore fait",
];

const THINGS: &[&str] = &[
    "nappes d'eau douce",
    "récifs coralliens",
    "mangroves et des herbiers",
    "digues et des jetées",
    "forêts d'altitude",
    "ports de pêche",
    "sols cultivés",
    "cordons dunaires",
];

const DO: &[&str] = &[
    "mesurer chaque année l'état des relevés et en publier les résultats",
    "renforcer les moyens dont disposent les services techniques, notamment en formant du personnel local",
    "appuyer les mesures prises par les communes qui en font la demande",
    "faciliter l'accès des populations les plus exposées aux données et aux cartes",
    "réduire les rejets de déchets et d'eaux usées dans les zones protégées",
    "associer les femmes, les jeunes et les personnes handicapées aux décisions qui les concernent",
];

/// What makes actions nearly as long as real ones: texts then have one record in about 360 bytes, real ones in 500.
const TAILS: &[&str] = &[
    ", compte tenu des connaissances que les habitants ont du littoral et des courants, des relevés que les services \
     hydrologiques tiennent depuis l'ouverture des premiers forages et de l'expérience acquise dans les archipels voisins, \
     où la montée des eaux a déjà contraint plusieurs villages à se déplacer vers l'intérieur des terres",
    ", en veillant à ce que les crédits ouverts à cette fin profitent d'abord aux familles qui vivent au bord des lagunes, \
     aux petites exploitations et aux écoles, et à ce que les travaux soient confiés, chaque fois que possible, à des \
     entreprises établies dans les îles plutôt qu'à des prestataires venus du continent",
    ", au moyen de cartes tenues à jour, de réseaux d'alerte et de bassins de retenue dont l'entretien incombe aux services \
     techniques, et grâce à des accords conclus avec les universités, les associations de pêcheurs et les sociétés de \
     distribution sur le partage des données recueillies pendant la saison des pluies",
    " dans toutes les zones où la nappe est exposée aux intrusions d'eau salée, qu'il s'agisse des atolls, des deltas ou des \
     plaines côtières, y compris dans celles qui ne sont pas encore reliées au réseau et dont les puits sont creusés et \
     entretenus par leurs propriétaires sans aucune surveillance des autorités",
];

const NOTES: &[&str] = &[
    "Résolution 70/1.",
    "Nations Unies, Recueil des Traités, vol. 1833, no 31363.",
    "A/81/214, annexe II.",
    "Rapport de la Conférence des villes insulaires, Apia, 4-8 mai 2026, chap. I, résolution 1.",
];

const PREAMBLE: &[&str] = &[
    "Rappelant ses résolutions 64/292 du 28 juillet 2010, 76/{number} du 17 décembre 2021 et 79/{number} du 19 décembre \
     2024, ainsi que les autres résolutions dans lesquelles elle a traité de la protection des {thing}{mark},",
    "Réaffirmant les engagements pris dans le Programme de développement durable à l'horizon 2030 et consciente que leur \
     réalisation dépend, dans les petites îles, de l'état des {thing} et des moyens que les pouvoirs publics peuvent \
     consacrer à leur entretien,",
    "Prenant note avec satisfaction du rapport du Secrétaire général sur la protection des {thing} et des conclusions qui \
     y figurent{mark}, en particulier de celles qui portent sur le financement des relevés et sur la formation des \
     techniciens,",
    "Profondément préoccupée par le fait que {number} pour cent des {thing} des petites îles se sont dégradés depuis que \
     des relevés existent, et que les populations les plus pauvres en souffrent les premières,",
    "Consciente que la hausse du niveau de la mer, les tempêtes et l'exploitation sans contrôle se renforcent les unes les \
     autres, et que les mesures prises isolément par une commune ou par un État restent sans grand effet,",
    "Considérant que les savoirs des pêcheurs, des puisatiers et des forestiers, transmis de génération en génération, \
     complètent utilement les relevés des services scientifiques et doivent être recueillis avec le consentement de \
     celles et ceux qui les détiennent,",
    "Saluant le travail accompli depuis {year} par les commissions régionales, les organisations de femmes et les \
     associations de quartier pour dresser l'inventaire des {thing},",
    "Soulignant qu'il incombe au premier chef aux gouvernements de protéger les {thing}, et que la coopération \
     internationale doit appuyer leurs efforts sans s'y substituer,",
    "Notant que la Conférence des villes insulaires a adopté à sa {number}e séance une déclaration dans laquelle elle a \
     invité les États à inscrire la protection des {thing} dans leurs plans nationaux{mark},",
    "Ayant à l'esprit les besoins particuliers des petits États insulaires en développement, des pays les moins avancés et \
     des pays en développement sans littoral, et la charge que leur dette fait peser sur leurs budgets,",
    "Se félicitant des contributions volontaires versées par {number} États Membres au fonds d'affectation spéciale, et \
     regrettant que leur montant reste inférieur de moitié à celui qui avait été jugé nécessaire,",
    "Convaincue de l'utilité de données ouvertes, comparables et recueillies selon des méthodes communes, qui permettent \
     aux collectivités de prévoir les dommages et d'en réduire le coût,",
];

const OPERATIVE: &[&str] = &[
    "Prie {who} de {do}, en coopération avec les commissions régionales et les autres organismes compétents, et de faire \
     connaître d'ici à décembre {year} les mesures prises à cette fin ;",
    "Exhorte les États Membres et invite les organisations internationales, régionales et sous-régionales compétentes à \
     {do}, selon qu'il convient et conformément au droit interne, et à verser des contributions volontaires au fonds \
     d'affectation spéciale ;",
    "Demande {whom} de {do}, de veiller à ce que toute demande de travaux soit précédée d'une étude de l'état des {thing} \
     et de rendre cette étude publique dans un délai de six mois{mark} ;",
    "Se félicite des progrès accomplis dans la protection des {thing}, prend note des difficultés que le Secrétaire \
     général a signalées dans son rapport, et engage {who} à {do} ;",
    "Prie le Secrétaire général de lui présenter à sa quatre-vingt-quatrième session, au titre de la question intitulée \
     « Développement durable », un rapport sur l'application de la présente résolution, notamment sur le coût des relevés \
     et sur l'état des {thing} ;",
    "Encourage {who} à {do}, notamment en offrant aux communes d'autres lieux de dépôt et en tenant compte de l'avis des \
     riverains, afin de réduire de {number} pour cent, avant la fin de {year}, les pertes constatées dans les {thing} ;",
    "Demande aux gouvernements :\n\na) De {do} ;\n\nb) De porter secours sans délai aux quartiers sinistrés et d'en \
     informer le Secrétariat ;\n\nc) De prendre, le cas échéant avec l'appui des banques régionales de développement, des \
     mesures destinées à :\n\ni) Réduire les fuites des conduites municipales ;\n\nii) Recueillir l'eau de pluie et former \
     du personnel à l'entretien des citernes ;",
    "Souligne que la protection des {thing} suppose des relevés réguliers, un personnel formé et des règles que chacun \
     respecte, et rappelle que les États doivent assurer à toute personne l'accès aux données qui la concernent{mark} ;",
    "Réaffirme que chaque État a le droit de décider de l'usage de ses {thing}, et réaffirme également qu'il lui incombe de \
     veiller à ce que les activités menées sur son territoire ne causent pas de dommage aux îles voisines ;",
    "Invite de nouveau les pays développés, les institutions financières internationales et le secteur privé à {do}, et les \
     banques régionales de développement à consentir aux communes des prêts de longue durée ;",
    "Décide de tenir à sa quatre-vingt-cinquième session une réunion de haut niveau d'une journée consacrée aux {thing}, \
     proclame le {number} mai Journée internationale des îles, et invite toutes les parties prenantes à la célébrer chaque \
     année comme il convient ;",
    "Prend acte du rapport du Secrétaire général{mark}, déplore la lenteur avec laquelle les recommandations qui y figurent \
     sont appliquées, et prie {who} d'établir un calendrier des travaux et d'en rendre compte tous les deux ans ;",
    "Recommande que les États Membres qui disposent de laboratoires prêtent leur concours à ceux qui n'en ont pas, et \
     recommande {whom} de {do}, en consultation avec les communautés locales ;",
    "Prie le Programme des Nations Unies pour le développement, agissant en sa qualité de secrétariat du réseau, et \
     l'Organisation des Nations Unies pour l'éducation, la science et la culture de continuer d'aider, à leur demande, les \
     petits États insulaires en développement à {do}, dans la limite des ressources existantes ;",
    "Se déclare profondément préoccupée par le nombre des décharges ouvertes près des {thing}, condamne les déversements \
     clandestins, exige qu'il y soit mis fin et demande instamment {whom} d'en poursuivre les auteurs ;",
];

//! The report as people use it: in a browser, where one is installed.

mod browser;

use std::fs;
use std::path::{Path, PathBuf};

use browser::Browser;
use exhorte::export::{Dialect, Format, Results, write};
use exhorte::{Across, Document, Extraction, Language, Lexicons, Matrix, Record, Selection, extract};
use serde_json::json;

/// A resolution that would like to be a program.
const HOSTILE: &str = "\
A/80/L.<script>document.title='taken'</script>

Des phares & des « digues » <img src=x onerror=\"document.title='taken'\">

L'Assemblée générale,

1. Prie le Secrétaire général de publier </script><script>document.title='taken'</script> d'ici à 2031 ;

2. Prie l'Office d'étudier \"></span><svg onload=document.title='taken'> les phares.
";

fn report(extractions: &[Extraction], lexicons: &Lexicons) -> String {
    let language = extractions[0].source.language.parse().unwrap();
    let mut page = Vec::new();
    write(Format::Html, &Results { extractions, lexicons, language, dialect: Dialect::Plain }, &mut page).unwrap();
    String::from_utf8(page).unwrap()
}

fn golden(lexicons: &Lexicons, name: &str) -> Extraction {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    let language: Language = file.file_stem().unwrap().to_str().unwrap().parse().unwrap();
    extract(lexicons, &Document::open(&file, language).unwrap())
}

fn file(name: &str, page: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, page).unwrap();
    file
}

/// Opens a page; nothing where no browser is installed.
fn opened(name: &str, page: &str) -> Option<Browser> {
    let Some(mut browser) = Browser::start(name) else {
        eprintln!("skipped {name}: no Chromium is installed");
        return None;
    };
    browser.open(&format!("file://{}", file(&format!("{name}.html"), page).display()));
    Some(browser)
}

#[track_caller]
fn fetched_nothing_and_complained_of_nothing(browser: &Browser, name: &str) {
    assert!(!browser.requests().is_empty(), "the browser tells of requests");
    for request in browser.requests() {
        assert!(request.starts_with("file://") && request.contains(&format!("/{name}.html")), "fetched {request}");
    }
    assert_eq!(browser.complaints(), [&serde_json::Value::Null; 0]);
}

#[test]
fn what_a_document_holds_stays_text() {
    let lexicons = Lexicons::embedded();
    let extraction = extract(&lexicons, &Document::new("<b>\"draft\"</b>.txt", HOSTILE, Language::Fr));
    assert_eq!(extraction.records.len(), 2);
    let page = report(&[extraction.clone(), extraction], &lexicons);
    assert_eq!(page.matches("<script").count(), 1, "only the script of the page itself");
    for tag in ["<img", "<svg", "<b>\""] {
        assert!(!page.contains(tag), "{tag}");
    }
    let Some(mut browser) = opened("hostile", &page) else { return };
    assert_eq!(browser.evaluate("document.title"), "Qui est prié de faire quoi");
    assert_eq!(browser.evaluate("document.querySelectorAll('script, img, svg').length"), 1);
    let first = browser.evaluate("document.querySelector('.row .text p').textContent");
    assert!(first.as_str().unwrap().contains("</script><script>document.title"), "{first}");
    // Ids are told apart, though both documents have one name.
    let ids = "[...document.querySelectorAll('[id]')].map(one => one.id)";
    assert_eq!(browser.evaluate(&format!("{ids}.length - new Set({ids}).size")), 0);
    assert_eq!(browser.evaluate(BROKEN), json!([]));
    fetched_nothing_and_complained_of_nothing(&browser, "hostile");
    // What slips into the page all the same may not run.
    browser.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))");
    assert_eq!(browser.evaluate("typeof window.ran"), "undefined");
}

#[test]
fn filters_show_what_fits() {
    let lexicons = Lexicons::embedded();
    let extraction = golden(&lexicons, "assembly/fr.txt");
    let Some(mut browser) = opened("filters", &report(std::slice::from_ref(&extraction), &lexicons)) else { return };
    let count = |fits: &dyn Fn(&Record) -> bool| extraction.records.iter().filter(|record| fits(record)).count();
    let all = count(&|_| true);
    // Sets one filter, waits until it has been applied, and counts what is to be seen.
    let mut shown = |field: &str, value: &str| {
        browser.evaluate(&format!(
            "(async () => {{ const wait = () => new Promise(done => setTimeout(done, 200)); \
               filters.reset(); await wait(); \
               const field = document.getElementById('{field}'); \
               if (field.type === 'checkbox') field.checked = true; else field.value = '{value}'; \
               field.dispatchEvent(new Event('input', {{bubbles: true}})); await wait(); \
               const seen = [...document.querySelectorAll('.ask')].filter(ask => ask.checkVisibility()).length; \
               return seen === Number.parseInt(document.getElementById('count').textContent) ? seen : -1; }})()"
        ))
    };
    assert_eq!(shown("actor", ""), all);
    let states = count(&|record| {
        let Record { actors, partners, informed, indirect_actors, implied_actors, .. } = record;
        let everybody = [actors, partners, informed, indirect_actors, implied_actors];
        everybody.into_iter().flatten().any(|id| &**id == "states")
    });
    let due = count(&|record| !record.deadline.is_empty());
    let strong = count(&|record| 4 <= record.force);
    let doubtful = count(&|record| !record.notes.is_empty());
    let requests = count(&|record| &*record.act == "request");
    for (field, value, expected) in [
        ("actor", "states", states),
        ("act", "request", requests),
        ("force", "4", strong),
        ("deadline", "yes", due),
        ("deadline", "no", all - due),
        ("review", "", doubtful),
    ] {
        assert!(0 < expected && expected < all, "{field} tells records apart");
        assert_eq!(shown(field, value), expected, "{field}={value}");
    }
    // Whole paragraphs are found, typed with accents or without.
    let mut paragraph = extraction.records.iter().filter(|record| record.paragraph == "12").count();
    assert_ne!(paragraph, 0);
    for typed in ["hydrologues siegeant", "HYDROLOGUES  siégeant"] {
        assert_eq!(shown("search", typed), paragraph, "{typed}");
    }
    paragraph = 0;
    assert_eq!(shown("search", "zeppelin"), paragraph);
    assert_eq!(browser.evaluate("nothing.checkVisibility()"), true);
    // A link to what is hidden shows it.
    let anchor = extraction.records[0].id.rsplit_once('#').unwrap().1;
    let follow = format!(
        "(async () => {{ location.hash = '{anchor}'; await new Promise(done => setTimeout(done, 200)); \
           return document.getElementById('{anchor}').checkVisibility() && search.value === ''; }})()"
    );
    assert_eq!(browser.evaluate(&follow), true);
    fetched_nothing_and_complained_of_nothing(&browser, "filters");
}

/// The links of the page that lead nowhere.
const BROKEN: &str = "[...document.querySelectorAll('a[href]')].filter(link => \
                      !document.getElementById(decodeURIComponent(link.hash.slice(1)))).map(link => link.href)";

#[test]
fn the_matrix_is_that_of_the_library() {
    let lexicons = Lexicons::embedded();
    let one = [golden(&lexicons, "parts/fr.txt")];
    let several = [golden(&lexicons, "assembly/fr.txt"), golden(&lexicons, "council/fr.txt")];
    let shown: [(&str, &[Extraction], Across); 2] =
        [("matrix-one", &one, Across::Paragraphs), ("matrix-several", &several, Across::Documents)];
    for (name, extractions, across) in shown {
        let Some(mut browser) = opened(name, &report(extractions, &lexicons)) else { return };
        let results = Results { extractions, lexicons: &lexicons, language: Language::Fr, dialect: Dialect::Plain };
        let matrix = Matrix::new(&results, &Selection::default(), across);
        assert!(5 < matrix.rows.len() && 1 < matrix.columns.len(), "{name} has something to show");
        let columns: Vec<&str> = matrix.columns.iter().map(|column| &*column.label).collect();
        let heads =
            "[...document.querySelectorAll('#matrix thead th[scope=col]')].slice(1).map(one => one.textContent)";
        assert_eq!(browser.evaluate(heads), json!(columns), "{name}");
        let rows: Vec<Vec<String>> = matrix
            .rows
            .iter()
            .map(|row| {
                let marks =
                    |place| row.cells.get(&place).map_or(String::new(), |cell| cell.marks(&lexicons, Language::Fr));
                std::iter::once(row.name.clone()).chain((0..columns.len()).map(marks)).collect()
            })
            .collect();
        let cells =
            "[...document.querySelectorAll('#matrix tbody tr')].map(row => [...row.cells].map(one => one.textContent))";
        assert_eq!(browser.evaluate(cells), json!(rows), "{name}");
        // A figure stands on the colour of its force, and only there.
        let heat = "[...document.querySelectorAll('#matrix td[class]')].filter(cell => \
                    cell.className !== (/^[0-5]/.test(cell.textContent) ? `heat-${cell.textContent[0]}` : 'beside')).length";
        assert_eq!(browser.evaluate(heat), 0, "{name}");
        // Each cell leads to a paragraph with a record in which the actor is involved.
        let links: Vec<Vec<String>> = matrix
            .rows
            .iter()
            .map(|row| {
                row.cells
                    .values()
                    .map(|cell| {
                        let record = &extractions[cell.first.0].records[cell.first.1];
                        assert!(record.involved().any(|one| one.actor == row.actor), "{} in {}", row.name, record.id);
                        record.id.rsplit_once('#').unwrap().1.to_owned()
                    })
                    .collect()
            })
            .collect();
        let held = "[...document.querySelectorAll('#matrix tbody tr')].map(row => [...row.querySelectorAll('a')].map(link => \
                    [...document.getElementById(decodeURIComponent(link.hash.slice(1))).querySelectorAll('.ask')].map(ask => \
                    ask.id.split('#').at(-1))))";
        let held: Vec<Vec<Vec<String>>> = serde_json::from_value(browser.evaluate(held)).unwrap();
        for (links, held) in links.iter().zip(&held) {
            assert_eq!(links.len(), held.len());
            assert!(links.iter().zip(held).all(|(link, held)| held.contains(link)), "{links:?} {held:?}");
        }
        assert_eq!(browser.evaluate(BROKEN), json!([]), "{name}");
        // Whoever does not see the table hears what it says, and reaches by keyboard what is beyond the edge.
        let told = "[...document.querySelectorAll('#matrix td a')].every(link => link.title && \
                    link.ariaLabel.includes(link.textContent) && \
                    link.ariaLabel.includes(link.closest('tr').querySelector('th[scope=row]').textContent))";
        assert_eq!(browser.evaluate(told), true, "{name}");
        let heard = "document.querySelectorAll('#matrix caption, #matrix [role=region][tabindex=\"0\"]').length";
        assert_eq!(browser.evaluate(heard), 2, "{name}");
        // What is wider than the page moves within its own box, and the names stay where they are.
        let phone = json!({ "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true });
        browser.call("Emulation.setDeviceMetricsOverride", phone);
        assert_eq!(browser.evaluate("document.documentElement.scrollWidth <= 360"), true, "{name}");
        let moved = "(() => { const box = document.querySelector('.scroll'); const name = box.querySelector('tbody th'); \
                     box.scrollLeft = 40; return [box.scrollLeft, \
                     Math.round(name.getBoundingClientRect().left - box.getBoundingClientRect().left)]; })()";
        let width = if across == Across::Paragraphs { 40 } else { 0 };
        assert_eq!(browser.evaluate(moved), json!([width, 1]), "{name}");
        fetched_nothing_and_complained_of_nothing(&browser, name);
    }
}

/// The places whose letters stand out too little from what is behind them.
const FAINT: &str = "(() => {
    const channel = (value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (colour) => {
        const [red, green, blue] = parts(colour).map((part) => channel(part / 255));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (one) => {
        for (; one; one = one.parentElement) {
            const colour = getComputedStyle(one).backgroundColor;
            if (parts(colour)[3] !== 0) return colour;
        }
        return 'rgb(255, 255, 255)';
    };
    const faint = new Set();
    for (const one of document.querySelectorAll('main *, label, output, button, select, footer p')) {
        const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!own || !one.checkVisibility()) continue;
        const [letters, ground] = [light(getComputedStyle(one).color), light(behind(one))];
        const ratio = (Math.max(letters, ground) + 0.05) / (Math.min(letters, ground) + 0.05);
        if (ratio < 4.5) faint.add(`${one.tagName}.${one.className} ${ratio.toFixed(2)}`);
    }
    return [...faint];
})()";

#[test]
fn everybody_can_read_it() {
    let lexicons = Lexicons::embedded();
    let extractions = [golden(&lexicons, "assembly/fr.txt"), golden(&lexicons, "council/en.txt")];
    let Some(mut browser) = opened("readers", &report(&extractions, &lexicons)) else { return };
    for theme in ["light", "dark"] {
        let choose = format!("theme.value = '{theme}'; theme.dispatchEvent(new Event('change', {{bubbles: true}}))");
        browser.evaluate(&choose);
        assert_eq!(browser.evaluate(FAINT), json!([]), "{theme}");
        let grounds = "new Set([0, 1, 2, 3, 4, 5].map(force => \
                       getComputedStyle(document.querySelector(`.marks .heat-${force}`)).backgroundColor)).size";
        assert_eq!(browser.evaluate(grounds), 6, "{theme}: forces are told apart by colour");
        let paper = browser.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.slice(4)) < 128");
        assert_eq!(paper, theme == "dark", "{theme}");
    }
    // Left to itself, the page is as the system is.
    browser.evaluate("theme.value = 'auto'; theme.dispatchEvent(new Event('change', {bubbles: true}))");
    for scheme in ["light", "dark"] {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        browser.call("Emulation.setEmulatedMedia", features);
        let dark = browser.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.slice(4)) < 128");
        assert_eq!(dark, scheme == "dark", "{scheme}");
    }
    let unlabelled = "[...document.querySelectorAll('input, select')].filter(one => !one.labels.length).length";
    assert_eq!(browser.evaluate(unlabelled), 0);
    let landmarks = "['main', 'header', 'footer', 'nav', '[role=search]', '[role=status]', 'h1'].map(one => \
                     document.querySelectorAll(one).length > 0)";
    assert_eq!(browser.evaluate(landmarks), json!([true, true, true, true, true, true, true]));
    assert_eq!(browser.evaluate("document.querySelectorAll('h1').length"), 1);
    // On a phone nothing stands out of the page.
    let phone = json!({ "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true });
    browser.call("Emulation.setDeviceMetricsOverride", phone);
    assert_eq!(browser.evaluate("document.documentElement.scrollWidth <= 360"), true);
    assert!(10_000 < browser.call("Page.printToPDF", json!({}))["data"].as_str().unwrap().len());
    fetched_nothing_and_complained_of_nothing(&browser, "readers");
    // Without scripts all is there, and nothing that needs one.
    browser.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    browser.events.clear();
    browser.open(&format!("file://{}", Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers.html").display()));
    assert_eq!(browser.evaluate("document.getElementById('filters').checkVisibility()"), false);
    let records: usize = extractions.iter().map(|extraction| extraction.records.len()).sum();
    let seen = "[...document.querySelectorAll('.ask')].filter(ask => ask.checkVisibility()).length";
    assert_eq!(browser.evaluate(seen), records);
}

#[test]
fn a_long_resolution_makes_a_small_page() {
    let lexicons = Lexicons::embedded();
    let paragraph = "Prie le Secrétaire général de dresser la carte des phares dans la limite des ressources \
                     disponibles, de former des gardiens en coopération avec l'Organisation maritime internationale, \
                     et de lui faire rapport à ce sujet à sa quatre-vingt-deuxième session ;";
    let paragraphs: String = (1..=40).map(|number| format!("{number}. {paragraph}\n\n")).collect();
    let text = format!("L'Assemblée générale,\n\n{paragraphs}");
    let extraction = extract(&lexicons, &Document::new("long.txt", text, Language::Fr));
    assert_eq!(extraction.records.len(), 120);
    assert!(report(&[extraction], &lexicons).len() < 1_000_000);
}

#[test]
fn nothing_of_the_text_is_lost() {
    let lexicons = Lexicons::embedded();
    for name in ["assembly/fr.txt", "assembly/en.txt", "council/fr.txt", "parts/fr.txt"] {
        let extraction = golden(&lexicons, name);
        let page = report(std::slice::from_ref(&extraction), &lexicons);
        let mut shown = String::new();
        let mut tags = false;
        for c in page[page.find("<main").unwrap()..].chars() {
            match c {
                '<' => tags = true,
                '>' => tags = false,
                _ if !tags => shown.push(c),
                _ => {}
            }
        }
        let shown = shown.replace("&#39;", "'").replace("&#38;", "&").replace("&#34;", "\"");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace('*', "");
        let shown = words(&shown);
        for line in extraction.text.lines().map(words) {
            // The number of a paragraph stands in the margin.
            let line = line.trim_start_matches(['-', ' ']);
            let body = line.split_once(' ').filter(|(mark, _)| mark.len() < 6).map_or(line, |(_, body)| body);
            assert!(shown.contains(body), "{name}: `{body}` is not in the report");
        }
    }
}

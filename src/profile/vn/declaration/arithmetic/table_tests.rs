//! The tables of formulas as a whole: they compile, name elements that there are, and hold what the forms print.

use std::collections::HashMap;
use std::collections::HashSet;

use super::Formulas;
use super::tests::CASES;

#[test]
fn every_line_of_the_table_compiles_without_a_cycle() {
    for code in Formulas::blocks() {
        let formulas = Formulas::of(code).unwrap();
        assert!(formulas.refused.is_empty(), "{code}: {:#?}", formulas.refused);
        assert!(formulas.acyclic, "{code}: a line depends on itself");
    }
    let own = |code: &&str| Formulas::of(code).unwrap().count();
    let (count, explanation) = (Formulas::codes().map(|code| own(&code)).sum::<usize>(), own(&"KHBS"));
    let explained = Formulas::codes().filter(|code| shows_explanation(code)).count();
    assert!(explained > 100, "{explained}");
    println!(
        "{count} formulas of {} forms, among them the {explanation} of 01/KHBS and 01-1/KHBS in {explained}",
        Formulas::codes().count()
    );
}

/// Whether a form has the formulas of the annexes that explain a supplement.
fn shows_explanation(code: &str) -> bool {
    let formulas = Formulas::of(code).unwrap();
    formulas.formulas.iter().any(|formula| formulas.shape.path(formula.target).contains("KHBS"))
}

/// Every element path of the forms of each code, from the fact tables beside the repository; `None` where they are not there.
fn paths_of_forms() -> Option<HashMap<String, HashSet<String>>> {
    let shared = std::env::var("TAXDOC_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned());
    let mut forms: HashMap<String, HashSet<String>> = HashMap::new();
    for (folder, code_part, column) in [("vn-forms", None, 2), ("vn-forms-exact", Some(0), 0)] {
        for file in std::fs::read_dir(format!("{shared}/spec/{folder}")).ok()? {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            if name.starts_with('_') || !name.ends_with(".csv") {
                continue;
            }
            // `01_GTGT__842_2.8.3.csv`, `842_01_GTGT_2.8.3.csv`
            let code = match code_part {
                Some(at) => name.split('_').nth(at),
                None => name.rsplit('_').nth(1),
            };
            let Some(code) = code else { continue };
            let paths = forms.entry(code.to_owned()).or_default();
            for line in std::fs::read_to_string(file.path()).unwrap().lines() {
                let path = line.split(',').nth(column).unwrap_or_default();
                for (end, _) in path.match_indices('/').chain([(path.len(), "")]) {
                    paths.insert(path[..end].to_owned());
                }
            }
        }
    }
    Some(forms)
}

#[test]
fn every_name_of_the_table_is_an_element_of_its_form() {
    let Some(forms) = paths_of_forms() else {
        println!("SKIPPED: no fact tables of the forms; set TAXDOC_SHARED");
        return;
    };
    // The annexes that explain a supplement differ from form to form: each of their elements stands in some form.
    let explained: HashSet<&String> = forms.values().flatten().filter(|path| path.contains("KHBS")).collect();
    let mut count = 0;
    for code in Formulas::codes() {
        let shape = &Formulas::of(code).unwrap().shape;
        for place in 1..shape.len() {
            let path = shape.path(place);
            assert!(forms[code].contains(&path) || explained.contains(&path), "{code}: no element {path}");
            count += 1;
        }
    }
    println!("{count} elements of {} forms named by formulas, all known", Formulas::codes().count());
    for (code, _) in CASES {
        let shape = &Formulas::of(code).unwrap().shape;
        let leaf = |path: &&String| {
            !forms[code].iter().any(|other| other.starts_with(path.as_str()) && other[path.len()..].starts_with('/'))
        };
        let all = forms[code].iter().filter(leaf).count();
        let named = (1..shape.len()).filter(|place| shape.children(*place).is_empty()).count();
        println!("{code}: formulas name {named} of {all} elements, texts and codes included");
    }
}

#[test]
fn the_list_of_printed_formulas_agrees_with_the_table() {
    let tables = [include_str!("formulas.tsv"), include_str!("printed.tsv"), include_str!("explanation.tsv")];
    let [main, printed, explanation] = tables.map(|text| {
        let mut code = "";
        let mut lines = HashSet::new();
        for line in text.lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns[0] == "@" {
                code = columns[1];
            } else if columns[0] == "=" {
                lines.insert((code, columns[1]));
            }
        }
        lines
    });
    let mut states: HashMap<&str, usize> = HashMap::new();
    let mut taken_once = 0;
    for line in include_str!("printed-sources.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [code, _symbol, target, _as_printed, state, reason] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        *states.entry(state).or_default() += 1;
        let shared = explanation.contains(&("KHBS", target));
        match state {
            "main" => assert!(main.contains(&(code, target)) || shared, "{line}"),
            "taken" | "corrected" if shared => taken_once += 1,
            "taken" | "corrected" => assert!(printed.contains(&(code, target)), "{line}"),
            _ => assert!(state == "left" && !reason.is_empty(), "{line}"),
        }
    }
    assert_eq!(states["taken"] + states["corrected"] - taken_once, printed.len());
    println!(
        "printed formulas: {states:?}; {taken_once} of those taken or corrected are one table for all forms, explanation.tsv"
    );
}

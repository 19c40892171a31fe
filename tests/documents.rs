//! The tables in the documents are those of the registry. `KINDRED_WRITE=1` writes them.

use kindred::measure::metrics::{Better, METRICS, Measures};
use kindred::model::{FoldIn, ParamKind, model_infos};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// One row a model.
fn overview() -> String {
    let mut text = String::from("| model | what it does | new people | explains |\n|---|---|---|---|\n");
    for m in model_infos() {
        let fold_in = match m.abilities.fold_in {
            FoldIn::Exact => "exactly",
            FoldIn::Approximate => "approximately",
            FoldIn::Ignored => "the same list",
        };
        let explains = if m.abilities.explain { "yes" } else { "" };
        writeln!(text, "| `{}` | {} | {fold_in} | {explains} |", m.name, m.summary).unwrap();
    }
    text
}

/// A section a model, a row a parameter.
fn parameters() -> String {
    let mut text = String::from(
        "# Models and their parameters\n\nWritten from the registry by `KINDRED_WRITE=1 cargo test --test documents`.\n",
    );
    for m in model_infos() {
        write!(text, "\n## `{}`: {}\n\n{}\n\n", m.name, m.title, m.summary).unwrap();
        if m.params.is_empty() {
            text += "No parameters.\n";
            continue;
        }
        text += "| parameter | default | range | meaning |\n|---|---|---|---|\n";
        for p in &m.params {
            let range = match &p.kind {
                ParamKind::Integer { min, max } => format!("{min} – {max}"),
                ParamKind::Number { min, max } => format!("{min} – {max}"),
                ParamKind::Switch => "true, false".to_owned(),
                ParamKind::Choice { choices } => choices
                    .iter()
                    .map(|c| format!("`{}`: {}", c.name, c.help))
                    .collect::<Vec<_>>()
                    .join("<br>"),
            };
            let default = p.default.to_string().replace(['“', '”'], "");
            let unit = if p.unit.is_empty() { String::new() } else { format!(" {}", p.unit) };
            writeln!(text, "| `{}` | {default} | {range}{unit} | {} |", p.name, p.help).unwrap();
        }
    }
    text
}

/// A row a metric.
fn metrics() -> String {
    let mut text = String::from(
        "# Metrics\n\nWritten from the core's table by `KINDRED_WRITE=1 cargo test --test documents`.\n\n\
         Candidates for a list are all items that the person does not have in training; people without relevant test items \
         are left out; ties are broken by the item's index. In the formulas L is a person's list as far as place k, R the \
         person's relevant test items, U the people whose lists are measured, I all items, and n(i) the number of people who \
         have i in training. Learning curves measure the training part, too: there all items are candidates, and R is what the \
         person has in training.\n\n\
         | metric | name | of | better | what it says | formula | source |\n|---|---|---|---|---|---|---|\n",
    );
    for m in METRICS {
        let at = if m.at { "@k" } else { "" };
        let better = if m.better == Better::Higher { "higher" } else { "lower" };
        let of = match m.of {
            Measures::Ratings => "predicted ratings",
            Measures::Lists => "lists",
            Measures::Catalog => "all lists together",
            Measures::Pairs => "all pairs",
            Measures::Probabilities => "probabilities",
        };
        let formula = m.formula.replace('|', "\\|");
        let row = format!(
            "| `{}{at}` | {} | {of} | {better} | {} | {formula} | {} |",
            m.name, m.title, m.help, m.source
        );
        writeln!(text, "{row}").unwrap();
    }
    text
}

#[test]
fn the_page_of_metrics_is_the_tables() {
    check(&root().join("docs/metrics.md"), &metrics());
}

fn check(path: &Path, expected: &str) {
    let found = std::fs::read_to_string(path).unwrap_or_default();
    if found == expected {
        return;
    }
    if std::env::var_os("KINDRED_WRITE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, expected).unwrap();
        return;
    }
    panic!("{} differs from the registry; run KINDRED_WRITE=1 cargo test --test documents", path.display());
}

#[test]
fn the_readmes_table_is_the_registrys() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let begin = readme.find("<!-- models: begin").expect("the begin mark");
    let begin = begin + readme[begin..].find('\n').unwrap() + 1;
    let end = readme.find("<!-- models: end").expect("the end mark");
    check(&path, &format!("{}{}{}", &readme[..begin], overview(), &readme[end..]));
}

#[test]
fn the_page_of_parameters_is_the_registrys() {
    check(&root().join("docs/models.md"), &parameters());
}

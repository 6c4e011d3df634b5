//! What the program can tell without a document: codes, forms, profiles, versions, and the tables of the forms as XSD.

use std::fmt::Write as _;

use taxdoc::Language;
use taxdoc::profile::vn;
use taxdoc::profile::vn::declaration;
use taxdoc::profile::vn::invoice;
use taxdoc::profile::vn::invoice::form::Form;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::profile::vn::invoice::table::Version;
use taxdoc::report::ENGINE;
use taxdoc::rules;
use taxdoc::rules::Rule;
use taxdoc::rules::Template;

use crate::arguments::Detail;
use crate::catalogue::fields;
use crate::problem::Problem;
use crate::suggest::nearest;
use crate::words;

/// The C header knows the version of the interface; a copy here would age.
const HEADER: &str = include_str!("../../include/taxdoc.h");

/// Every rule, by its code.
pub(crate) fn codes() -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> = rules::catalogue().collect();
    rules.sort_by_key(|rule| rule.code);
    rules
}

/// The rule of a code, however its letters are written.
///
/// # Errors
/// That there is none, and which was meant.
pub(crate) fn rule(code: &str) -> Result<&'static Rule, Problem> {
    let codes = codes();
    if let Some(rule) = codes.iter().find(|rule| rule.code.eq_ignore_ascii_case(code)) {
        return Ok(rule);
    }
    Err(match nearest(code, codes.iter().map(|rule| rule.code)) {
        Some(near) => Problem::with_value(&words::BAD_CODE_NEAR, code).with("near", near),
        None => Problem::with_value(&words::BAD_CODE, code),
    })
}

/// A line a code: code, severity, stage, message with its parameters in braces. With every detail the whole catalogue.
pub(crate) fn list_codes(language: Language, detail: Detail) -> String {
    if detail == Detail::Verbose {
        return crate::catalogue::page();
    }
    let rules = codes();
    let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or_default();
    let mut page = String::new();
    for rule in rules {
        let message = rule.message.text(language);
        let _ = writeln!(page, "{:width$}  {:7}  {:12}  {message}", rule.code, rule.severity.name(), rule.stage.name());
    }
    page
}

/// A line a form: the name for `--export-xsd`, versions, what is known of it, title. With every detail the fields of the tables too.
pub(crate) fn list_forms(language: Language, detail: Detail) -> String {
    let mut page = String::new();
    let versions = Version::ALL.map(Version::text).join(" ");
    for form in Form::ALL {
        let facts = form.facts();
        let _ = writeln!(page, "{:19}  {:9}  {versions}  {}", form.key(), facts.root, facts.title.text(language));
        if detail == Detail::Verbose {
            page.push_str(&fields(form, language));
        }
    }
    let mut codes: Vec<&str> = declaration::catalogue::entries().iter().map(|entry| entry.code).collect();
    codes.dedup();
    for entry in codes.into_iter().filter(|code| *code != "-").filter_map(declaration::catalogue::newest) {
        let known = match declaration::Form::of(entry.code) {
            Some(form) if form.exact().is_some() => Template::new("lược đồ", "schema"),
            Some(_) => Template::new("hiển thị", "display"),
            None => Template::new("chưa có", "unknown"),
        };
        let title = words::visible(entry.title);
        let _ = writeln!(page, "{:6}  {:16}  {:6} {:8}  {title}", entry.code, entry.symbol, entry.version, known.text(language));
    }
    page
}

/// The profiles with their sources and the days of these.
pub(crate) fn list_profiles(language: Language) -> String {
    let title = Template::new("Việt Nam: hóa đơn điện tử và tờ khai thuế", "Viet Nam: e-invoices and tax declarations");
    let mut page = format!("vn  {}\n", title.text(language));
    for source in vn::SOURCES {
        let _ = writeln!(page, "    {:10}  {:16}  {}", source.date, source.document, source.data.text(language));
    }
    page.push_str(&trust(language));
    page
}

/// What the trust table holds, by itself.
fn trust(language: Language) -> String {
    let authorities: Vec<_> = vn::trust::TRUST_TABLE.authorities().flatten().collect();
    let anchors = authorities.iter().filter(|authority| authority.is_anchor()).count();
    let newest =
        authorities.iter().map(|authority| authority.not_before()).max().map(|time| time.to_string()).unwrap_or_default();
    let text = Template::new(
        "{anchors} gốc tin cậy, {issuers} tổ chức chứng thực; mới nhất cấp ngày này",
        "{anchors} trust anchors, {issuers} authorities; the newest of this day",
    );
    let text = text.text(language).replace("{anchors}", &anchors.to_string());
    let text = text.replace("{issuers}", &(authorities.len() - anchors).to_string());
    format!("    {:10}  {:16}  {text}\n", newest.get(..10).unwrap_or(&newest), "CA")
}

/// The engine, the version of the C interface, and the data with its days. The first line is for programs.
pub(crate) fn version(language: Language) -> String {
    let abi = HEADER.lines().find_map(|line| line.strip_prefix("#define TAXDOC_ABI_VERSION "));
    format!("{ENGINE}\nC ABI {}\n{}", abi.unwrap_or_default().trim(), list_profiles(language))
}

/// The table of a form as XSD. A form is the name of a table such as `vat` or `ticket-pos`, with `@` and a version behind it or without; the
/// code of a declaration; or its symbol.
///
/// # Errors
/// That there is no such form, and which was meant.
pub(crate) fn export_xsd(form: &str) -> Result<String, Problem> {
    let (name, version) = form.split_once('@').map_or((form, None), |(name, version)| (name, Some(version)));
    if let Some(table) = Form::ALL.into_iter().find(|known| known.key().eq_ignore_ascii_case(name)) {
        let version = match version {
            None => Version::V210,
            Some(text) => Version::from_text(text).ok_or_else(|| {
                Problem::with_value(&words::BAD_VERSION, text).with("versions", Version::ALL.map(Version::text).join(", "))
            })?,
        };
        return invoice::structure::compile(Table::of(table, version))
            .map(|schema| schema.to_xsd())
            .map_err(|error| Problem::with_value(&words::NO_XSD, form).with("cause", error.to_string()));
    }
    // The newest form of a symbol: several codes share one after a change of the law.
    let by_symbol = || {
        declaration::catalogue::entries()
            .iter()
            .rev()
            .find(|entry| entry.symbol.eq_ignore_ascii_case(name))
            .map(|entry| entry.code)
    };
    let known = declaration::Form::of(name).or_else(|| declaration::Form::of(by_symbol()?));
    let Some(known) = known else {
        let names = Form::ALL.into_iter().map(Form::key);
        let declarations = declaration::catalogue::entries().iter().flat_map(|entry| [entry.symbol, entry.code]);
        return Err(match nearest(name, names.chain(declarations)) {
            Some(near) => Problem::with_value(&words::BAD_FORM_NEAR, name).with("near", near),
            None => Problem::with_value(&words::BAD_FORM, name),
        });
    };
    if let Some(version) = version.filter(|version| *version != known.version()) {
        return Err(Problem::with_value(&words::BAD_VERSION, version).with("versions", known.version()));
    }
    let schema =
        declaration::schema::compile(known, known.base(), declaration::schema::Explanation::Last, declaration::schema::NAMESPACE);
    schema
        .map(|schema| schema.to_xsd())
        .map_err(|error| Problem::with_value(&words::NO_XSD, form).with("cause", error.to_string()))
}

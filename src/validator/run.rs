//! One run: bytes through every stage into a report.

use ring::digest;

use crate::Report;
use crate::cancellation::Watch;
use crate::profile::vn::Reading;
use crate::profile::vn::totals::Check;
use crate::report::CAPPED;
use crate::report::DocumentReport;
use crate::report::Draft;
use crate::report::Finding;
use crate::report::Findings;
use crate::report::StageReport;
use crate::report::StageStatus;
use crate::report::TotalReport;
use crate::report::TotalText;
use crate::report::Verdict;
use crate::rules::Note;
use crate::rules::Param;
use crate::rules::Stage;
use crate::rules::Template;
use crate::xml::Document;
use crate::xml::Fault;
use crate::xml::Locator;
use crate::xml::Place;
use crate::xml::Source;
use crate::xsd::ContentPolicy;

use super::Stages;
use super::Validator;
use super::signatures;

static NOT_ASKED: Template = Template::new("Không được yêu cầu.", "Not asked for.");
static NOT_WELL_FORMED: Template = Template::new("Tệp không phải là XML hợp lệ.", "The file is not well-formed XML.");
static ONLY_SCHEMA: Template = Template::new("Chỉ kiểm tra theo lược đồ XSD đã cho.", "Only the given XSD schema is checked.");
static STREAMED: Template = Template::new(
    "Tệp được đọc theo luồng nên bước này không chạy.",
    "The file was read as a stream, where this stage does not run.",
);
static UNKNOWN_DOCUMENT: Template =
    Template::new("Không nhận ra loại chứng từ: phần tử gốc {root}.", "The kind of document is not known: root element {root}.");

/// Runs every stage that was asked for.
pub(super) fn run<W: Watch>(
    validator: &Validator,
    bytes: &[u8],
    watch: &W,
    look: &mut dyn FnMut(&Reading<'_>),
) -> Result<Report, W::Stopped> {
    let report = empty_report(&fingerprint(bytes, watch)?);
    let source = match Source::decode(bytes, &validator.limits) {
        Ok(source) => source,
        Err(fault) => return Ok(broken(report, &fault)),
    };
    watch.check()?;
    let document = Document::parse_unless(&source, &validator.limits, watch.flag());
    watch.check()?;
    match document {
        Ok(document) => well_formed(validator, report, &document, watch, look),
        Err(fault) => Ok(broken(report, &fault)),
    }
}

/// SHA-256 of the bytes, between whose pieces the run may be stopped.
fn fingerprint<W: Watch>(bytes: &[u8], watch: &W) -> Result<digest::Digest, W::Stopped> {
    watch.check()?;
    let mut context = digest::Context::new(&digest::SHA256);
    for piece in bytes.chunks(1 << 20) {
        context.update(piece);
        watch.check()?;
    }
    Ok(context.finish())
}

/// The report of a document of which only the digest is known.
pub(super) fn empty_report(sha256: &digest::Digest) -> Report {
    Report {
        file: None,
        sha256: super::hexadecimal(sha256.as_ref()),
        verdict: Verdict::Undetermined,
        document: DocumentReport::default(),
        stages: Vec::with_capacity(Stage::ALL.len()),
        signatures: Vec::new(),
        totals: Vec::new(),
        findings: Vec::new(),
    }
}

/// The stages after `xml`.
fn well_formed<'d, W: Watch>(
    validator: &Validator,
    mut report: Report,
    document: &'d Document<'d>,
    watch: &W,
    look: &mut dyn FnMut(&Reading<'_>),
) -> Result<Report, W::Stopped> {
    let mut findings = Findings::new(validator.limits.findings);
    let mut locator = Locator::new(document);
    let mut required = DEFAULT;
    let mut notes: [Option<Note>; Stage::ALL.len()] = Default::default();
    if let Some(schema) = &validator.schema {
        schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| findings.add(fault.draft()));
        notes = Stage::ALL.map(|stage| (stage > Stage::Schema).then(|| Note::new(&ONLY_SCHEMA)));
        required = SCHEMA_ONLY;
    } else {
        let reading = Reading::of(document);
        if let Some(reading) = &reading {
            look(reading);
            report.document = reading.summary();
            // Every document of the profile is signed, an invoice from a POS with its batch (QĐ 1510). One that comes without is not
            // wrong, but nothing shows who made it: whoever forges an invoice would only have to write the series of a POS.
            if reading.is_signed() {
                required = required.with(Stage::Signatures).with(Stage::Certificates);
            }
        }
        watch.check()?;
        contents(validator, reading.as_ref(), document, &mut report, &mut locator, &mut findings, &mut notes, watch)?;
    }
    // Engines that leave off give what nobody may look at.
    watch.check()?;
    add_stages(validator, &mut report, &findings, notes);
    Ok(finish(report, findings, &mut locator, validator.required.unwrap_or(required)))
}

/// The status of each stage, by its findings and by the reason why it did not run.
fn add_stages(validator: &Validator, report: &mut Report, findings: &Findings, notes: [Option<Note>; Stage::ALL.len()]) {
    for (stage, note) in Stage::ALL.into_iter().zip(notes) {
        let status = if findings.failed(stage) {
            StageStatus::Failed
        } else if stage != Stage::Xml && !validator.stages.contains(stage) {
            StageStatus::NotRun(Note::new(&NOT_ASKED))
        } else {
            note.map_or(StageStatus::Passed, StageStatus::NotRun)
        };
        report.stages.push(StageReport { stage, status });
    }
}

/// The report of a well-formed document that was read as a stream; `places` are those of the findings.
pub(super) fn of_schema(validator: &Validator, mut report: Report, findings: Findings, places: Vec<Option<Place>>) -> Report {
    let reason = if validator.schema.is_some() { &ONLY_SCHEMA } else { &STREAMED };
    let ran = |stage: Stage| stage == Stage::Xml || (stage == Stage::Schema && validator.schema.is_some());
    let notes = Stage::ALL.map(|stage| (!ran(stage)).then(|| Note::new(reason)));
    add_stages(validator, &mut report, &findings, notes);
    let mut places = places.into_iter();
    conclude(report, findings, validator.required.unwrap_or(SCHEMA_ONLY), |draft| (draft, places.next().flatten()))
}

/// Every stage of a tax document. A stage that could not run on everything leaves its reason in `notes`.
#[expect(clippy::too_many_arguments, reason = "one step of `well_formed`, whose state it works on")]
fn contents<'d, W: Watch>(
    validator: &Validator,
    reading: Option<&Reading<'d>>,
    document: &'d Document<'d>,
    report: &mut Report,
    locator: &mut Locator<'d>,
    findings: &mut Findings,
    notes: &mut [Option<Note>; Stage::ALL.len()],
    watch: &W,
) -> Result<(), W::Stopped> {
    let unknown = || Note::new(&UNKNOWN_DOCUMENT).with("root", Param::excerpt(document.root().name().qualified()));
    let mut note = |stage: Stage, result: Option<Note>| {
        if let Some(place) = notes.get_mut(stage as usize) {
            *place = result;
        }
    };
    let asked = |stage| validator.stages.contains(stage);
    if asked(Stage::Schema) {
        note(Stage::Schema, reading.map_or_else(|| Some(unknown()), |reading| reading.check_schema(findings).err()));
    }
    watch.check()?;
    if asked(Stage::Rules) {
        let at = validator.at.or(validator.now);
        note(Stage::Rules, reading.map_or_else(|| Some(unknown()), |reading| reading.check_rules(at, findings).err()));
    }
    watch.check()?;
    if asked(Stage::Totals) {
        let mut checks = Vec::new();
        note(Stage::Totals, reading.map_or_else(|| Some(unknown()), |reading| reading.check_totals(findings, &mut checks).err()));
        report.totals = checks.into_iter().map(|check| total(check, locator)).collect();
    }
    watch.check()?;
    if asked(Stage::Signatures) || asked(Stage::Certificates) || asked(Stage::Revocation) {
        let outcome = signatures::run(validator, document, reading, locator, findings, watch)?;
        report.signatures = outcome.signatures;
        note(Stage::Signatures, outcome.unsigned);
        note(Stage::Certificates, outcome.unjudged);
        note(Stage::Revocation, outcome.unrevoked);
    }
    Ok(())
}

fn total(check: Check, locator: &mut Locator<'_>) -> TotalReport {
    let path = locator.path(check.node);
    TotalReport::of(move || TotalText {
        name: check.name,
        path,
        computed: check.computed.to_string(),
        difference: check.difference().to_string(),
        rule: check.equation.to_string(),
        stated: check.stated,
    })
}

/// Places the findings and draws the verdict.
fn finish(report: Report, findings: Findings, locator: &mut Locator<'_>, required: Stages) -> Report {
    conclude(report, findings, required, |mut draft| {
        if let Some((name, spot)) = draft.elsewhere.take() {
            draft = draft.with(name, locator.place(spot).line);
        }
        let place = draft.spot.map(|spot| locator.place(spot));
        (draft, place)
    })
}

fn conclude(
    mut report: Report,
    findings: Findings,
    required: Stages,
    mut place: impl FnMut(Draft) -> (Draft, Option<Place>),
) -> Report {
    let dropped = findings.dropped();
    let failed = Stage::ALL.into_iter().any(|stage| findings.failed(stage));
    let mut kept = findings.into_kept();
    kept.sort_by_key(|draft| draft.rule.stage);
    if dropped > 0 {
        // Beyond the limit itself, or the limit would drop it.
        kept.push(Draft::of_document(&CAPPED).with("count", dropped));
    }
    report.findings = kept
        .into_iter()
        .map(|draft| {
            let (draft, place) = place(draft);
            Finding::placed(draft, place)
        })
        .collect();
    let missing = report.stages.iter().any(|stage| required.contains(stage.stage) && stage.status != StageStatus::Passed);
    report.verdict = match (failed, missing) {
        (true, _) => Verdict::Invalid,
        (false, true) => Verdict::Undetermined,
        (false, false) => Verdict::Valid,
    };
    report
}

/// What must have passed (CONTRACT §4); documents that must be signed add `signatures` and `certificates`.
const DEFAULT: Stages = Stages::NONE.with(Stage::Xml).with(Stage::Schema).with(Stage::Rules).with(Stage::Totals);

/// What must have passed where only a schema of the caller is checked.
const SCHEMA_ONLY: Stages = Stages::NONE.with(Stage::Xml).with(Stage::Schema);

/// The report of bytes that are no well-formed document.
pub(super) fn broken(mut report: Report, fault: &Fault) -> Report {
    report.stages.extend(Stage::ALL.map(|stage| {
        let status = if stage == Stage::Xml { StageStatus::Failed } else { StageStatus::NotRun(Note::new(&NOT_WELL_FORMED)) };
        StageReport { stage, status }
    }));
    let place = fault.place().cloned();
    let mut draft = Draft::of_document(fault.rule());
    draft.params = fault.params().clone();
    report.findings.push(Finding::placed(draft, place));
    report.verdict = Verdict::Invalid;
    report
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::Cancellation;
    use crate::Cancelled;

    /// Raises its flag right behind the look of that number, as another thread may.
    struct Late(Cancellation, Cell<u32>);

    impl Watch for Late {
        type Stopped = Cancelled;

        fn flag(&self) -> Option<&Cancellation> {
            Some(&self.0)
        }

        fn check(&self) -> Result<(), Cancelled> {
            let result = self.0.check();
            self.1.set(self.1.get().saturating_sub(1));
            if self.1.get() == 0 {
                self.0.cancel();
            }
            result
        }
    }

    #[test]
    fn whenever_the_flag_is_raised_nothing_half_checked_is_reported() {
        let schema =
            br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="n" type="xs:int"/></xs:schema>"#;
        let own = Validator::builder().with_schema(&[("n.xsd", schema)]).unwrap().build();
        let invoice: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/valid.xml"));
        for (validator, bytes) in [(own, b"<n>x</n>".as_slice()), (Validator::new(), invoice)] {
            let run = |look| run(&validator, bytes, &Late(Cancellation::new(), Cell::new(look)), &mut |_| ());
            // The last look is the last thing that a run does.
            let looks = (1..100).take_while(|look| run(*look).is_err()).count();
            assert!((4..90).contains(&looks), "{looks}");
            assert_eq!(run(99).unwrap().findings().len(), validator.validate(bytes).findings().len());
            assert!((1..=u32::try_from(looks).unwrap()).all(|look| run(look).is_err()));
        }
    }
}

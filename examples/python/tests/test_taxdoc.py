"""What the package does, on the documents beside the examples."""

import base64
import doctest
import gc
import hashlib
import io
import pathlib
import re
import threading
import unittest
from decimal import Decimal

import taxdoc
from taxdoc import Chain, Integrity, Language, Limit, Policy, Role, Severity, Stage, StageStatus, Verdict
from taxdoc import _totals, _validator

DATA = pathlib.Path(__file__).resolve().parents[2] / "data"
ROOT = (DATA / "test-root.pem").read_bytes()
VALID = (DATA / "valid.xml").read_bytes()
TRUSTING = taxdoc.Validator(trust=[ROOT])


def shown(value):
    """A value as the report writes it."""
    return value.name.lower() if hasattr(value, "name") else value


def as_json(report):
    """The shape taxdoc-report/1, made of what the accessors say."""
    certificate = lambda found: found and dict(vars(found))
    return {
        "schema": "taxdoc-report/1",
        "engine": f"taxdoc {taxdoc.version()}",
        "file": report.file,
        "sha256": report.sha256,
        "verdict": shown(report.verdict),
        "document": dict(vars(report.document)),
        "stages": [
            {"name": shown(stage), "status": shown(result.status), "reason": result.reason} for stage, result in report.stages.items()
        ],
        "signatures": [
            {
                **{name: shown(value) for name, value in vars(signature).items()},
                "covers": [{"path": covered.path, "extent": shown(covered.extent)} for covered in signature.covers],
                "certificate": certificate(signature.certificate),
            }
            for signature in report.signatures
        ],
        "totals": [dict(vars(total)) for total in report.totals],
        "findings": [
            {name: shown(value) for name, value in vars(finding).items() if name != "params"} for finding in report.findings
        ],
    }


class Reports(unittest.TestCase):
    def test_the_accessors_say_what_the_json_says(self):
        documents = [path.read_bytes() for path in sorted(DATA.glob("*.xml"))] + [b"", b"<HDon>"]
        self.assertGreater(len(documents), 7)
        for xml in documents:
            for language in Language:
                report = TRUSTING.validate(xml, name="hóa\0đơn.xml").in_language(language)
                self.assertEqual(as_json(report), report.as_dict())

    def test_the_verdicts_are_those_of_the_documents(self):
        verdicts = {path.stem: TRUSTING.validate(path.read_bytes()).verdict for path in DATA.glob("*.xml")}
        self.assertEqual({name for name, verdict in verdicts.items() if verdict is Verdict.VALID}, {"valid", "declaration"})
        self.assertEqual(verdicts["wrong-total"], Verdict.INVALID)

    def test_the_digest_is_that_of_the_bytes(self):
        self.assertEqual(TRUSTING.validate(VALID).sha256, hashlib.sha256(VALID).hexdigest())

    def test_a_finding_stands_where_it_says(self):
        xml = (DATA / "wrong-total.xml").read_bytes()
        finding = TRUSTING.validate(xml).findings[0]
        self.assertEqual((finding.code, finding.severity, finding.stage), ("VN-INV-TOTAL-PAYABLE", Severity.ERROR, Stage.TOTALS))
        place = xml[finding.offset : finding.offset + finding.length]
        self.assertEqual((place.decode(), finding.line), (finding.actual, xml[: finding.offset].count(b"\n") + 1))

    def test_the_values_of_a_finding_fill_its_message(self):
        messages = {rule.code: rule.message for rule in taxdoc.rules(Language.ENGLISH)}
        for path in DATA.glob("*.xml"):
            for finding in TRUSTING.validate(path.read_bytes()).in_language(Language.ENGLISH).findings:
                names = re.findall(r"\{(\w+)\}", messages[finding.code])
                self.assertLessEqual(set(names), set(finding.params), finding.code)

    def test_a_report_outlives_its_validator(self):
        report = taxdoc.Validator().validate(b"<HDon>")
        english = report.in_language(Language.ENGLISH)
        del report
        gc.collect()
        self.assertEqual(english.findings[0].code, "XML-UNCLOSED")

    def test_a_report_is_read_by_many_threads(self):
        report, expected, seen = TRUSTING.validate(VALID), TRUSTING.validate(VALID).json(), []
        threads = [threading.Thread(target=lambda: seen.append((report.json(), as_json(report)))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(seen, [(expected, TRUSTING.validate(VALID).as_dict())] * 8)


class Options(unittest.TestCase):
    def test_an_authority_is_trusted_when_it_is_given(self):
        for validator, chain, verdict in (
            (TRUSTING, Chain.TRUSTED, Verdict.VALID),
            (taxdoc.Validator(), Chain.NOT_RUN, Verdict.UNDETERMINED),
        ):
            report = validator.validate(VALID)
            self.assertEqual(({signature.chain for signature in report.signatures}, report.verdict), ({chain}, verdict))

    def test_a_certificate_is_judged_at_the_time_given(self):
        for at, chain in ((1_763_600_000, Chain.TRUSTED), (4_000_000_000, Chain.UNTRUSTED)):
            report = taxdoc.Validator(at=at, trust=[ROOT]).validate(VALID)
            self.assertEqual({signature.chain for signature in report.signatures}, {chain})

    def test_the_future_is_known_by_the_clock_given(self):
        # The invoice is of 2025-11-20.
        for now, early in ((1_763_600_000 + 86_400, False), (1_763_600_000 - 2 * 86_400, True)):
            findings = taxdoc.Validator(now=now, trust=[ROOT]).validate(VALID).findings
            self.assertEqual(any("FUTURE" in finding.code for finding in findings), early)

    def test_a_document_beyond_a_limit_is_told(self):
        depth = {Limit.DEPTH: 3}
        for xml, code in ((b"<a><b><c/></b></a>", None), (b"<a><b><c><d/></c></b></a>", "XML-LIMIT-DEPTH")):
            codes = [finding.code for finding in taxdoc.Validator(limits=depth).validate(xml).findings if finding.stage is Stage.XML]
            self.assertEqual(codes, [code] if code else [])

    def test_stages_are_run_and_required_as_asked(self):
        report = taxdoc.Validator(stages=[Stage.XML, Stage.TOTALS], required=[Stage.XML]).validate(VALID)
        self.assertEqual((report.verdict, report.stages[Stage.TOTALS].status), (Verdict.VALID, StageStatus.PASSED))
        self.assertEqual(report.stages[Stage.SCHEMA].status, StageStatus.NOT_RUN)
        self.assertTrue(report.stages[Stage.SCHEMA].reason)
        report = taxdoc.Validator(stages=[Stage.XML], required=[Stage.XML, Stage.SCHEMA]).validate(VALID)
        self.assertEqual(report.verdict, Verdict.UNDETERMINED)

    def test_a_schema_takes_the_place_of_the_profile(self):
        schema = b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="n" type="xs:int"/></xs:schema>'
        validator = taxdoc.Validator(schemas=[("n.xsd", schema)])
        for xml, verdict in ((b"<n>7</n>", Verdict.VALID), (b"<n>7.5</n>", Verdict.INVALID)):
            self.assertEqual(validator.validate(xml).verdict, verdict)
            self.assertEqual(validator.validate_stream(io.BytesIO(xml)).verdict, verdict)

    def test_what_cannot_be_read_is_an_error(self):
        for options, name in (
            ({"trust": [b"x"]}, "TAXDOC_BAD_CERTIFICATE"),
            ({"crls": [b"x"]}, "TAXDOC_BAD_CERTIFICATE"),
            ({"ocsp_responses": [b"x"]}, "TAXDOC_BAD_CERTIFICATE"),
            ({"schemas": [("x.xsd", b"<x/>")]}, "TAXDOC_BAD_SCHEMA"),
            ({"policy": 99}, "TAXDOC_INVALID_ARGUMENT"),
            ({"limits": {99: 1}}, "TAXDOC_INVALID_ARGUMENT"),
        ):
            with self.subTest(options), self.assertRaises(taxdoc.Error) as raised:
                taxdoc.Validator(**options)
            self.assertEqual(raised.exception.status_name, name)
            self.assertTrue(str(raised.exception))
        for options in ({"stages": [99]}, {"required": [0]}, {"limits": {Limit.DEPTH: -1}}):
            with self.subTest(options), self.assertRaises(ValueError):
                taxdoc.Validator(**options)

    def test_a_strict_policy_takes_what_keeps_to_the_standard(self):
        for policy in Policy:
            report = taxdoc.Validator(policy=policy, trust=[ROOT], builtin_trust=False).validate(VALID)
            self.assertEqual({signature.integrity for signature in report.signatures}, {Integrity.VALID})


class Stopping(unittest.TestCase):
    LONG = b"<HDon>" + b"<HHDVu><STT>1</STT><DGia>1000</DGia></HHDVu>" * 300_000 + b"</HDon>"

    def test_a_raised_flag_stops_and_another_does_not(self):
        flag = taxdoc.Cancellation()
        self.assertEqual(TRUSTING.validate(VALID, cancellation=flag, name="x").file, "x")
        flag.cancel()
        with self.assertRaises(taxdoc.Cancelled):
            TRUSTING.validate(VALID, cancellation=flag)

    def test_time_is_kept(self):
        with self.assertRaises(taxdoc.Cancelled):
            TRUSTING.validate(self.LONG, within=0.001)
        self.assertEqual(TRUSTING.validate(VALID, within=60).verdict, Verdict.VALID)

    def test_what_a_stream_raises_is_raised(self):
        class Broken(io.RawIOBase):
            def read(self, size=-1):
                raise ConnectionError("gone")

        with self.assertRaisesRegex(ConnectionError, "gone"):
            TRUSTING.validate_stream(Broken())


class Octets(unittest.TestCase):
    def test_what_was_signed_has_the_digest_of_its_reference(self):
        signatures = TRUSTING.validate(VALID).signatures
        self.assertEqual([signature.role for signature in signatures], [Role.SELLER, Role.AUTHORITY])
        for index, signature in enumerate(signatures):
            info = TRUSTING.signed_info_octets(VALID, index)
            stated = re.findall(rb"<DigestValue>([^<]+)</DigestValue>", info)
            self.assertEqual(len(stated), len(signature.digests))
            for reference, digest in enumerate(stated):
                octets = TRUSTING.reference_octets(VALID, index, reference)
                self.assertEqual(hashlib.sha256(octets).digest(), base64.b64decode(digest))

    def test_a_signature_that_is_not_there_is_an_error(self):
        with self.assertRaises(taxdoc.Error) as raised:
            TRUSTING.signed_info_octets(VALID, 2)
        self.assertEqual(raised.exception.status_name, "TAXDOC_NOT_FOUND")


class Computing(unittest.TestCase):
    def test_an_invoice_is_computed(self):
        lines = [{"quantity": 3, "price": Decimal("99999.5"), "rate": "10%"}, {"amount": "50", "rate": "KCT"}]
        computed = taxdoc.compute_totals({"lines": lines})
        # 3 x 99,999.5 = 299,998.5, half up 299,999; 10 % of it 29,999.9, half up 30,000.
        self.assertEqual((computed.as_dict()["before_tax"], computed.as_dict()["tax"]), ("300049", "30000"))
        self.assertIn("<TgTTTBSo>330049</TgTTTBSo>", computed.xml)

    def test_an_invoice_without_meaning_is_an_error(self):
        with self.assertRaises(taxdoc.Error):
            taxdoc.compute_totals({"lines": [{"quantity": 1, "price": 1, "rate": "8%"}], "unknown": 1})
        with self.assertRaises(taxdoc.Error):
            taxdoc.compute_totals({"lines": [{"quantity": 1, "price": 0.1, "rate": "8%"}]})
        with self.assertRaises(TypeError):
            taxdoc.compute_totals({"lines": [object()]})

    def test_a_declaration_is_completed(self):
        wrong = (DATA / "declaration-wrong-line.xml").read_bytes()
        completed = taxdoc.complete_declaration(wrong)
        stages = {}
        for name, xml in (("wrong", wrong), ("completed", completed.xml.encode())):
            stages[name] = TRUSTING.validate(xml).stages[Stage.TOTALS].status
        self.assertEqual(stages, {"wrong": StageStatus.FAILED, "completed": StageStatus.PASSED})
        self.assertEqual(completed.as_dict()["code"], TRUSTING.validate(wrong).document.kind)
        with self.assertRaises(taxdoc.Error):
            taxdoc.complete_declaration(VALID)


class Knowledge(unittest.TestCase):
    def test_every_rule_has_its_texts_in_both_languages(self):
        vietnamese, english = taxdoc.rules(), taxdoc.rules(Language.ENGLISH)
        self.assertGreater(len(vietnamese), 100)
        for one, other in zip(vietnamese, english):
            self.assertEqual((one.code, one.severity, one.stage, one.basis), (other.code, other.severity, other.stage, other.basis))
            self.assertTrue(one.message and other.message and one.message != other.message, one.code)
        self.assertEqual(len({rule.code for rule in vietnamese}), len(vietnamese))

    def test_sources_come_oldest_first(self):
        dates = [source.date for source in taxdoc.sources()]
        self.assertTrue(dates and all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates))
        self.assertEqual(dates, sorted(dates))
        self.assertTrue(all(source.document and source.data for source in taxdoc.sources(Language.ENGLISH)))


def load_tests(_loader, tests, _pattern):
    for module in (taxdoc, _totals, _validator):
        tests.addTests(doctest.DocTestSuite(module))
    return tests


if __name__ == "__main__":
    unittest.main()

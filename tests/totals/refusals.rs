//! What cannot be computed is refused, with the reason and the line; its nearest sibling is computed.

use taxdoc::totals::ComputeErrorKind;
use taxdoc::totals::Sale;

fn totals(json: &str) -> Result<String, (ComputeErrorKind, Option<usize>)> {
    let sale: Sale = serde_json::from_str(json).unwrap();
    sale.totals().map(|totals| totals.payable().to_string()).map_err(|error| (error.kind(), error.line()))
}

#[test]
fn each_reason_with_the_sale_beside_it_that_is_computed() {
    use ComputeErrorKind as Kind;
    for (bad, kind, line, good, payable) in [
        (r#"[{"quantity": 1}]"#, Kind::AmountMissing, Some(0), r#"[{"quantity": 1, "price": 7}]"#, "7"),
        (r#"[{"quantity": 1, "price": 7, "amount": 7}]"#, Kind::AmountTwice, Some(0), r#"[{"quantity": 1, "amount": 7}]"#, "7"),
        (
            r#"[{"amount": 7, "discount": 1, "discount_rate": 10}]"#,
            Kind::DiscountTwice,
            Some(0),
            r#"[{"amount": 7, "discount": 1}]"#,
            "6",
        ),
        (
            r#"[{"amount": 7}, {"nature": "note", "amount": 1}]"#,
            Kind::FieldOutOfPlace,
            Some(1),
            r#"[{"amount": 7}, {"nature": "note"}]"#,
            "7",
        ),
        (
            r#"[{"amount": 7}, {"nature": "discount", "amount": 3, "discount": 1}]"#,
            Kind::FieldOutOfPlace,
            Some(1),
            r#"[{"amount": 7}, {"nature": "discount", "amount": 3}]"#,
            "4",
        ),
        (
            r#"[{"amount": 70, "rate": "10%"}, {"amount": 30}]"#,
            Kind::RateMissing,
            Some(1),
            r#"[{"amount": 70, "rate": "10%"}, {"amount": 30, "rate": "KCT"}]"#,
            "107",
        ),
        (r#"[{"amount": 70, "rate": "10"}]"#, Kind::RateUnknown, Some(0), r#"[{"amount": 70, "rate": "10%"}]"#, "77"),
        (r#"[{"amount": 70, "rate": "CTTC"}]"#, Kind::TaxMissing, Some(0), r#"[{"amount": 70, "rate": "CTTC", "tax": 5}]"#, "75"),
        (
            r#"[{"amount": 70, "rate": "10%", "tax": 7}]"#,
            Kind::TaxOutOfPlace,
            Some(0),
            r#"[{"amount": 70, "rate": "KHAC", "tax": 7}]"#,
            "77",
        ),
        (r#"[{"amount": "0.0000001"}]"#, Kind::TooLong, Some(0), r#"[{"amount": "0.000001"}]"#, "0"),
        (
            r#"[{"amount": "1000000000000000000000"}]"#,
            Kind::TooLong,
            Some(0),
            r#"[{"amount": "999999999999999999999"}]"#,
            "999999999999999999999",
        ),
        (
            r#"[{"quantity": "10000000000", "price": "100000000000"}]"#,
            Kind::TooLong,
            None,
            r#"[{"quantity": "10000000000", "price": "10000000000"}]"#,
            "100000000000000000000",
        ),
        (
            r#"[{"amount": 7, "discount_rate": "1.00001"}]"#,
            Kind::TooLong,
            Some(0),
            r#"[{"amount": 7, "discount_rate": "1.0001"}]"#,
            "7",
        ),
    ] {
        assert_eq!(totals(&format!(r#"{{"lines": {bad}}}"#)), Err((kind, line)), "{bad}");
        assert_eq!(totals(&format!(r#"{{"lines": {good}}}"#)).as_deref(), Ok(payable), "{good}");
    }
}

#[test]
fn the_reduction_of_the_direct_method_is_for_sales_in_dong_without_rates() {
    use ComputeErrorKind as Kind;
    let sale = |fields: &str, line: &str| totals(&format!(r#"{{"lines": [{{"amount": 1000000{line}}}]{fields}}}"#));
    // 1 % of 1000000 are 10000, 20 % of these 2000; 5 %: 10000.
    assert_eq!(sale(r#", "trade_ratio": 1"#, "").as_deref(), Ok("998000"));
    assert_eq!(sale(r#", "trade_ratio": "5.0""#, "").as_deref(), Ok("990000"));
    assert_eq!(sale(r#", "trade_ratio": 4"#, ""), Err((Kind::TradeRatioUnknown, None)));
    assert_eq!(sale(r#", "trade_ratio": 1"#, r#", "rate": "8%""#), Err((Kind::TradeRatioOutOfPlace, None)));
    assert_eq!(sale(r#", "trade_ratio": 1, "currency": "USD""#, ""), Err((Kind::TradeRatioOutOfPlace, None)));
    assert_eq!(sale(r#", "untaxed_reduction": 1500"#, r#", "rate": "8%""#).as_deref(), Ok("1078500"));
    assert_eq!(sale(r#", "untaxed_reduction": "0.0000001""#, ""), Err((Kind::TooLong, None)));
}

#[test]
fn as_many_rates_as_an_invoice_can_have() {
    let lines = |count: usize| {
        let lines: Vec<String> =
            (0..count).map(|rate| format!(r#"{{"amount": 0, "rate": "KHAC:{}.{:02}%"}}"#, rate / 100, rate % 100)).collect();
        format!(r#"{{"lines": [{}]}}"#, lines.join(","))
    };
    assert_eq!(totals(&lines(100)).as_deref(), Ok("0"));
    assert_eq!(totals(&lines(101)), Err((ComputeErrorKind::RatesTooMany, None)));
}

#[test]
fn a_field_that_nobody_reads_is_no_sale() {
    for text in [
        r#"{"lines": [], "currencie": "USD"}"#,
        r#"{"lines": [{"amount": 7, "price_": 7}]}"#,
        r#"{"lines": [{"amount": 7.5}]}"#,
        r#"{"lines": [{"amount": "7,5"}]}"#,
        r#"{"lines": [{"nature": "gift"}]}"#,
        r#"{"lines": [], "policy": "bankers"}"#,
        "{}",
        "[]",
    ] {
        assert!(serde_json::from_str::<Sale>(text).is_err(), "{text}");
    }
}

/// The checker stops where the computing side does: each rate looks at every line, and a hostile file has many of both.
#[test]
fn an_invoice_of_too_many_rates_is_not_computed() {
    let report = |count: usize| {
        let group = "<LTSuat><TSuat>8%</TSuat><ThTien>0</ThTien><TThue>0</TThue></LTSuat>".repeat(count);
        let head = "<TTChung><PBan>2.1.0</PBan><KHMSHDon>1</KHMSHDon><KHHDon>C25TAA</KHHDon><NLap>2025-06-01</NLap></TTChung>";
        let text = format!(
            "<HDon><DLHDon>{head}<NDHDon><TToan><THTTLTSuat>{group}</THTTLTSuat><TgTTTBSo>0</TgTTTBSo></TToan></NDHDon></DLHDon></HDon>"
        );
        taxdoc::Validator::new().validate(text.as_bytes())
    };
    let status =
        |count: usize| report(count).stages().iter().find(|stage| stage.stage == taxdoc::Stage::Totals).unwrap().status.clone();
    assert!(!matches!(status(100), taxdoc::report::StageStatus::NotRun(_)));
    assert!(matches!(status(101), taxdoc::report::StageStatus::NotRun(_)));
}

//! Both directions against a list checked by hand, a second implementation and spellings from the field.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn check(text: &str, amount: &str, currency: &str) -> Agreement {
    agrees(text, decimal(amount), currency)
}

/// Written and checked by hand from the grammar of amounts in words; no output of ours.
const BY_HAND: &[(u128, &str)] = &[
    (0, "không"),
    (1, "một"),
    (2, "hai"),
    (3, "ba"),
    (4, "bốn"),
    (5, "năm"),
    (6, "sáu"),
    (7, "bảy"),
    (8, "tám"),
    (9, "chín"),
    (10, "mười"),
    (11, "mười một"),
    (12, "mười hai"),
    (14, "mười bốn"),
    (15, "mười lăm"),
    (16, "mười sáu"),
    (19, "mười chín"),
    (20, "hai mươi"),
    (21, "hai mươi mốt"),
    (22, "hai mươi hai"),
    (24, "hai mươi tư"),
    (25, "hai mươi lăm"),
    (30, "ba mươi"),
    (31, "ba mươi mốt"),
    (34, "ba mươi tư"),
    (40, "bốn mươi"),
    (44, "bốn mươi tư"),
    (45, "bốn mươi lăm"),
    (50, "năm mươi"),
    (51, "năm mươi mốt"),
    (55, "năm mươi lăm"),
    (61, "sáu mươi mốt"),
    (64, "sáu mươi tư"),
    (75, "bảy mươi lăm"),
    (88, "tám mươi tám"),
    (91, "chín mươi mốt"),
    (94, "chín mươi tư"),
    (99, "chín mươi chín"),
    (100, "một trăm"),
    (101, "một trăm linh một"),
    (104, "một trăm linh bốn"),
    (105, "một trăm linh năm"),
    (109, "một trăm linh chín"),
    (110, "một trăm mười"),
    (111, "một trăm mười một"),
    (114, "một trăm mười bốn"),
    (115, "một trăm mười lăm"),
    (120, "một trăm hai mươi"),
    (121, "một trăm hai mươi mốt"),
    (155, "một trăm năm mươi lăm"),
    (200, "hai trăm"),
    (205, "hai trăm linh năm"),
    (214, "hai trăm mười bốn"),
    (224, "hai trăm hai mươi tư"),
    (404, "bốn trăm linh bốn"),
    (500, "năm trăm"),
    (505, "năm trăm linh năm"),
    (515, "năm trăm mười lăm"),
    (555, "năm trăm năm mươi lăm"),
    (999, "chín trăm chín mươi chín"),
    (1_000, "một nghìn"),
    (1_001, "một nghìn không trăm linh một"),
    (1_005, "một nghìn không trăm linh năm"),
    (1_010, "một nghìn không trăm mười"),
    (1_015, "một nghìn không trăm mười lăm"),
    (1_021, "một nghìn không trăm hai mươi mốt"),
    (1_100, "một nghìn một trăm"),
    (1_111, "một nghìn một trăm mười một"),
    (2_024, "hai nghìn không trăm hai mươi tư"),
    (5_000, "năm nghìn"),
    (5_555, "năm nghìn năm trăm năm mươi lăm"),
    (10_000, "mười nghìn"),
    (10_001, "mười nghìn không trăm linh một"),
    (10_500, "mười nghìn năm trăm"),
    (11_000, "mười một nghìn"),
    (15_000, "mười lăm nghìn"),
    (16_500, "mười sáu nghìn năm trăm"),
    (21_000, "hai mươi mốt nghìn"),
    (44_444, "bốn mươi tư nghìn bốn trăm bốn mươi tư"),
    (54_004, "năm mươi tư nghìn không trăm linh bốn"),
    (100_000, "một trăm nghìn"),
    (100_001, "một trăm nghìn không trăm linh một"),
    (105_000, "một trăm linh năm nghìn"),
    (115_015, "một trăm mười lăm nghìn không trăm mười lăm"),
    (355_000, "ba trăm năm mươi lăm nghìn"),
    (407_000, "bốn trăm linh bảy nghìn"),
    (999_999, "chín trăm chín mươi chín nghìn chín trăm chín mươi chín"),
    (1_000_000, "một triệu"),
    (1_000_001, "một triệu không trăm linh một"),
    (1_000_100, "một triệu một trăm"),
    (1_001_000, "một triệu không trăm linh một nghìn"),
    (1_010_010, "một triệu không trăm mười nghìn không trăm mười"),
    (1_080_000, "một triệu không trăm tám mươi nghìn"),
    (1_089_000, "một triệu không trăm tám mươi chín nghìn"),
    (1_234_567, "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy"),
    (5_500_000, "năm triệu năm trăm nghìn"),
    (6_405_836, "sáu triệu bốn trăm linh năm nghìn tám trăm ba mươi sáu"),
    (15_254_990, "mười lăm triệu hai trăm năm mươi tư nghìn chín trăm chín mươi"),
    (21_000_021, "hai mươi mốt triệu không trăm hai mươi mốt"),
    (100_000_000, "một trăm triệu"),
    (202_100_000, "hai trăm linh hai triệu một trăm nghìn"),
    (999_999_999, "chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín"),
    (1_000_000_000, "một tỷ"),
    (1_000_000_001, "một tỷ không trăm linh một"),
    (1_000_005_000, "một tỷ không trăm linh năm nghìn"),
    (1_050_000_000, "một tỷ không trăm năm mươi triệu"),
    (2_000_000_015, "hai tỷ không trăm mười lăm"),
    (13_338_600_000, "mười ba tỷ ba trăm ba mươi tám triệu sáu trăm nghìn"),
    (202_100_000_000, "hai trăm linh hai tỷ một trăm triệu"),
    (1_000_000_000_000, "một nghìn tỷ"),
    (1_234_000_000_000, "một nghìn hai trăm ba mươi tư tỷ"),
    (1_005_000_000_000, "một nghìn không trăm linh năm tỷ"),
    (2_000_000_000_001, "hai nghìn tỷ không trăm linh một"),
    (15_000_015_000_000, "mười lăm nghìn tỷ không trăm mười lăm triệu"),
    (1_000_000_000_000_000, "một triệu tỷ"),
    (3_002_000_000_000_000, "ba triệu không trăm linh hai nghìn tỷ"),
    (999_000_000_000_000_000, "chín trăm chín mươi chín triệu tỷ"),
    (1_000_000_000_000_000_000, "một tỷ tỷ"),
    (1_200_000_000_000_000_000, "một tỷ hai trăm triệu tỷ"),
    (100_000_000_000_000_000_000, "một trăm tỷ tỷ"),
    (100_000_000_005_000_000_000, "một trăm tỷ không trăm linh năm tỷ"),
];

#[test]
fn says_and_reads_the_list_checked_by_hand() {
    assert!(BY_HAND.len() >= 100);
    for (number, words) in BY_HAND {
        let amount = Decimal::from(*number);
        let said = in_words(amount, "VND").unwrap();
        assert_eq!(said.to_lowercase(), format!("{words} đồng"));
        assert!(said.starts_with(char::is_uppercase) && said.nfc().eq(said.chars()), "{said}");
        assert_eq!(agrees(words, amount, "VND"), Agreement::Yes, "{words}");
        let beside = amount.plus(Decimal::ONE).unwrap();
        assert_eq!(agrees(words, beside, "VND"), Agreement::No { said: amount }, "{words}");
        let negative = in_words(-amount, "VND").unwrap();
        assert_eq!(agrees(&negative, -amount, "VND"), Agreement::Yes, "{negative}");
    }
}

#[test]
fn spelling_makes_no_difference() {
    for (amount, texts) in [
        (
            "1234565",
            &[
                "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi lăm đồng",
                "MỘT TRIỆU HAI TRĂM BA MƯƠI BỐN NGÀN NĂM TRĂM SÁU MƯƠI LĂM ĐỒNG CHẴN./.",
                "Một triệu, hai trăm ba mươi tư nghìn, năm trăm sáu mươi nhăm đồng.",
                "một triệu hai trăm ba tư nghìn năm trăm sáu lăm Việt Nam đồng",
                "Một  triệu hai  trăm ba mươi tư nghìn năm trăm sáu mươi năm VNĐ",
                "(Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi lăm đồng Việt Nam)",
                "Bằng chữ: Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi lăm đồng tròn",
                "Số tiền viết bằng chữ: Một triệu hai trăm ba tư ngàn năm trăm sáu mươi lăm đ",
                "mot trieu hai tram ba muoi tu nghin nam tram sau muoi lam dong",
                "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi lăm đồng (VND)",
                "Điều chỉnh tăng: Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi lăm",
                "VND Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi lăm",
            ][..],
        ),
        ("407000", &["Bốn trăm lẻ bảy nghìn đồng", "Bốn trăm linh bẩy nghìn đồng chẵn", "Tư trăm lẻ bảy ngàn đồng./."]),
        (
            "1005",
            &[
                "Một nghìn lẻ năm đồng",
                "Một nghìn không trăm lẻ năm",
                "Một ngàn linh năm đồng",
                "Một nghìn không trăm không mươi năm",
            ],
        ),
        ("0", &["Không đồng", "Không", "không đồng chẵn", "Không VND"]),
        ("21", &["Hai mốt đồng", "hai mươi một đồng", "Hai mười mốt đồng", "Hai chục mốt đồng"]),
        ("120", &["một trăm hai", "một trăm hai mươi", "Một trăm hai chục đồng"]),
        ("102", &["một trăm hai", "một trăm lẻ hai"]),
        ("1200000", &["Một triệu hai", "Một triệu hai trăm nghìn"]),
        ("1200000000", &["Một nghìn hai trăm triệu đồng", "Một tỷ hai trăm triệu đồng", "một tỉ hai đồng"]),
        ("2300000000000", &["hai nghìn ba trăm tỷ đồng", "Hai nghìn tỷ ba trăm tỷ đồng", "hai ngàn tỉ ba trăm tỉ"]),
        (
            "1200003000000000000",
            &["một tỷ hai trăm triệu không trăm linh ba nghìn tỷ đồng", "một tỷ tỷ hai trăm triệu tỷ ba nghìn tỷ đồng"],
        ),
    ] {
        for text in texts {
            assert_eq!(check(text, amount, "VND"), Agreement::Yes, "{text}");
            assert_eq!(check(&text.nfd().collect::<String>(), amount, ""), Agreement::Yes, "decomposed {text}");
            let beside = decimal(amount).plus(Decimal::from(3)).unwrap();
            assert!(matches!(agrees(text, beside, "VND"), Agreement::No { .. }), "{text}");
        }
    }
}

#[test]
fn signs() {
    let said = Decimal::from(-33_000_000);
    for text in ["Âm ba mươi ba triệu đồng", "Trừ ba mươi ba triệu đồng", "âm: Ba mươi ba triệu đồng"] {
        assert_eq!(check(text, "-33000000", "VND"), Agreement::Yes, "{text}");
        assert_eq!(check(text, "33000000", "VND"), Agreement::No { said }, "{text}");
    }
    for text in ["Ba mươi ba triệu đồng", "Điều chỉnh giảm ba mươi ba triệu đồng", "- Ba mươi ba triệu đồng"]
    {
        assert_eq!(check(text, "-33000000", "VND"), Agreement::Yes, "{text}");
        assert_eq!(check(text, "33000000", "VND"), Agreement::Yes, "{text}");
    }
    assert_eq!(check("Âm không đồng", "0", "VND"), Agreement::Yes);
}

#[test]
fn currencies_and_their_parts() {
    for (text, amount, currency) in [
        ("Một trăm đô la Mỹ và hai mươi lăm xu", "100.25", "USD"),
        ("Một trăm đô la Mỹ hai mươi lăm cent", "100.25", "USD"),
        ("Một trăm đô-la và hai lăm cents", "100.25", "USD"),
        ("Một trăm phẩy hai mươi lăm đô la Mỹ", "100.25", "USD"),
        ("Một trăm phẩy hai lăm USD", "100.25", "USD"),
        ("Một trăm phẩy không năm đô la Mỹ", "100.05", "USD"),
        ("Một trăm phẩy lẻ năm đô la Mỹ", "100.05", "USD"),
        ("Một trăm phẩy năm mươi đô la Mỹ", "100.5", "USD"),
        ("Một trăm phẩy năm đô la Mỹ", "100.5", "USD"),
        ("Một trăm phẩy một trăm hai mươi lăm đô la Mỹ", "100.125", "USD"),
        ("Một trăm phẩy không trăm linh năm đô la Mỹ", "100.005", "USD"),
        ("Một trăm phẩy không hai mươi lăm đô la Mỹ", "100.025", "USD"),
        ("Năm mươi xu", "0.5", "USD"),
        ("Không đô la Mỹ và năm mươi xu", "0.50", "USD"),
        ("Một trăm đồng đô la Mỹ", "100", "USD"),
        ("Một trăm đô la Mỹ (USD) chẵn", "100", "USD"),
        ("Một nghìn đô la Úc", "1000", "AUD"),
        ("Một nghìn đô la", "1000", "AUD"),
        ("Một nghìn đồng Euro", "1000", "EUR"),
        ("Một nghìn ơ rô và một xu", "1000.01", "EUR"),
        ("Một nghìn yên Nhật", "1000", "JPY"),
        ("Hai tệ ba hào năm phân", "2.35", "CNY"),
        ("Một nghìn nhân dân tệ", "1000", "CNY"),
        ("Năm bảng Anh", "5", "GBP"),
        ("Một nghìn XAU", "1000", "XAU"),
        ("Một nghìn", "1000", "XAU"),
        // Words round what is smaller than the smallest unit.
        ("Một nghìn đồng", "1000.4", "VND"),
        ("Một nghìn không trăm linh một đồng", "1000.5", "VND"),
        ("Một trăm đô la Mỹ và hai mươi lăm xu", "100.254", "USD"),
    ] {
        assert_eq!(check(text, amount, currency), Agreement::Yes, "{text}");
    }
    for (text, amount, currency, said) in [
        ("Một trăm đô la Mỹ và hai mươi lăm xu", "100.26", "USD", "100.25"),
        ("Một trăm đô la Mỹ", "100.25", "USD", "100"),
        ("Một trăm phẩy năm đô la Mỹ", "100.05", "USD", "100.5"),
        ("Một nghìn đồng", "1001", "VND", "1000"),
    ] {
        assert_eq!(check(text, amount, currency), Agreement::No { said: decimal(said) }, "{text}");
    }
    for (text, currency, named) in
        [("Một trăm đồng", "USD", "VND"), ("Một trăm đô la", "VND", "USD"), ("Một trăm đô la Úc", "USD", "AUD")]
    {
        let said = Decimal::from(100);
        assert_eq!(check(text, "100", currency), Agreement::OtherCurrency { said, named }, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_never_a_mismatch() {
    for text in [
        "",
        " ",
        "./.",
        "VND",
        "đồng",
        "255 - TgTTTBChu",
        "1.000.000 đồng",
        "Một triệu đồng (1.000.000 đồng)",
        "One million dong",
        "Một triệu đồng / One million dong",
        "một hai ba",
        "trăm nghìn đồng",
        "nghìn đồng",
        "một triệu hai triệu đồng",
        "hai triệu một triệu đồng",
        "một triệu nghìn đồng",
        "hai trăm ba trăm đồng",
        "hai mươi ba mươi đồng",
        "một nghìn lẻ đồng",
        "một phẩy năm triệu đồng",
        "một triệu rưỡi",
        "mộttriệu đồng",
        "Một trăm đô la năm mươi",
        "Một trăm đô la và một trăm xu",
        "Một trăm đô la Mỹ, hai nghìn đồng",
        "Một trăm USD EUR",
        "Một trăm đô la Mỹ năm xu năm xu",
        "Mét tr¨m ngh×n ®ång",
        "一百万盾",
        "phẩy năm",
        "một phẩy",
        "một đồng âm",
    ] {
        assert_eq!(check(text, "1000000", "VND"), Agreement::Unreadable, "{text}");
    }
    assert_eq!(check("Một trăm đồng", "100", "XAU"), Agreement::Unreadable);
    assert_eq!(check(&"một ".repeat(10_000), "1", "VND"), Agreement::Unreadable);
    assert_eq!(check(&format!("một {}", "tỷ ".repeat(100)), "1", "VND"), Agreement::Unreadable);
}

/// Amounts with their sign, currency and minor unit, and larger ones; written and checked by hand.
const AMOUNTS_BY_HAND: &[(&str, &str, &str)] = &[
    ("-1", "VND", "âm một đồng"),
    ("-15", "VND", "âm mười lăm đồng"),
    ("-21", "VND", "âm hai mươi mốt đồng"),
    ("-1005", "VND", "âm một nghìn không trăm linh năm đồng"),
    ("-33000000", "VND", "âm ba mươi ba triệu đồng"),
    ("-1344000", "VND", "âm một triệu ba trăm bốn mươi tư nghìn đồng"),
    ("-0.5", "VND", "âm không phẩy năm đồng"),
    ("0.00", "VND", "không đồng"),
    ("0", "USD", "không đô la mỹ"),
    ("0.01", "USD", "không đô la mỹ và một xu"),
    ("0.05", "USD", "không đô la mỹ và năm xu"),
    ("0.10", "USD", "không đô la mỹ và mười xu"),
    ("0.11", "USD", "không đô la mỹ và mười một xu"),
    ("0.15", "USD", "không đô la mỹ và mười lăm xu"),
    ("0.21", "USD", "không đô la mỹ và hai mươi mốt xu"),
    ("0.24", "USD", "không đô la mỹ và hai mươi tư xu"),
    ("0.95", "USD", "không đô la mỹ và chín mươi lăm xu"),
    ("0.99", "USD", "không đô la mỹ và chín mươi chín xu"),
    ("1", "USD", "một đô la mỹ"),
    ("1.00", "USD", "một đô la mỹ"),
    ("1.50", "USD", "một đô la mỹ và năm mươi xu"),
    ("5.05", "USD", "năm đô la mỹ và năm xu"),
    ("10.04", "USD", "mười đô la mỹ và bốn xu"),
    ("15.15", "USD", "mười lăm đô la mỹ và mười lăm xu"),
    ("21.01", "USD", "hai mươi mốt đô la mỹ và một xu"),
    ("100.25", "USD", "một trăm đô la mỹ và hai mươi lăm xu"),
    ("101.44", "USD", "một trăm linh một đô la mỹ và bốn mươi tư xu"),
    ("999.99", "USD", "chín trăm chín mươi chín đô la mỹ và chín mươi chín xu"),
    ("1000.01", "USD", "một nghìn đô la mỹ và một xu"),
    ("1234.56", "USD", "một nghìn hai trăm ba mươi tư đô la mỹ và năm mươi sáu xu"),
    ("26138", "USD", "hai mươi sáu nghìn một trăm ba mươi tám đô la mỹ"),
    ("1000000.10", "USD", "một triệu đô la mỹ và mười xu"),
    ("1005000.5", "USD", "một triệu không trăm linh năm nghìn đô la mỹ và năm mươi xu"),
    ("-12.34", "USD", "âm mười hai đô la mỹ và ba mươi tư xu"),
    ("-0.01", "USD", "âm không đô la mỹ và một xu"),
    ("0.125", "USD", "không phẩy một hai năm đô la mỹ"),
    ("0.005", "USD", "không phẩy không không năm đô la mỹ"),
    ("7.000001", "USD", "bảy phẩy không không không không không một đô la mỹ"),
    ("3.5", "EUR", "ba euro và năm mươi xu"),
    ("44.44", "EUR", "bốn mươi tư euro và bốn mươi tư xu"),
    ("105.05", "EUR", "một trăm linh năm euro và năm xu"),
    ("-2000.02", "EUR", "âm hai nghìn euro và hai xu"),
    ("8.08", "GBP", "tám bảng anh và tám xu"),
    ("19.90", "AUD", "mười chín đô la úc và chín mươi xu"),
    ("31.15", "SGD", "ba mươi mốt đô la singapore và mười lăm xu"),
    ("51.51", "HKD", "năm mươi mốt đô la hồng kông và năm mươi mốt xu"),
    ("61", "CAD", "sáu mươi mốt đô la canada"),
    ("0.65", "NZD", "không đô la new zealand và sáu mươi lăm xu"),
    ("12.05", "CNY", "mười hai phẩy không năm nhân dân tệ"),
    ("12.50", "CNY", "mười hai phẩy năm nhân dân tệ"),
    ("88", "CNY", "tám mươi tám nhân dân tệ"),
    ("5000", "JPY", "năm nghìn yên nhật"),
    ("1055", "JPY", "một nghìn không trăm năm mươi lăm yên nhật"),
    ("1200000", "KRW", "một triệu hai trăm nghìn won hàn quốc"),
    ("7.25", "CHF", "bảy phẩy hai năm franc thụy sĩ"),
    ("300.4", "THB", "ba trăm phẩy bốn baht thái"),
    ("40", "RUB", "bốn mươi rúp nga"),
    ("1000000.5", "VND", "một triệu phẩy năm đồng"),
    ("33333.333333", "VND", "ba mươi ba nghìn ba trăm ba mươi ba phẩy ba ba ba ba ba ba đồng"),
    ("65278300000", "VND", "sáu mươi lăm tỷ hai trăm bảy mươi tám triệu ba trăm nghìn đồng"),
    ("1000000001", "VND", "một tỷ không trăm linh một đồng"),
    ("1000001000", "VND", "một tỷ không trăm linh một nghìn đồng"),
    ("1001000000", "VND", "một tỷ không trăm linh một triệu đồng"),
    ("15000000000", "VND", "mười lăm tỷ đồng"),
    ("21015000000", "VND", "hai mươi mốt tỷ không trăm mười lăm triệu đồng"),
    ("105000000000", "VND", "một trăm linh năm tỷ đồng"),
    ("1000000000000", "VND", "một nghìn tỷ đồng"),
    ("1005000000000", "VND", "một nghìn không trăm linh năm tỷ đồng"),
    ("2300000000005", "VND", "hai nghìn ba trăm tỷ không trăm linh năm đồng"),
    (
        "24024024024024",
        "VND",
        "hai mươi tư nghìn không trăm hai mươi tư tỷ không trăm hai mươi tư triệu không trăm hai mươi tư nghìn không trăm hai mươi tư đồng",
    ),
    ("100000000000000", "VND", "một trăm nghìn tỷ đồng"),
    ("1000000000000000", "VND", "một triệu tỷ đồng"),
    ("5000000000000000", "VND", "năm triệu tỷ đồng"),
    ("1001000000000000", "VND", "một triệu không trăm linh một nghìn tỷ đồng"),
    ("15000000000000000", "VND", "mười lăm triệu tỷ đồng"),
    ("121000000000000000", "VND", "một trăm hai mươi mốt triệu tỷ đồng"),
    ("1000000000000000000", "VND", "một tỷ tỷ đồng"),
    ("24000000000000000000", "VND", "hai mươi tư tỷ tỷ đồng"),
    ("100000000000000000000", "VND", "một trăm tỷ tỷ đồng"),
    ("100000000000000000005", "VND", "một trăm tỷ tỷ không trăm linh năm đồng"),
];

#[test]
fn amounts_by_hand_are_said_and_read() {
    assert!(BY_HAND.len() + AMOUNTS_BY_HAND.len() >= 200);
    for (amount, currency, words) in AMOUNTS_BY_HAND {
        assert_eq!(in_words(decimal(amount), currency).unwrap().to_lowercase(), *words);
        assert_eq!(check(words, amount, currency), Agreement::Yes, "{words}");
    }
}

/// A second implementation, from the grammar alone: text of digits, position by position. It says each block of nine digits with
/// its own billions, which differs from ours above 10^18, where both manners exist.
fn second(number: u128) -> String {
    const NAMES: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
    if number == 0 {
        return NAMES[0].to_owned();
    }
    let digits = number.to_string();
    let digits = format!("{digits:0>width$}", width = digits.len().div_ceil(9) * 9);
    let mut words = Vec::new();
    let blocks = digits.len() / 9;
    for (block, nine) in digits.as_bytes().chunks(9).enumerate() {
        if nine.iter().all(|digit| *digit == b'0') {
            continue;
        }
        for (place, three) in nine.chunks(3).enumerate() {
            let [h, t, u] = [0, 1, 2].map(|index| usize::from(three[index] - b'0'));
            if h + t + u == 0 {
                continue;
            }
            if !words.is_empty() || h > 0 {
                words.extend([NAMES[h], "trăm"]);
            }
            let said_before = !words.is_empty();
            words.extend(match t {
                0 if u > 0 && said_before => vec!["linh"],
                0 => vec![],
                1 => vec!["mười"],
                _ => vec![NAMES[t], "mươi"],
            });
            words.extend(match u {
                0 => None,
                1 if t > 1 => Some("mốt"),
                4 if t > 1 => Some("tư"),
                5 if t > 0 => Some("lăm"),
                _ => Some(NAMES[u]),
            });
            words.extend([Some("triệu"), Some("nghìn"), None][place]);
        }
        words.extend(vec!["tỷ"; blocks - 1 - block]);
    }
    words.join(" ")
}

#[test]
fn the_second_implementation_knows_the_list() {
    for (number, words) in BY_HAND.iter().filter(|(number, _)| *number <= 1_000_000_000_000_000_000) {
        assert_eq!(second(*number), *words);
    }
}

#[test]
fn the_first_hundred_thousand_agree() {
    for number in (0..20_000_u128).chain((20_000..100_000).step_by(37)) {
        let said = in_words(Decimal::from(number), "VND").unwrap();
        assert_eq!(said.to_lowercase(), format!("{} đồng", second(number)));
    }
}

/// The same with amounts above 10^18 said as we say them, "triệu tỷ" and then "tỷ tỷ": the number of billions, and what is left.
fn second_above(number: u128) -> String {
    const BILLION: u128 = 1_000_000_000;
    if number < BILLION * BILLION {
        return second(number);
    }
    let rest = second(BILLION + number % BILLION);
    [&second(number / BILLION), " tỷ", rest.strip_prefix("một tỷ").unwrap()].concat()
}

/// Ten thousand amounts of 1 to 21 digits, of either sign, in đồng and in currencies with and without a minor unit: said as the second
/// implementation says them, read back, and not taken for the amount beside them.
#[test]
fn ten_thousand_amounts_as_the_second_implementation_says_them() {
    let mut seed = 7_u64;
    let mut random = |bound: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % bound
    };
    let names = [
        ("VND", "đồng", 0, None),
        ("JPY", "yên nhật", 0, None),
        ("USD", "đô la mỹ", 2, Some("xu")),
        ("EUR", "euro", 2, Some("xu")),
        ("CNY", "nhân dân tệ", 2, None),
    ];
    for count in 0..10_000_u64 {
        let length = 1 + count % 21;
        // Digits with runs of zeros, which the grammar turns on.
        let digits: String =
            (0..length).map(|_| if random(3) == 0 { '0' } else { char::from(b'0' + random(10) as u8) }).collect();
        let units: u128 = digits.parse().unwrap();
        let (currency, name, decimals, minor) = names[random(5) as usize];
        let hundredths = if decimals == 2 { random(100) as u128 } else { 0 };
        let negative = random(4) == 0 && units + hundredths > 0;
        let expected = match (minor, hundredths) {
            (_, 0) => format!("{} {name}", second_above(units)),
            (Some(minor), parts) => format!("{} {name} và {} {minor}", second_above(units), second(parts)),
            (None, parts) => {
                // Digit by digit, without a zero at the end.
                let digits = format!("{parts:02}");
                let said: Vec<String> =
                    digits.trim_end_matches('0').chars().map(|digit| second(u128::from(digit as u8 - b'0'))).collect();
                format!("{} phẩy {} {name}", second_above(units), said.join(" "))
            }
        };
        let amount = decimal(&format!("{}{units}.{hundredths:02}", if negative { "-" } else { "" }));
        let said = in_words(amount, currency).unwrap();
        assert_eq!(said.to_lowercase(), [if negative { "âm " } else { "" }, &expected].concat(), "{amount} {currency}");
        assert!(said.starts_with(|first: char| first.is_uppercase()), "{said}");
        assert_eq!(agrees(&said, amount, currency), Agreement::Yes, "{said}");
        let beside = amount.plus(Decimal::new(1, decimals)).unwrap();
        assert!(matches!(agrees(&said, beside, currency), Agreement::No { .. }) || beside.is_zero(), "{said}");
    }
}

/// Numbers of every length, often with zeros inside.
fn any_number() -> impl Strategy<Value = u128> {
    "[1-9]([0-9]{0,20}|[0-9]{0,6}0{3,9}[0-9]{0,5}|0{0,17}[0-9]{0,3})".prop_map(|digits| digits.parse().unwrap())
}

proptest! {
    #[test]
    fn both_implementations_agree(number in any_number()) {
        let amount = Decimal::from(number);
        let said = in_words(amount, "VND").unwrap();
        prop_assert_eq!(agrees(&said, amount, "VND"), Agreement::Yes);
        prop_assert_eq!(agrees(&second(number), amount, "VND"), Agreement::Yes);
        let southern = in_words_of(Dialect::Southern, amount, "VND").unwrap();
        prop_assert_eq!(agrees(&southern, amount, "VND"), Agreement::Yes);
        if number < 1_000_000_000_000_000_000 {
            prop_assert_eq!(said.to_lowercase(), format!("{} đồng", second(number)));
        }
    }

    #[test]
    fn another_number_never_agrees(a in any_number(), b in any_number()) {
        let said = in_words(Decimal::from(a), "VND").unwrap();
        let expected = if a == b { Agreement::Yes } else { Agreement::No { said: Decimal::from(a) } };
        prop_assert_eq!(agrees(&said, Decimal::from(b), "VND"), expected);
    }

    #[test]
    fn fractions_come_back(millionths in -2_000_000_000_i64..2_000_000_000, currency in prop::sample::select(vec!["USD", "EUR", "CNY", "JPY", "VND", "NOK"])) {
        let amount = Decimal::new(millionths.into(), 6);
        let said = in_words(amount, currency).unwrap();
        prop_assert_eq!(agrees(&said, amount, currency), Agreement::Yes, "{}", said);
    }

    #[test]
    fn never_panics(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..30), text in ".{0,60}") {
        let _ = agrees(&words.join(" "), Decimal::ONE, "USD");
        let _ = agrees(&text, Decimal::ONE, &text);
    }
}

const WORDS: &[&str] = &[
    "không",
    "một",
    "mốt",
    "hai",
    "bốn",
    "tư",
    "năm",
    "lăm",
    "mười",
    "mươi",
    "trăm",
    "nghìn",
    "triệu",
    "tỷ",
    "lẻ",
    "linh",
    "phẩy",
    "đồng",
    "đô la",
    "Mỹ",
    "xu",
    "hào",
    "và",
    "chẵn",
    "âm",
    "VND",
    "số tiền",
];

use expect_test::{Expect, expect};

use super::resolve_plain;

fn check(texts: &[&str], expected: Expect) {
    let width = texts.iter().map(|text| text.len()).max().unwrap();
    let table: String =
        texts.iter().map(|text| format!("{text:width$}  {:?}\n", resolve_plain(text))).collect();
    expected.assert_eq(&table);
}

fn check_printed(texts: &[&str], expected: Expect) {
    let width = texts.iter().map(|text| text.len()).max().unwrap();
    let printed = |text| resolve_plain(text).python_text().unwrap_or("(nothing)".to_owned());
    let table: String =
        texts.iter().map(|text| format!("{text:width$}  {}\n", printed(text))).collect();
    expected.assert_eq(&table);
}

#[test]
fn booleans_and_null_in_three_capitalisations_only() {
    check(
        &["yes", "Off", "TRUE", "y", "N", "oN", "~", "null", "nULL", "None", ""],
        expect![[r#"
        yes   Bool(true)
        Off   Bool(false)
        TRUE  Bool(true)
        y     Text("y")
        N     Text("N")
        oN    Text("oN")
        ~     Null
        null  Null
        nULL  Text("nULL")
        None  Text("None")
              Null
    "#]],
    );
}

#[test]
fn merge_and_value_keys() {
    check(
        &["<<", "<", "<<<", "=", "=="],
        expect![[r#"
        <<   Merge
        <    Text("<")
        <<<  Text("<<<")
        =    Value
        ==   Text("==")
    "#]],
    );
}

#[test]
fn integers_in_every_base() {
    check(
        &["15", "+15", "-0", "1_000", "1__0_", "_1", "017", "0o17", "08", "0b101", "0x1F", "0X1F"],
        expect![[r#"
            15     Int(Small(15))
            +15    Int(Small(15))
            -0     Int(Small(0))
            1_000  Int(Small(1000))
            1__0_  Int(Small(10))
            _1     Text("_1")
            017    Int(Small(15))
            0o17   Text("0o17")
            08     Text("08")
            0b101  Int(Small(5))
            0x1F   Int(Small(31))
            0X1F   Text("0X1F")
        "#]],
    );
}

#[test]
fn base_60_needs_places_below_60() {
    check(
        &["1:30", "-1:5", "1:60", "01:30", "190:20:30", "1:30.5", "01:30.", "1:2:"],
        expect![[r#"
        1:30       Int(Small(90))
        -1:5       Int(Small(-65))
        1:60       Text("1:60")
        01:30      Text("01:30")
        190:20:30  Int(Small(685230))
        1:30.5     Float(90.5)
        01:30.     Float(90.0)
        1:2:       Text("1:2:")
    "#]],
    );
}

#[test]
fn floats_need_a_dot_and_a_signed_exponent() {
    check(
        &["1.10", "1.", ".5", "-.5", "1e3", "1.0e3", "1.e+3", "1_0.5_", "-.inf", "-.nan", ".NaN"],
        expect![[r#"
            1.10    Float(1.1)
            1.      Float(1.0)
            .5      Float(0.5)
            -.5     Text("-.5")
            1e3     Text("1e3")
            1.0e3   Text("1.0e3")
            1.e+3   Float(1000.0)
            1_0.5_  Float(10.5)
            -.inf   Float(-inf)
            -.nan   Text("-.nan")
            .NaN    Float(NaN)
        "#]],
    );
}

#[test]
fn a_lone_sign_or_dot_is_text() {
    check(
        &["-", "+", ".", "..", "-.", "+.inf", ".-", "._", "--1", "-:30"],
        expect![[r#"
        -      Text("-")
        +      Text("+")
        .      Text(".")
        ..     Text("..")
        -.     Text("-.")
        +.inf  Float(inf)
        .-     Text(".-")
        ._     Text("._")
        --1    Text("--1")
        -:30   Text("-:30")
    "#]],
    );
}

#[test]
fn numbers_that_python_fails_to_compute() {
    let places = format!("1{}.0", ":0".repeat(174));
    let digits = "9".repeat(4301);
    check(
        &["0b_", "-0x__", "0b", "0_"],
        expect![[r#"
        0b_    Unreadable(NoDigits)
        -0x__  Unreadable(NoDigits)
        0b     Text("0b")
        0_     Int(Small(0))
    "#]],
    );
    expect![[r#"
        [
            Unreadable(
                TooManyPlaces,
            ),
            Unreadable(
                TooManyDigits,
            ),
        ]
    "#]]
    .assert_debug_eq(&[resolve_plain(&places), resolve_plain(&digits)]);
}

#[test]
fn integers_beyond_128_bits_keep_their_digits() {
    let hexadecimal = format!("0x1{}", "0".repeat(4000));
    check_printed(
        &[
            "170141183460469231731687303715884105728",
            "-0xffffffffffffffffffffffffffffffffffffffff",
            &hexadecimal[..42],
        ],
        expect![[r#"
            170141183460469231731687303715884105728      170141183460469231731687303715884105728
            -0xffffffffffffffffffffffffffffffffffffffff  -1461501637330902918203684832716283019655932542975
            0x1000000000000000000000000000000000000000   91343852333181432387730302044767688728495783936
        "#]],
    );
    expect![[r#"
        Int(
            Unprintable,
        )
    "#]]
    .assert_debug_eq(&resolve_plain(&hexadecimal));
}

#[test]
fn dates_and_the_ones_no_calendar_has() {
    check(
        &["2024-01-31", "2024-02-29", "2023-02-29", "2024-13-01", "0000-01-01", "2024-1-31"],
        expect![[r#"
            2024-01-31  Date("2024-01-31")
            2024-02-29  Date("2024-02-29")
            2023-02-29  ImpossibleDate(Day)
            2024-13-01  ImpossibleDate(Month)
            0000-01-01  ImpossibleDate(Year)
            2024-1-31   Text("2024-1-31")
        "#]],
    );
}

#[test]
fn timestamps_with_zones_and_fractions() {
    check(
        &[
            "2024-01-31T10:00:00Z",
            "2024-1-3 1:02:03.5 -5",
            "2024-01-31 10:00:00.1234567+05:30",
            "2024-01-31t10:00:00 -00:00",
            "2024-01-31 10:00",
            "2024-01-31T 10:00:00",
            "2024-01-31 24:00:00",
            "2024-01-31 10:60:00",
            "2024-01-31 10:00:60",
            "2024-01-31 10:00:00+23:60",
            "2024-01-31 10:00:00 z",
        ],
        expect![[r#"
            2024-01-31T10:00:00Z               Timestamp("2024-01-31 10:00:00+00:00")
            2024-1-3 1:02:03.5 -5              Timestamp("2024-01-03 01:02:03.500000-05:00")
            2024-01-31 10:00:00.1234567+05:30  Timestamp("2024-01-31 10:00:00.123456+05:30")
            2024-01-31t10:00:00 -00:00         Timestamp("2024-01-31 10:00:00+00:00")
            2024-01-31 10:00                   Text("2024-01-31 10:00")
            2024-01-31T 10:00:00               Text("2024-01-31T 10:00:00")
            2024-01-31 24:00:00                ImpossibleDate(Hour)
            2024-01-31 10:60:00                ImpossibleDate(Minute)
            2024-01-31 10:00:60                ImpossibleDate(Second)
            2024-01-31 10:00:00+23:60          ImpossibleDate(Zone)
            2024-01-31 10:00:00 z              Text("2024-01-31 10:00:00 z")
        "#]],
    );
}

#[test]
fn printed_as_python_prints() {
    check_printed(
        &[
            "629692991770528.25",
            "1.10",
            "1.0",
            "0755",
            "1.e+15",
            "1.e+16",
            "0.0001",
            "0.00001",
            "-0.0",
            "1.5e+300",
            "yes",
        ],
        expect![[r#"
            629692991770528.25  629692991770528.2
            1.10                1.1
            1.0                 1.0
            0755                493
            1.e+15              1000000000000000.0
            1.e+16              1e+16
            0.0001              0.0001
            0.00001             1e-05
            -0.0                -0.0
            1.5e+300            1.5e+300
            yes                 True
        "#]],
    );
}

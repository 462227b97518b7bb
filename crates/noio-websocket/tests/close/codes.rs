//! How status codes print. Which there are is tested with the checklist.

use noio_websocket::CloseCode;

#[test]
fn codes_print_as_numbers() {
    for number in [1000, 1014, 3000, 4999] {
        let code = CloseCode::new(number).expect("may be sent");
        assert_eq!(code.to_string(), number.to_string());
        assert_eq!(format!("{code:>6}"), format!("{number:>6}"));
        assert_eq!(format!("{code:?}"), format!("CloseCode({number})"));
    }
}

#[test]
fn reserved_codes_print_what_is_wrong_with_them() {
    for number in [0, 1005, 65_535] {
        let error = CloseCode::try_from(number).expect_err("may not be sent");
        let expected = format!("status code {number} may not be sent");
        assert_eq!(error.to_string(), expected);
    }
}

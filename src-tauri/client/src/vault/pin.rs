//! Which PINs are refused: too short, or among the first that anybody would try.

use super::VaultError;

/// Digits at least.
pub const PIN_LENGTH_MIN: usize = 6;
/// Characters at most; more is a mistake of the hand.
const PIN_LENGTH_MAX: usize = 64;

/// Habits of the hand and of the ear that no rule below catches.
const HABITS: &str = "123456 654321 1234567890 0987654321 112233 147258 159753 147369 258369 456852 520520 521521 5201314 \
    1314520 168168 142536 100200 102030 010203 110119 110120 741852 963852 789456 121212 123654 987456 \
    332211 1357924 135790 246810 13579246 1029384756 147896325 159357 951753 1314521 5211314 7758258 \
    7758521 0123456789 31415926 314159";
/// Digits that a longer PIN may have round one of them and still be that one.
const ROUND_A_HABIT: usize = 2;
/// Fewest digits that read as a run of a keypad or of counting.
const RUN: usize = 3;

/// # Errors
/// [`VaultError::PinTooShort`], [`VaultError::PinWeak`].
pub fn check_pin(pin: &str) -> Result<(), VaultError> {
    let length = pin.chars().count();
    if length < PIN_LENGTH_MIN {
        return Err(VaultError::PinTooShort);
    }
    if length > PIN_LENGTH_MAX || is_weak(pin) {
        return Err(VaultError::PinWeak);
    }
    Ok(())
}

fn is_weak(pin: &str) -> bool {
    let marks: Vec<u32> = pin.chars().map(u32::from).collect();
    let is_run =
        |step: i64| marks.windows(2).all(|w| matches!(w, [a, b] if i64::from(*b) - i64::from(*a) == step));
    HABITS.split(' ').any(|habit| pin.contains(habit) && pin.len() <= habit.len() + ROUND_A_HABIT)
        || [-2, -1, 0, 1, 2].into_iter().any(is_run)
        || repeats(&marks)
        || mirrors(&marks)
        || blocks(&marks)
        || runs(&marks)
        || is_date(pin)
        || is_mobile_number(pin)
}

/// `123123`, `4545454545`: one block over and over.
fn repeats(marks: &[u32]) -> bool {
    (1..=marks.len() / 2)
        .filter(|length| marks.len().is_multiple_of(*length))
        .any(|length| marks.chunks(length).all(|chunk| Some(chunk) == marks.chunks(length).next()))
}

/// `123321`.
fn mirrors(marks: &[u32]) -> bool {
    marks.iter().eq(marks.iter().rev())
}

/// `114477`, `66668888`, `1122333`: no digit stands alone.
fn blocks(marks: &[u32]) -> bool {
    marks.chunk_by(|a, b| a == b).all(|block| block.len() > 1)
}

/// `123789`, `147258369`, `123456000`: runs of three and more, one after the other, upwards, downwards, in the columns of the
/// keypad or on the spot.
fn runs(marks: &[u32]) -> bool {
    let is_run = |run: &[u32]| {
        let steps: Vec<i64> =
            run.windows(2).filter_map(|w| Some(i64::from(*w.get(1)?) - i64::from(*w.first()?))).collect();
        steps.first().is_some_and(|first| first.abs() <= 3 && steps.iter().all(|step| step == first))
    };
    (RUN..=marks.len()).any(|length| {
        marks
            .split_at_checked(length)
            .is_some_and(|(run, rest)| is_run(run) && (rest.is_empty() || runs(rest)))
    })
}

/// One's own number, or the mother's.
fn is_mobile_number(pin: &str) -> bool {
    let is_digits = pin.bytes().all(|b| b.is_ascii_digit());
    pin.len() == 11 && is_digits && pin.starts_with('1') && !pin.starts_with("10") && !pin.starts_with("12")
}

/// A birthday or birth year: the end of an id number, and the first thing a thief in the house would try.
fn is_date(pin: &str) -> bool {
    let part = |from: usize, to: usize| pin.get(from..to).and_then(|text| text.parse::<u32>().ok());
    let is_year = |year: Option<u32>| year.is_some_and(|y| (1930..=2035).contains(&y));
    let is_month = |month: Option<u32>| month.is_some_and(|m| (1..=12).contains(&m));
    let is_day = |day: Option<u32>| day.is_some_and(|d| (1..=31).contains(&d));
    match pin.len() {
        6 => {
            (is_month(part(2, 4)) && is_day(part(4, 6)))
                || (is_year(part(0, 4)) && is_month(part(4, 6)))
                || (is_month(part(0, 2)) && is_year(part(2, 6)))
                || (is_day(part(0, 2)) && is_month(part(2, 4)))
        }
        // A whole date, with something round it or not.
        length => (0..length.saturating_sub(7)).any(|at| {
            is_year(part(at, at + 4)) && is_month(part(at + 4, at + 6)) && is_day(part(at + 6, at + 8))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anybody_would_try_first_is_refused() {
        for pin in [
            "123456",
            "654321",
            "000000",
            "888888",
            "123123",
            "121212",
            "123321",
            "114477",
            "246810",
            "520520",
            "900115",
            "199001",
            "011990",
            "19900115",
            "150190",
            "13579",
            "1357913579",
            "aaaaaa",
            "1234567890",
            "123456789",
            "9876543210",
            "123456000",
            "123789456",
            "147258369",
            "66668888",
            "111222333",
            "12345612",
            "52013140",
            "1234512345",
            "1990011566",
            "13800000000",
            "321321321321",
        ] {
            assert!(check_pin(pin).is_err(), "{pin}");
        }
        assert!(matches!(check_pin("27495"), Err(VaultError::PinTooShort)));
    }

    #[test]
    fn an_ordinary_pin_is_taken() {
        for pin in ["274951", "806317", "48207391", "4820739", "7302946185", "290471863052", "柳叶青青在河畔"]
        {
            assert!(check_pin(pin).is_ok(), "{pin}");
        }
    }
}
